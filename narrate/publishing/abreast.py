"""What is asked of a store takes its time, and little of ours: several requests at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TypeVar

from narrate.model import Place

AT_ONCE = 8

T = TypeVar("T")
R = TypeVar("R")


def abreast(do: Callable[[T], R], items: Iterable[T], folder: Place) -> Iterator[R]:
    """``do(item)`` for each, in their order; a few at once where ``folder`` is in a store.

    Items are drawn as they are needed. When one fails, those under way are waited for, and
    none is begun after it.
    """
    if isinstance(folder, Path):
        yield from map(do, items)
        return
    left = iter(items)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        begun = deque[Future[R]](threads.submit(do, item) for item in islice(left, AT_ONCE))
        while begun:
            yield begun.popleft().result()
            begun.extend(threads.submit(do, item) for item in islice(left, 1))
