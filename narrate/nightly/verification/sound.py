"""A sound file read once, without decoding it: its bytes, and how long it lasts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from narrate.audio.container import library
from narrate.audio.info_frame import FrameCounter, sample_rate, samples_a_frame, told
from narrate.errors import MissingExtraError
from narrate.model import Place

_PIECE = 1 << 20
_FIRST = 2048  # no frame of layer III is longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What reading it told."""

    sha256: str
    bytes: int
    seconds: float | None
    """None where nobody could tell: FFmpeg, an extra, knows what is here and no MP3."""
    broken: str = ""
    """A clause, where it is no sound file of its kind."""


def examine(path: Place) -> Sound:
    """Read the file to its end. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        if path.suffix == ".mp3":
            seconds, broken = _mp3(file, digest)
        else:
            seconds, broken = None, ""
            while piece := file.read(_PIECE):
                digest.update(piece)
        size = file.tell()
    if path.suffix != ".mp3" and isinstance(path, Path):  # FFmpeg opens local files
        seconds, broken = _by_its_container(path)
    return Sound(sha256=digest.hexdigest(), bytes=size, seconds=seconds, broken=broken)


def _mp3(file: BinaryIO, digest: hashlib._Hash) -> tuple[float | None, str]:
    """Its length in seconds by the frames that are there, and what is wrong with them."""
    count, first, broken = FrameCounter(), b"", ""
    piece = file.read(_PIECE)
    skipped = _tag_size(piece)
    while piece:
        digest.update(piece)
        frames, skipped = piece[skipped:], max(0, skipped - len(piece))
        first += frames[: _FIRST - len(first)]
        if not broken:
            try:
                count.take(frames)
            except ValueError:
                broken = "there is something else in it than sound"
        piece = file.read(_PIECE)
    frames_there = count.frames - bool(broken)  # what is no frame was counted as one
    if not frames_there:
        return None, "there is no sound in it"
    samples = frames_there * samples_a_frame(count.header)
    if promised := told(first):
        frames_told, left_out = promised
        samples -= samples_a_frame(count.header) + left_out  # the first frame is no sound
        if not broken and frames_there - 1 != frames_told:
            broken = f"it breaks off: of {frames_told} frames, {frames_there - 1} are there"
    return samples / sample_rate(count.header), broken


def _tag_size(beginning: bytes) -> int:
    """Bytes of the ID3 tag in front; its size counts seven bits a byte."""
    if beginning[:3] != b"ID3" or len(beginning) < 10:
        return 0
    size = 0
    for byte in beginning[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _by_its_container(path: Path) -> tuple[float | None, str]:
    try:
        av = library()
    except MissingExtraError:
        return None, ""
    try:
        with av.open(str(path)) as container:
            return (container.duration / 1e6 if container.duration else None), ""
    except (av.error.FFmpegError, OSError):
        return None, "it cannot be opened as sound"
