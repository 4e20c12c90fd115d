"""One page over HTTP, bounded in time, size and redirects. Loaded only when something is fetched.

The guard against private addresses is in ``network``; this is the conversation.
"""

from __future__ import annotations

import codecs
import re
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime

import httpcore2
import httpx2

from narrate.errors import SourceError
from narrate.model import Page, Source
from narrate.sources.address import normalise
from narrate.sources.limits import Limits
from narrate.sources.network import Deadline, Transport
from narrate.sources.status import UnreachableError, retry_after_seconds, status_error
from narrate.sources.unpacking import unpacked
from narrate.version import __version__

_HEADERS = {
    "User-Agent": f"narrate/{__version__} (reads articles aloud)",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, application/rss+xml;q=0.9, "
    "application/atom+xml;q=0.9, application/feed+json;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
_ENCODINGS = frozenset({"gzip", "x-gzip", "deflate", "identity"})
_MOST_ENCODINGS = 3  # around one another
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s;\"',]+)", re.IGNORECASE)
_TRY_AGAIN = "Try again, or save the page from a browser and give that file."


def fetch(
    source: Source,
    limits: Limits,
    *,
    etag: str = "",
    last_modified: str = "",
    on_redirect: Callable[[str], None] | None = None,
    empty: bool = False,
) -> Page | None:
    """What the server has at the source's address; its media type as the server says.

    With a validator of an earlier Page, None when the page has not changed since (304).
    A feed entry's address was named by a stranger: it may not be a private one.
    ``on_redirect`` hears each address that the server sends on to before it is asked for,
    and may raise SourceError. Raises SourceError for everything that can go wrong on the
    way, UnreachableError for what may go right a little later; for an empty page too, unless
    ``empty`` ones are good.
    """
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = _HEADERS | {name: value for name, value in conditions.items() if value}
    public_only = source.kind == "feed entry"
    deadline = Deadline(limits.deadline)

    def asked(request: httpx2.Request) -> None:
        if on_redirect and (address := _address(request.url)) != source.uri:
            on_redirect(address)

    try:
        with (
            httpx2.Client(
                transport=Transport(deadline, public_only=public_only),
                timeout=limits.wait,
                follow_redirects=True,
                max_redirects=limits.redirects,
                trust_env=False,  # no password file; the transport knows of proxies
                event_hooks={"request": [asked]},
            ) as client,
            client.stream("GET", source.uri, headers=headers) as response,
        ):
            if response.status_code == httpx2.codes.NOT_MODIFIED and (etag or last_modified):
                return None
            return _page(source, response, limits, empty)
    except SourceError as error:
        _tell_about(error, source.uri)
        raise
    except _FAILURES as error:
        kind, problem, advice = _sentence(error, limits, deadline)
        raise kind(problem, subject=source.uri, advice=advice) from error


def _address(url: httpx2.URL) -> str:
    return normalise(str(url.copy_with(userinfo=b"")))


def _page(source: Source, response: httpx2.Response, limits: Limits, empty: bool) -> Page:
    if not response.is_success:
        header = response.headers.get("retry-after", "")
        raise status_error(
            response.status_code,
            subject=source.uri,
            retry_after=retry_after_seconds(header, now=time.time()),
        )
    content = _body(response, limits)
    if not empty and not content.strip():
        raise SourceError(
            "the server sent an empty page", subject=source.uri, advice="Look at it in a browser."
        )
    declared = response.headers.get("content-type", "")
    return Page(
        source=source,
        content=content,
        media_type=declared.partition(";")[0].strip().lower(),
        charset=_charset(declared),
        url=_address(response.url),
        fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
        etag=response.headers.get("etag", ""),
        last_modified=response.headers.get("last-modified", ""),
    )


