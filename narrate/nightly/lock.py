"""One run at a time in a folder. The lock goes with its process, however that ends."""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from narrate.errors import LockedError, OutputError

FILE = "nightly.lock"
_HOLDER = "nightly.holder.json"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else is in such a block with this folder.

    Raises LockedError, naming who is, at once; OutputError where the folder holds no lock.
    The lock's file stays for good: were it deleted, two runs could each lock their own.
    """
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        raise _unusable(path, error) from error
    with file:
        if not _lock(file, path):
            raise LockedError(
                f"another run is at work there{_who(folder)}",
                subject=str(folder),
                advice="Nothing was done; wait for it to end.",
            )
        # Not in the locked file: on POSIX its lock is lost when any handle to it is closed.
        facts = {"pid": os.getpid(), "host": socket.gethostname(), "began": int(time.time())}
        with suppress(OSError):  # a full disk does not keep a run from ending well
            (folder / _HOLDER).write_text(json.dumps(facts) + "\n", encoding="utf-8")
        yield


def _who(folder: Path) -> str:
    try:
        holder = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        began = datetime.fromtimestamp(int(holder["began"]))
        return f": process {holder['pid']} on {holder['host']}, since {began:%Y-%m-%d %H:%M:%S}"
    except (OSError, ValueError, TypeError, KeyError, OverflowError):
        return ""  # it has only just begun


def _unusable(path: Path, error: OSError) -> OutputError:
    advice = "Give the folder to the user that narrate runs as; it must be on a disk with locks."
    problem = f"it cannot be locked: {error.strerror}"
    return OutputError(problem, subject=str(path), advice=advice)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO, path: Path) -> bool:
        """Whether the file is ours until it is closed."""
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EDEADLK):
                return False
            raise _unusable(path, error) from error
        return True

else:
    import fcntl

    def _lock(file: BinaryIO, path: Path) -> bool:
        """Whether the file is ours until it is closed.

        By lockf, not flock: a lock of that kind would live on in children that were forked.
        """
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN):
                return False
            raise _unusable(path, error) from error
        return True
