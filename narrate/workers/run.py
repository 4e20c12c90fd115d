"""Many recordings: a window of works under way, and what came of each in the works' order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Protocol

from narrate.errors import WorkerError
from narrate.model import Cluster
from narrate.workers.local import Local
from narrate.workers.names import Names
from narrate.workers.work import Done, Outcome, Work, done

HELD = 1000
"""Works that may be done and wait for an earlier one before it is passed over."""


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
    with _crew(jobs, cluster, time_limit) as crew:
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

    def wait(self) -> list[tuple[int, Outcome]]:
        """What has come of works under way: at least one. Raises WorkerError when lost."""

    def make(self, work: Work) -> Outcome:
        """What comes of one work, now. Raises WorkerError as above."""

    def __enter__(self) -> Crew: ...

    def __exit__(self, *exception: object) -> None: ...


def _crew(jobs: int, cluster: Cluster | None, limit: float) -> Crew:
    if cluster is None:
        return Local(jobs or os.cpu_count() or 1, limit)
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

    def results(self) -> Iterator[Done]:
        try:
            while self._fill() or self._begun:
                for number, outcome in self._crew.wait():
                    self._finished[number] = done(self._begun.pop(number), outcome)
                yield from self._due()
        except WorkerError:  # what is done is done
            for number in sorted(self._finished):
                yield self._finished[number]
            raise

    def _fill(self) -> bool:
        """Begin works while there is room; whether any was begun."""
        before = self._last
        while len(self._begun) < self._crew.room and not self._stop():
            batch = list(islice(self._waiting, self._crew.batch))
            if not batch:
                break
            self._begun.update(batch)
            self._order.extend(number for number, _ in batch)
            self._last = batch[-1][0]
            self._crew.begin(batch)
        return self._last > before

    def _due(self) -> Iterator[Done]:
        """What is done, as far as all before it is, or is passed over."""
        for number in sorted(self._late & self._finished.keys()):
            self._late.remove(number)
            yield from self._settled(number)
        while self._order and (self._order[0] in self._finished or len(self._finished) > HELD):
            number = self._order.popleft()
            if number in self._finished:
                yield from self._settled(number)
            else:
                self._late.add(number)
        self._names.forget(min([*self._late, *islice(self._order, 1)], default=self._last + 1))

    def _settled(self, number: int) -> Iterator[Done]:
        """A work that is done, with a name of its own."""
        made = self._finished.pop(number)
        holder = self._names.holder(made)
        if holder and made.episode:
            # Which of the two stands there, or a part of each, nobody knows.
            first = replace(holder, to=str(made.episode.audio), file_format="")
            restored = self._crew.make(first)
            if restored.error:
                yield done(holder, restored)
            made = done(made.work, self._crew.make(made.work))
        self._names.give(made, self._last)
        yield made
