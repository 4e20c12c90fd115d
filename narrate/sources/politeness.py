"""The manners of a program that fetches while nobody watches.

One request at a time to a server, with a pause between two; what robots.txt asks is done; a
server that asks to wait is waited for, and one that does not answer is left alone. A person
who gives an address to ``narrate make`` is no such program, and goes by ``url`` directly.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from narrate.errors import SourceError
from narrate.model import Page, Source, Validators
from narrate.sources import robots, url
from narrate.sources.limits import DEFAULT_LIMITS, MEBIBYTE, Limits
from narrate.sources.reader import AlreadyRead
from narrate.sources.robots import Robots
from narrate.sources.status import (
    LeftAloneError,
    StatusError,
    UnreachableError,
    may_pass,
    status_error,
)

_DAY = 24 * 3600.0
_MOST_HOSTS = 1000  # that are remembered; whichever was not asked for longest goes
_ROBOTS_SIZE = MEBIBYTE
_NOTHING_KNOWN = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How long and how often. The defaults suit servers of strangers."""

    delay: float = 1.0
    """Seconds between two requests to one server; robots.txt may ask for more."""
    tries: int = 3
    """Of one page, as long as what goes wrong may pass."""
    wait: float = 2.0
    """Seconds before the second try; four times as long before each further one."""
    patience: float = 120.0
    """Seconds of waiting for one page at the most. Who asks for more is left for this run."""
    failures: int = 3
    """After so many pages in a row that did not come, a server is left for this run."""


DEFAULT_MANNERS = Manners()


@dataclass(slots=True)
class _Server:
    """What one run knows of a server: a scheme, a host and a port."""

    busy: threading.Lock = field(default_factory=threading.Lock)
    """Held for the time of a request."""
    asking: threading.Lock = field(default_factory=threading.Lock)
    """Held while robots.txt is fetched."""
    counting: threading.Lock = field(default_factory=threading.Lock)
    """Held while a moment is reserved."""
    free_at: float = 0.0
    """The next request may begin then."""
    asked_to_wait: int = 0
    """The status with which it asked for that; 0 when it did not."""
    failures: int = 0
    robots: Robots | SourceError | None = None
    robots_until: float = 0.0