def _body(response: httpx2.Response, limits: Limits) -> bytes:
    """The decoded body. Decompression goes on in small pieces, so a bomb ends at the limit."""
    length = response.headers.get("content-length", "")
    content = bytearray()
    encodings = [
        encoding.strip().lower()
        for encoding in response.headers.get_list("content-encoding", split_commas=True)
    ]
    strange = [encoding for encoding in encodings if encoding not in _ENCODINGS]
    if strange or len(encodings) > _MOST_ENCODINGS:
        said = ", ".join(strange or encodings)[:40]
        raise SourceError(f"the page is compressed as nobody asked for: {said}", advice=_TRY_AGAIN)
    if length.isdecimal() and len(length) < 19 and int(length) > limits.size:
        raise _too_large(limits)
    for piece in unpacked(response.iter_raw(), encodings):
        content += piece
        if len(content) > limits.size:
            raise _too_large(limits)
    return bytes(content)


def _too_large(limits: Limits) -> SourceError:
    return SourceError(
        f"the page is larger than {limits.size_words}",
        advice="An article is far smaller; check that the address is the article's own.",
    )


def _charset(content_type: str) -> str:
    """The declared character set; empty when none is declared or nobody knows it."""
    match = _CHARSET.search(content_type)
    if match is None:
        return ""
    try:
        codecs.lookup(match[1])
    except (LookupError, ValueError):
        return ""
    return match[1].lower()


_FAILURES = (
    httpx2.HTTPError,
    httpx2.InvalidURL,
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.ProxyError,
    httpcore2.UnsupportedProtocol,
)


def _sentence(
    error: Exception, limits: Limits, deadline: Deadline
) -> tuple[type[SourceError], str, str]:
    """Whether it may pass, what happened, and what to do next."""
    cause = error.args[0] if error.args else None  # httpcore2 hands on the system's exception
    match error:
        case httpcore2.ConnectError() if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                SourceError,
                f"the server's certificate is not right: {cause.verify_message}",
                "Check the address and this machine's clock; do not trust the page otherwise.",
            )
        case httpcore2.ConnectError() if isinstance(cause, ssl.SSLError):
            return (
                SourceError,
                "no secure connection could be made",
                "Check the address; some servers have the page at http:// only.",
            )
        case httpx2.TooManyRedirects():
            return (
                SourceError,
                f"the server sends on from page to page more than {limits.redirects} times",
                "Open the page in a browser and give the address where it ends.",
            )
        case httpcore2.UnsupportedProtocol() | httpx2.UnsupportedProtocol() | httpx2.InvalidURL():
            return (
                SourceError,
                "the page leads to an address that is not http or https",
                _TRY_AGAIN,
            )
        case _:
            return (UnreachableError, *_interruption(error, limits, deadline))


def _interruption(error: Exception, limits: Limits, deadline: Deadline) -> tuple[str, str]:
    """What kept the answer away this time."""
    cause = error.args[0] if error.args else None
    match error:
        case httpcore2.TimeoutException() if deadline.passed:
            return f"the page did not come whole within {limits.deadline:g} seconds", _TRY_AGAIN
        case httpcore2.ConnectTimeout():
            return (
                f"the server could not be reached within {limits.wait:g} seconds",
                "Check the address and that this machine is on line, or try again later.",
            )
        case httpcore2.TimeoutException():
            return f"the server sent nothing for {limits.wait:g} seconds", _TRY_AGAIN
        case httpcore2.ConnectError() if isinstance(cause, ConnectionRefusedError):
            return (
                "the server refuses connections",
                "Check the address and its port, or try again later.",
            )
        case httpcore2.ConnectError():
            return (
                f"the server cannot be reached: {error}",
                "Check that this machine is on line, or try again later.",
            )
        case httpcore2.ProxyError():
            return f"the proxy does not connect: {error}", "Check http_proxy and https_proxy."
        case _:
            return f"the connection broke before the whole page had come: {error}", _TRY_AGAIN


def _tell_about(error: SourceError, uri: str) -> None:
    """Gives an error the address that the user knows as its subject."""
    if error.subject not in uri:  # the host of a redirect
        error.problem = f"{error.problem} [{error.subject}]"
    error.subject = uri
