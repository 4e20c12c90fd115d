"""The plan, carried out: pages fetched, recordings made, the ledger told of each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from time import monotonic

from narrate.config import Settings
from narrate.errors import OutputError, SourceError, mistake
from narrate.model import Entry, Episode, Known, Left, Plan, Source
from narrate.nightly.ledger.ledger import Ledger
from narrate.nightly.report import ArticleReport, Outcome
from narrate.publishing import episode
from narrate.publishing.draft import recorded_source
from narrate.publishing.place import place
from narrate.sources.politeness import Fetcher
from narrate.sources.status import LeftAloneError, StatusError
from narrate.workers.run import make_all
from narrate.workers.work import Done, Work

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Called with the articles that are done, and all of the night's."""


def deadline(minutes: int) -> float:
    """The moment, as ``monotonic`` has it, after so many minutes from now; 0: never."""
    return monotonic() + 60 * minutes if minutes else float("inf")


class Night:
    """The works of one night. ``results`` gives what came of each, as it is known."""

    def __init__(
        self,
        plan: Plan,
        settings: Settings,
        fetcher: Fetcher,
        ledger: Ledger,
        clock: Callable[[], float],
        deadline: float,
    ) -> None:
        self._plan = plan
        self._settings = settings
        self._fetcher = fetcher
        self._ledger = ledger
        self._clock = clock
        self._site = place(settings.nightly.site)
        self._planned = {planned.entry.source.uri: planned for planned in plan.work}
        self._known = ledger.known(self._planned)
        self._unread: list[ArticleReport] = []
        self._deadline = deadline

    def results(self, on_progress: Progress | None = None) -> Iterator[ArticleReport]:
        """Raises what ends a night early: OutputError where recordings cannot be written at
        all, WorkerError where a cluster is lost, LedgerError."""
        nightly = self._settings.nightly
        total = len(self._planned)
        made = make_all(
            self._works(), jobs=nightly.jobs, cluster=self._settings.cluster, stop=self._late
        )
        with closing(made):
            for done in made:
                yield self._told(done)
                yield from self._take_unread()
                if on_progress:
                    on_progress(total - len(self._planned), total)
        yield from self._take_unread()
        for planned in self._planned.values():
            yield left(Left(entry=planned.entry, why="the night's time was over"))

    def _late(self) -> bool:
        return monotonic() > self._deadline

    def _works(self) -> Iterator[Work]:
        """Pages are fetched here, by the manners of one program, whoever makes recordings."""
        for planned in self._plan.work:
            if self._late():
                return
            source = self._with_page(planned.entry)
            if source is None:
                continue
            yield Work(
                source=source,
                voice=planned.voice,
                to=self._settings.nightly.site,
                file_format=self._settings.nightly.format,
                settings=self._settings,
            )

    def _with_page(self, entry: Entry) -> Source | None:
        """The source with its page; where that cannot be had, None, and it is told of."""
        uri = entry.source.uri
        try:
            return self._fetcher.with_page(entry.source)
        except LeftAloneError as error:  # no fault of the article's, and no try of it
            del self._planned[uri]
            self._unread.append(left(Left(entry=entry, why=error.problem)))
        except SourceError as error:
            wait = error.retry_after if isinstance(error, StatusError) else None
            self._unread.append(self._failed(uri, str(error), wait))
        except Exception as error:  # one article stops no other
            log.exception("%s: a mistake of narrate's own:", entry.subscription)
            self._unread.append(self._failed(uri, str(mistake(error, uri)), None))
        return None

    def _take_unread(self) -> Iterator[ArticleReport]:
        unread, self._unread = self._unread, []
        yield from unread

    def _told(self, done: Done) -> ArticleReport:
        uri = done.work.source.uri
        if done.error:
            if done.error.kind == OutputError.__name__:  # no article's own fault
                raise OutputError(
                    done.error.problem, subject=done.error.subject, advice=done.error.advice
                )
            return self._failed(uri, str(done.error), done.error.retry_after, took=done.seconds)
        assert done.episode
        planned, made, past = self._planned.pop(uri), done.episode, self._known.get(uri)
        # What stands may be news to the ledger, where a killed run made it.
        is_known = past and made.stood and past.content == made.fingerprint
        outcome: Outcome = "unchanged" if is_known else "narrated"
        if is_known:
            self._ledger.unchanged(planned.entry)
        else:
            # Before the ledger says that all is done: after a kill, this is done again.
            self._withdraw(past, made)
            self._ledger.narrated(planned.entry, made, int(self._clock()), took=done.seconds)
        log.info("%s: %s %s (%s)", planned.entry.subscription, outcome, made.audio.name, uri)
        return ArticleReport(
            uri=uri,
            source=planned.entry.subscription,
            outcome=outcome,
            title=made.title,
            audio=made.audio.name,
            minutes=made.seconds / 60,
        )

    def _withdraw(self, past: Known | None, made: Episode) -> None:
        """An article whose title has changed has a recording of another name, too.

        Its old name may be another article's meanwhile.
        """
        if past and past.audio and past.audio != made.audio.name:
            old = self._site / past.audio
            if recorded_source(old) in (None, "", past.uri):
                episode.remove(old)

    def _failed(
        self, uri: str, error: str, retry_after: float | None, *, took: float = 0.0
    ) -> ArticleReport:
        entry = self._planned.pop(uri).entry
        now = int(self._clock())
        known = self._ledger.failed_on(entry, error, now, retry_after=retry_after, took=took)
        log.warning("%s: %s", entry.subscription, error)
        return ArticleReport(
            uri=uri,
            source=entry.subscription,
            outcome="failed",
            title=entry.source.title,
            error=error,
            next_try=known.next_try,
            given_up=known.failures >= self._settings.nightly.policy.tries,
        )


def left(waiting: Left) -> ArticleReport:
    """What is told of an article that waits for another night."""
    source = waiting.entry.source
    return ArticleReport(
        uri=source.uri,
        source=waiting.entry.subscription,
        outcome="left",
        title=source.title,
        why=waiting.why,
    )
