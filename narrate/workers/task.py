"""What a worker of a cluster does: each work in a process of its own, kept warm between tasks."""

from __future__ import annotations

import pickle
import platform
from collections.abc import Callable

from narrate.errors import WorkerError
from narrate.version import __version__
from narrate.workers.children import Children
from narrate.workers.work import Outcome, Work, failure

_CHILDREN = Children()


def task(works: list[Work], limit: float, version: str) -> bytes:
    """A pickle: whoever loads it makes the works, and has what comes of each.

    A worker that cannot import narrate would fall over a task that holds our types, before it
    could say what is missing. Bytes it takes, and an error in loading them it tells.
    """
    return pickle.dumps(_Call(make_batch, works, limit, version))


class _Call:
    """What is called where this is unpickled."""

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self._call = function, arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self._call


def make_batch(works: list[Work], limit: float, version: str) -> list[Outcome]:
    """What comes of each work, in order; ``version`` is the narrate that asks."""
    if version != __version__:  # a worker that came after the others were looked at
        error = WorkerError(
            f"the worker {platform.node()} has narrate {__version__}, this machine {version}",
            advice=f'Install the same there: pip install "narrate[cluster]=={version}"',
        )
        return [Outcome(error=failure(error, work)) for work in works]
    return [_CHILDREN.make(work, limit) for work in works]
