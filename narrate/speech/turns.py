"""Who may speak now: so many at a time, and so many a minute."""

from __future__ import annotations

import threading
import time


class Turns:
    """A context manager for many threads: its block is entered when it is one's turn."""

    def __init__(self, at_once: int, a_minute: int = 0) -> None:
        """``a_minute`` blocks are entered in a minute, evenly; 0: as they come."""
        self._places = threading.BoundedSemaphore(at_once)
        self._apart = 60 / a_minute if a_minute else 0.0
        self._lock = threading.Lock()
        self._next = 0.0

    def __enter__(self) -> None:
        self._places.acquire()
        with self._lock:
            now = time.monotonic()
            begin = max(now, self._next)
            self._next = begin + self._apart
        time.sleep(begin - now)

    def __exit__(self, *_: object) -> None:
        self._places.release()
