"""Many recordings: a window of works under way, and what came of each in the works' order."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol

from narrate.errors import WorkerError
from narrate.model import Cluster, Place
from narrate.publishing.draft import recorded_source
from narrate.publishing.episode import apart, renamed
from narrate.workers.local import Local
from narrate.workers.names import Names, wanted
from narrate.workers.work import Done, Outcome, Work, done

log = logging.getLogger(__name__)

HELD = 200
"""Works that may be done and wait for an earlier one before it is passed over.
Each may hold its page."""


def never() -> bool:
    return False


def make_all(
    works: Iterable[Work],
    *,
    jobs: int = 0,
    cluster: Cluster | None = None,
    time_limit: float = 3600.0,
    stop: Callable[[], bool] = never,
) -> Generator[Done]:
    """Make recordings, many at a time, and give what came of each, once.

    ``jobs`` processes of this machine do it (0: one a core), or the workers of a ``cluster``.
    Works are drawn as they are needed; once ``stop`` is true, none is begun any more. What
    is done comes in the order of the works, so that names do not depend on who was quicker;
    a work that is far behind is passed over, and comes when it is done. One that takes over
    ``time_limit`` seconds is ended and fails. A work's failure is in its Done.

    Raises WorkerError where the cluster cannot be reached or is not fit for it, and when it
    is lost, after all that is known to be done; MissingExtraError without the extra
    [cluster]. All ends with the iterator: close it, or take it to its end.
    """
    with _crew(jobs, cluster, time_limit, stop) as crew:
        yield from _Run(works, crew, stop).results()


class Crew(Protocol):
    """Who makes the works. A context manager: all it started ends with the block."""

    @property
    def room(self) -> int:
        """How many works may be under way."""

    @property
    def batch(self) -> int:
        """How many works are best begun together."""

    def begin(self, works: Iterable[tuple[int, Work]]) -> None:
        """Begin works, each with its number."""

    def finished(self, *, wait: bool) -> Sequence[tuple[int, Outcome | None]]:
        """What has come of works under way: at least one thing, where it is to ``wait``.

        None of what was not begun since it was to stop. Raises WorkerError when lost.
        """

    def make(self, work: Work) -> Outcome:
        """What comes of one work, now. Raises WorkerError as above."""

    def __enter__(self) -> Crew: ...

    def __exit__(self, *exception: object) -> None: ...


def _crew(jobs: int, cluster: Cluster | None, limit: float, stop: Callable[[], bool]) -> Crew:
    if cluster is None:
        return Local(jobs or os.cpu_count() or 1, limit, stop)
    from narrate.workers.cluster import OnCluster

    return OnCluster(cluster, limit)


class _Run:
    """One ``make_all``."""

    def __init__(self, works: Iterable[Work], crew: Crew, stop: Callable[[], bool]) -> None:
        self._waiting = enumerate(works)
        self._crew = crew
        self._stop = stop
        self._begun: dict[int, Work] = {}
        self._finished: dict[int, Done] = {}
        self._order: deque[int] = deque()
        self._late: set[int] = set()
        self._last = -1
        self._names = Names()
        self._numbers: dict[str, int] = {}
        """Of the works that have begun and were not given out yet, by their sources."""

    def results(self) -> Iterator[Done]:
        try:
            while (began := self._begin()) or self._begun:
                # Works may come slowly, from the network say: what is done meanwhile is told.
                for number, outcome in self._crew.finished(wait=not began):
                    self._end(number, outcome)
                yield from self._due()
        except WorkerError:  # what is done is done
            for number in sorted(self._finished):
                yield self._finished[number]
            raise

    def _begin(self) -> bool:
        """Begin works where there is room; whether any was begun."""
        if len(self._begun) >= self._crew.room or self._stop():
            return False
        batch = list(islice(self._waiting, self._crew.batch))
        if batch:
            self._begun.update(batch)
            self._order.extend(number for number, _ in batch)
            self._numbers.update((work.source.uri, number) for number, work in batch)
            self._last = batch[-1][0]
            self._crew.begin(batch)
        return bool(batch)

    def _end(self, number: int, outcome: Outcome | None) -> None:
        work = self._begun.pop(number)
        if outcome:
            self._finished[number] = done(work, outcome)
        elif number in self._order:
            self._order.remove(number)
        else:
            self._late.remove(number)

    def _due(self) -> Iterator[Done]:
        """What is done, as far as all before it is, or is passed over."""
        for number in sorted(self._late & self._finished.keys()):
            self._late.remove(number)
            yield from self._settled(number)
        while self._order:
            number, full = self._order[0], len(self._finished) > HELD
            is_due = number in self._finished and self._rival(number) not in self._begun
            if not is_due and not full:
                break
            self._order.popleft()
            if number in self._finished:
                yield from self._settled(number)
            else:
                self._late.add(number)
        self._names.forget(min([*self._late, *islice(self._order, 1)], default=self._last + 1))

    def _settled(self, number: int) -> Iterator[Done]:
        """A work that is done, with the name that is its own."""
        self._take_over(number)
        made = self._finished.pop(number)
        self._numbers.pop(made.work.source.uri, None)
        holder = self._names.holder(made)
        if holder and made.episode:
            # Which of the two stands there, or a part of each, nobody knows.
            restored = self._at(made.episode.audio, holder)
            if restored.error:
                log.error("%s: it was overwritten, and: %s", made.episode.audio, restored.error)
            made = done(made.work, self._crew.make(made.work))
        self._names.give(made, self._last)
        yield made

    def _take_over(self, number: int) -> None:
        """Give a work the name that a later one was quick to take."""
        made, rival = self._finished[number], self._rival(number)
        name = wanted(made)
        if name is None or rival not in self._finished:
            return
        other = self._finished[rival]
        if not other.episode or other.episode.stood or other.episode.audio != name:
            return
        moved = self._at(apart(name, other.work.source), other.work)
        if moved.episode and made.episode:
            self._finished[rival] = moved
            self._finished[number] = replace(made, episode=renamed(made.episode, name))

    def _rival(self, number: int) -> int:
        """The later work, not given out yet, that has the name which this one wanted; or -1."""
        name = wanted(self._finished[number])
        rival = self._numbers.get(recorded_source(name) or "", -1) if name else -1
        return rival if rival > number else -1

    def _at(self, path: Place, work: Work) -> Done:
        """The work again, in the file of that name."""
        again = self._crew.make(replace(work, to=str(path), file_format=""))
        return done(work, again)
