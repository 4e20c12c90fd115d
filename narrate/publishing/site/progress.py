"""What is being narrated into a folder right now, for who looks on.

A run says so in a hidden file of its own beside the recordings, and takes it away at the end.
One that was killed leaves it behind: it is not believed once its time is past.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from narrate.model import Place

_PREFIX = ".narrate-making-"
_EVERY = 1.0  # seconds between two notes
_STALE = 60.0  # seconds after which nobody is taken to be at work


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """One recording that is being made."""

    name: str
    done: int
    """Sentences."""
    total: int


@contextmanager
def noted(folder: Place, name: str) -> Iterator[Callable[[int, int], None]]:
    """A callback that notes how far the recording is; what cannot be written is not noted.

    Neither is what goes into a store: nobody looks on there.
    """
    if not isinstance(folder, Path):
        yield lambda done, total: None
        return
    path = folder / f"{_PREFIX}{os.getpid()}.json"
    last = -_EVERY

    def note(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last < _EVERY:
            return
        last = time.monotonic()
        with contextlib.suppress(OSError):
            path.write_text(json.dumps({"name": name, "done": done, "total": total}))

    try:
        yield note
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def being_made(folder: Path) -> list[Making]:
    """The recordings that are being made in the folder."""
    found = []
    for path in sorted(folder.glob(f"{_PREFIX}*.json")):
        try:
            if time.time() - path.stat().st_mtime < _STALE:
                said = json.loads(path.read_text())
                found.append(
                    Making(name=str(said["name"]), done=int(said["done"]), total=int(said["total"]))
                )
        except (OSError, ValueError, KeyError, TypeError):
            continue  # gone, or just being written
    return found
