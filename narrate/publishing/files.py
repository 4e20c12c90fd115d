"""Files that appear together, whole, or not at all; in an object store, one after the other."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from narrate.errors import OutputError
from narrate.model import Place
from narrate.publishing import store
from narrate.publishing.store import Standing

_ELSEWHERE = "another folder: with -o, or for nights as site in narrate.toml."
_WHY = {
    errno.ENOSPC: ("the disk is full", f"Free some space, or choose {_ELSEWHERE}"),
    errno.EDQUOT: ("your disk quota is used up", f"Free some space, or choose {_ELSEWHERE}"),
    errno.EACCES: ("you may not write there", f"Choose {_ELSEWHERE}"),
    errno.EPERM: ("you may not write there", f"Choose {_ELSEWHERE}"),
    errno.EROFS: ("it is on a read-only disk", f"Choose {_ELSEWHERE}"),
    errno.ENOTDIR: ("a part of the path is a file", f"Choose {_ELSEWHERE}"),
    errno.EEXIST: ("there is a file where the folder should be", f"Choose {_ELSEWHERE}"),
    errno.EISDIR: ("it is a folder", "Give the name of a file, or end the folder with a slash."),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter one with -o."),
}

_PART = ".part"
_ABANDONED = 3600.0  # seconds


@contextlib.contextmanager
def explained(path: Place) -> Iterator[None]:
    """Turns the system's errors about ``path``, and a store's, into an OutputError."""
    if not isinstance(path, Path):
        with store.explained(path):
            yield
        return
    try:
        yield
    except OSError as error:
        problem, advice = _WHY.get(error.errno or 0, (f"cannot be written: {error.strerror}", ""))
        raise OutputError(problem, subject=str(path), advice=advice) from error


def scratch_explained() -> contextlib.AbstractContextManager[None]:
    """The same for the temporary files that sound is kept in: they fill up as others do."""
    return explained(Path(tempfile.gettempdir()))


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
def appearing(*paths: Place) -> Iterator[tuple[BinaryIO, ...]]:
    """Open files that take the names ``paths`` when the block ends well, in that order.

    Until then they stand beside their names as hidden files, those for a store among this
    machine's temporary ones, and they are gone when the block ends in any other way, Ctrl-C
    included. Raises OutputError where writing fails.
    """
    with explained(paths[0]), contextlib.ExitStack() as clean_up:
        parts: list[tuple[Path, BinaryIO]] = []
        for path in paths:
            beside = path.parent if isinstance(path, Path) else None
            if beside and path.is_dir():  # would be found out when others have their names
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            descriptor, name = tempfile.mkstemp(dir=beside, prefix=".", suffix=_PART)
            clean_up.callback(Path(name).unlink, missing_ok=True)
            parts.append((Path(name), clean_up.enter_context(os.fdopen(descriptor, "wb"))))
        yield tuple(file for _, file in parts)
        for part, file in parts:
            file.flush()
            os.fsync(file.fileno())
            file.close()
            part.chmod(0o666 & ~_umask())  # a temporary file is for its owner's eyes only
        for (part, _), path in zip(parts, paths, strict=True):
            if isinstance(path, Path):
                part.replace(path)
            else:
                store.put(part, path)


def content(path: Place) -> bytes:
    """All of the file. Raises OSError where there is none, OutputError where a store fails."""
    if isinstance(path, Path):
        return path.read_bytes()
    with store.explained(path):
        found = store.content(path)
    if found is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    return found


def standing(path: Place) -> Standing | None:
    """The file without what is in it; None where there is none. Raises OutputError."""
    if not isinstance(path, Path):
        with store.explained(path):
            return store.standing(path)
    try:
        facts = path.stat()
    except OSError:
        return None
    return Standing(size=facts.st_size, changed=facts.st_mtime) if path.is_file() else None


def listing(folder: Place) -> dict[str, Standing]:
    """The files right in the folder, by name; none where there is no folder.

    Raises OutputError.
    """
    if not isinstance(folder, Path):
        with store.explained(folder):
            return store.listing(folder)
    if not folder.is_dir():
        return {}
    with explained(folder):
        found = {path.name: standing(path) for path in folder.iterdir()}
    return {name: facts for name, facts in found.items() if facts}


def holds(path: Place, facts: Standing, expected: bytes) -> bool:
    """Whether the file, of which ``facts`` are known, is these bytes; it is read if it may be."""
    if facts.size != len(expected):
        return False
    if facts.md5 == hashlib.md5(expected, usedforsecurity=False).hexdigest():
        return True
    return content(path) == expected


def remove(path: Place) -> None:
    """Take the file away. Raises OutputError."""
    with explained(path):
        if isinstance(path, Path):
            path.unlink()
        else:
            store.remove(path)


def sweep(folder: Place) -> None:
    """Take away what runs that were killed left half-written, an hour ago and longer.

    What is younger may still be written by somebody; a store keeps nothing half-written.
    Raises OutputError.
    """
    if not isinstance(folder, Path):
        return
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
