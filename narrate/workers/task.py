"""What a worker of a cluster does: each work in a process of its own, kept warm between tasks."""

from __future__ import annotations

import platform

from narrate.errors import WorkerError
from narrate.version import __version__
from narrate.workers.children import Children
from narrate.workers.work import Outcome, Work, failure

_CHILDREN = Children()


def make_batch(works: list[Work], limit: float, version: str) -> list[Outcome]:
    """What comes of each work, in order; ``version`` is the narrate that asks."""
    if version != __version__:  # a worker that came after the others were looked at
        error = WorkerError(
            f"the worker {platform.node()} has narrate {__version__}, this machine {version}",
            advice=f'Install the same there: pip install "narrate[cluster]=={version}"',
        )
        return [Outcome(error=failure(error, work)) for work in works]
    return [_CHILDREN.make(work, limit) for work in works]


def dismiss() -> None:
    """End the processes that have nothing to do: they hold voices in memory."""
    _CHILDREN.dismiss()
