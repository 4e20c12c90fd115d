"""Files that appear together, whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from narrate.errors import OutputError

_WHY = {
    errno.ENOSPC: ("the disk is full", "Free some space, or choose another folder with -o."),
    errno.EDQUOT: ("your disk quota is used up", "Free some space, or choose another folder."),
    errno.EACCES: ("you may not write there", "Choose another folder with -o."),
    errno.EPERM: ("you may not write there", "Choose another folder with -o."),
    errno.EROFS: ("it is on a read-only disk", "Choose another folder with -o."),
    errno.ENOTDIR: ("a part of the path is a file", "Choose another folder with -o."),
    errno.EEXIST: ("there is a file where the folder should be", "Choose another with -o."),
    errno.EISDIR: ("it is a folder", "Give the name of a file, or end the folder with a slash."),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter one with -o."),
}

_PART = ".part"
_ABANDONED = 3600.0  # seconds


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns the system's errors about writing ``path`` into an OutputError."""
    try:
        yield
    except OSError as error:
        problem, advice = _WHY.get(error.errno or 0, (f"cannot be written: {error.strerror}", ""))
        raise OutputError(problem, subject=str(path), advice=advice) from error


def writable_folder(folder: Path) -> None:
    """Make the folder, and make sure that files can be made in it.

    Asked before anything is spoken, so that nobody waits for a recording that cannot land.
    Raises OutputError.
    """
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass


@contextlib.contextmanager
def appearing(*paths: Path) -> Iterator[tuple[BinaryIO, ...]]:
    """Open files that take the names ``paths`` when the block ends well, in that order.

    Until then they stand beside their names as hidden files, and they are gone when the
    block ends in any other way, Ctrl-C included. Raises OutputError where writing fails.
    """
    with explained(paths[0]), contextlib.ExitStack() as clean_up:
        parts: list[tuple[Path, BinaryIO]] = []
        for path in paths:
            if path.is_dir():  # would be found out when others have their names already
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=_PART)
            clean_up.callback(Path(name).unlink, missing_ok=True)
            parts.append((Path(name), clean_up.enter_context(os.fdopen(descriptor, "wb"))))
        yield tuple(file for _, file in parts)
        for part, file in parts:
            file.flush()
            os.fsync(file.fileno())
            file.close()
            part.chmod(0o666 & ~_umask())  # a temporary file is for its owner's eyes only
        for (part, _), path in zip(parts, paths, strict=True):
            part.replace(path)


def sweep(folder: Path) -> None:
    """Take away what runs that were killed left half-written, an hour ago and longer.

    What is younger may still be written by somebody. Raises OutputError.
    """
    with explained(folder):
        for part in folder.glob(f".*{_PART}"):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - part.stat().st_mtime > _ABANDONED:
                    part.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def copy(source: BinaryIO, target: BinaryIO) -> None:
    """All of ``source``, from its beginning."""
    source.seek(0)
    shutil.copyfileobj(source, target, 1 << 20)
