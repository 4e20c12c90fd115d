"""Clips that were spoken before: an edited sentence costs one sentence.

A clip stands in a file that is named by all that its sound depends on, so an entry is never
out of date, only unused. The file appears whole or not at all and carries a checksum: several
runs may share the folder, any of them may be killed at any moment, and an entry that is
damaged all the same is found and made again.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from narrate.model import AudioFormat, Clip, Mark, SpeechRequest

LIMIT = 2 << 30
"""Bytes that the folder may hold: thirteen hours of speech at 22,050 frames a second."""

_LAYOUT = 1  # of the files; another number makes all earlier ones unused
_ABANDONED = 24 * 3600  # seconds after which an unfinished file is nobody's any more


def name_of(engine: str, version: str, request: SpeechRequest) -> str:
    """The entry of a request that names its voice: SHA-256 over all that makes its sound."""
    assert request.engine_voice, "a clip depends on the voice that spoke it"
    facts = [_LAYOUT, engine, version, dataclasses.asdict(request)]
    text = json.dumps(facts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


class ClipCache:
    """Clips in a folder. A folder that cannot be written only costs the time saved."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self._folder = folder
        self._limit = limit

    def get(self, name: str) -> Clip | None:
        """The clip of that name; None where there is none, or only a damaged one."""
        path = self._path(name)
        try:
            header_line, _, pcm = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        try:
            header = json.loads(header_line)
            if hashlib.sha256(pcm).hexdigest() != header["sha256"]:
                raise ValueError("damaged")
            clip = Clip(
                format=AudioFormat(**header["format"]),
                pcm=pcm,
                marks=tuple(Mark(**mark) for mark in header["marks"]),
            )
        except (ValueError, KeyError, TypeError):
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):  # used now: the last to be thrown out
            os.utime(path)
        return clip

    def __contains__(self, name: str) -> bool:
        return self._path(name).is_file()

    def put(self, name: str, clip: Clip) -> None:
        """Keep the clip. Where the disk is full or the folder read-only, it is not kept."""
        header = {
            "sha256": hashlib.sha256(clip.pcm).hexdigest(),
            "format": dataclasses.asdict(clip.format),
            "marks": [dataclasses.asdict(mark) for mark in clip.marks],
        }
        path = self._path(name)
        unfinished = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, unfinished = tempfile.mkstemp(prefix=".", dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(json.dumps(header).encode() + b"\n" + clip.pcm)
            Path(unfinished).replace(path)
        except OSError:
            if unfinished:
                with contextlib.suppress(OSError):
                    Path(unfinished).unlink()

    def trim(self) -> None:
        """Throw out the clips that were not used for longest, until the rest fits the limit."""
        entries = sorted(self._entries(), key=lambda entry: entry[0])
        held = sum(size for _, size, _ in entries)
        deadline = time.time() - _ABANDONED
        for used, size, path in entries:
            abandoned = path.name.startswith(".") and used < deadline
            if held > self._limit or abandoned:
                with contextlib.suppress(OSError):  # another run was quicker
                    path.unlink()
                held -= size

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name[2:]

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """When each file was last used, its bytes, and where it stands."""
        for path in self._folder.glob("??/*"):
            with contextlib.suppress(OSError):  # thrown out by another run meanwhile
                facts = path.stat()
                yield facts.st_mtime, facts.st_size, path
