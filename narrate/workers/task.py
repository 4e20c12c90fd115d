"""What a worker of a cluster does: each work in a process of its own, kept warm between tasks."""

from __future__ import annotations

import pickle
import platform
from collections.abc import Callable

from narrate.errors import NarrateError, WorkerError
from narrate.resources import user_voices
from narrate.version import __version__
from narrate.workers.children import Children
from narrate.workers.sounding import sounding
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
    return [_made(work, limit) for work in works]


def _made(work: Work, limit: float) -> Outcome:
    """What comes of it, unless this machine would say something else of the article."""
    try:
        if work.sounding != sounding(work):
            raise WorkerError(
                f"the worker {platform.node()} has other voices, lexicons or rules for sites",
                subject=work.source.uri,
                advice=f"Copy yours to {user_voices().parent} there.",
            )
    except NarrateError as error:
        return Outcome(error=failure(error, work))
    return _CHILDREN.make(work, limit)
