"""The crew of this machine: so many processes, each with one work."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, ThreadPoolExecutor

from narrate.workers.children import Children
from narrate.workers.work import Outcome, Work


class Local:
    """Threads that wait for processes. A context manager: they end with the block."""

    batch = 1

    def __init__(self, jobs: int, limit: float, stop: Callable[[], bool]) -> None:
        """``jobs`` works at a time, each for at most ``limit`` seconds; none once ``stop`` is
        true."""
        self.room = 2 * jobs  # the next is there when one is done
        self._limit = limit
        self._stop = stop
        self._children = Children()
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="narrate-workers")
        self._outcomes: queue.SimpleQueue[tuple[int, Outcome | None]] = queue.SimpleQueue()

    def __enter__(self) -> Local:
        return self

    def __exit__(self, *_: object) -> None:
        self._children.end()
        self._threads.shutdown(cancel_futures=True)

    def begin(self, works: Iterable[tuple[int, Work]]) -> None:
        for number, work in works:
            self._threads.submit(self._make, number, work)

    def finished(self, *, wait: bool) -> list[tuple[int, Outcome | None]]:
        """What has come of works under way; None of those that were not begun."""
        try:
            return [self._outcomes.get(block=wait)]
        except queue.Empty:
            return []

    def make(self, work: Work) -> Outcome:
        """What comes of one work, now."""
        return self._children.make(work, self._limit)

    def _make(self, number: int, work: Work) -> None:
        try:
            self._outcomes.put((number, None if self._stop() else self.make(work)))
        except CancelledError:
            return  # nobody waits for it any more