class Fetcher:
    """Fetches for one run; may be shared by threads.

    ``clock`` gives seconds that never go back, ``sleep`` waits for some.
    """

    def __init__(
        self,
        manners: Manners = DEFAULT_MANNERS,
        limits: Limits = DEFAULT_LIMITS,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._manners = manners
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._servers: OrderedDict[tuple[str, str, str], _Server] = OrderedDict()
        self._guard = threading.Lock()

    def fetch(
        self, source: Source, validators: Validators = _NOTHING_KNOWN, *, empty: bool = False
    ) -> Page | None:
        """What the server has at the source's address, its media type as the server says.

        None when that is what ``validators`` stand for. Waits as manners demand. Raises
        SourceError for what the site asks not to fetch, and for all that goes wrong; its
        ``retry_after``, where a StatusError has one, counts seconds from now. LeftAloneError
        says nothing of the page: it was not asked for.
        """
        from narrate.sources import http  # loads an HTTP library

        server = self._server(source, source.uri)
        with server.busy:
            self._ask(source, source.uri)
            return self._persist(
                server,
                source,
                lambda: http.fetch(
                    source,
                    self._limits,
                    etag=validators.etag,
                    last_modified=validators.last_modified,
                    on_redirect=lambda address: self._follow(source, address),
                    empty=empty,
                ),
            )

    def with_page(self, source: Source) -> Source:
        """The source with its page, so that whoever reads it, wherever, fetches nothing.

        One that carries its content or stands on this machine is given back as it is.
        Raises SourceError as ``fetch`` does, and for what can hold no article.
        """
        if isinstance(source, AlreadyRead) or source.content is not None:
            return source
        if source.kind not in ("url", "feed entry"):
            return source
        page = self.fetch(source)
        assert page is not None  # nothing was known that it could confirm
        return already_read(url.judged(page))

    def _server(self, source: Source, address: str) -> _Server:
        parts = urlsplit(address)
        # What a person's own address may reach, a stranger's may not: robots.txt either.
        key = (source.kind, parts.scheme, parts.netloc)
        with self._guard:
            server = self._servers.setdefault(key, _Server())
            self._servers.move_to_end(key)
            if len(self._servers) > _MOST_HOSTS:
                self._servers.popitem(last=False)
            return server

    def _follow(self, source: Source, address: str) -> None:
        """A redirect is a request like others, but its server need not be free."""
        self._ask(source, address)
        # Its wait comes out of the page's own deadline.
        self._await_turn(self._server(source, address), source, self._limits.deadline / 2)

    def _ask(self, source: Source, address: str) -> None:
        """Raises SourceError where robots.txt, or that it cannot be had, forbids the address."""
        server = self._server(source, address)
        with server.asking:
            if server.robots is None or self._clock() >= server.robots_until:
                server.robots = self._robots(server, source, address)
                server.robots_until = self._clock() + _DAY
            said = server.robots
        if isinstance(said, SourceError):
            raise _without_robots(said, address)
        if not said.allow(address):
            raise SourceError(
                "its site asks programs, in robots.txt, not to fetch this page",
                subject=address,
                advice="Save it from a browser into a folder that is a source.",
            )

    def _robots(self, server: _Server, source: Source, address: str) -> Robots | SourceError:
        from narrate.sources import http

        place = urlsplit(address)._replace(path="/robots.txt", query="").geturl()
        wanted = Source(kind=source.kind, uri=place)
        limits = replace(self._limits, size=_ROBOTS_SIZE)
        try:
            page = self._persist(server, wanted, lambda: http.fetch(wanted, limits, empty=True))
        except StatusError as error:
            if may_pass(error):
                return error
            return Robots()  # there is none (RFC 9309, section 2.3.1.3)
        except SourceError as error:
            return error
        assert page is not None
        return robots.parse(page.content.decode("utf-8", errors="replace"))

    def _persist(
        self, server: _Server, source: Source, fetch: Callable[[], Page | None]
    ) -> Page | None:
        """What ``fetch`` gives, tried again with growing waits while what goes wrong may pass."""
        patience = self._manners.patience
        for attempt in range(1, self._manners.tries + 1):
            patience -= self._await_turn(server, source, patience)
            try:
                page = fetch()
            except LeftAloneError:  # the server that a redirect leads to
                raise
            except SourceError as error:
                if not may_pass(error):
                    if isinstance(error, StatusError):  # it is there, and answers
                        server.failures = 0
                    raise
                wait = self._manners.wait * 4 ** (attempt - 1)
                if isinstance(error, StatusError) and error.retry_after is not None:
                    server.asked_to_wait = error.status
                    wait = error.retry_after
                server.free_at = max(server.free_at, self._clock() + wait)
                if attempt == self._manners.tries or wait > patience:
                    server.failures += 1
                    raise
            else:
                server.failures = server.asked_to_wait = 0
                return page
        raise AssertionError("the last try returns or raises")

    def _await_turn(self, server: _Server, source: Source, patience: float) -> float:
        """Seconds waited until the server may be asked. Raises LeftAloneError where it may not."""
        if server.failures >= self._manners.failures:
            raise LeftAloneError(
                f"its server did not give the last {server.failures} pages, and is left alone "
                "for this run",
                subject=source.uri,
                advice="Look at the site in a browser; the next run tries again.",
            )
        pause = self._manners.delay
        if isinstance(server.robots, Robots):
            pause = max(pause, server.robots.delay)
        with server.counting:
            now = self._clock()
            wait = max(0.0, server.free_at - now)
            if wait > patience and server.asked_to_wait:
                raise LeftAloneError(
                    f"its server asked for a pause ({server.asked_to_wait}), and is left alone "
                    "for this run",
                    subject=source.uri,
                    advice=f"It asks to wait {wait:.0f} seconds before the next try.",
                )
            server.free_at = now + wait + pause
        if wait:
            self._sleep(wait)
        return wait


def already_read(page: Page) -> AlreadyRead:
    """The source of a page, with the page."""
    source = page.source
    return AlreadyRead(
        kind=source.kind,
        uri=source.uri,
        title=source.title,
        published=source.published,
        page=page,
    )


def _without_robots(error: SourceError, address: str) -> SourceError:
    """The same for another page: what robots.txt allows is not known, so nothing is fetched."""
    if not may_pass(error):  # what is wrong with all of the server: a private one, no such name
        return SourceError(error.problem, subject=address, advice=error.advice)
    problem = f"its site's robots.txt cannot be had, so nothing is fetched: {error.problem}"
    if isinstance(error, StatusError):
        said = status_error(error.status, subject=address, retry_after=error.retry_after)
        said.problem = problem
        return said
    return UnreachableError(problem, subject=address, advice=error.advice)
