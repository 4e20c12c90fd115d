"""The crew of this machine: so many processes, each with one work."""

from __future__ import annotations

import queue
from collections.abc import Iterable
from concurrent.futures import CancelledError, ThreadPoolExecutor

from narrate.workers.children import Children
from narrate.workers.work import Outcome, Work


class Local:
    """Threads that wait for processes. A context manager: they end with the block."""

    batch = 1

    def __init__(self, jobs: int, limit: float) -> None:
        """``jobs`` works at a time, each for at most ``limit`` seconds."""
        self.room = jobs
        self._limit = limit
        self._children = Children()
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="narrate-workers")
        self._outcomes: queue.SimpleQueue[tuple[int, Outcome]] = queue.SimpleQueue()

    def __enter__(self) -> Local:
        return self

    def __exit__(self, *_: object) -> None:
        self._children.end()
        self._threads.shutdown(cancel_futures=True)

    def begin(self, works: Iterable[tuple[int, Work]]) -> None:
        for number, work in works:
            self._threads.submit(self._make, number, work)

    def wait(self) -> list[tuple[int, Outcome]]:
        """What has come of a work under way, as soon as something has."""
        return [self._outcomes.get()]

    def make(self, work: Work) -> Outcome:
        """What comes of one work, now."""
        return self._children.make(work, self._limit)

    def _make(self, number: int, work: Work) -> None:
        try:
            self._outcomes.put((number, self.make(work)))
        except CancelledError:
            return  # nobody waits for it any more
