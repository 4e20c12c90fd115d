"""Sound: raw PCM, in clips and on disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import BinaryIO, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFormat:
    """The shape of raw PCM: signed little-endian integers, channels interleaved."""

    rate: int
    """Frames a second."""
    width: int = 2
    """Bytes a sample."""
    channels: int = 1

    @property
    def frame_bytes(self) -> int:
        return self.width * self.channels

    def frames(self, milliseconds: float) -> int:
        return round(self.rate * milliseconds / 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A word or sentence begins here."""

    kind: Literal["word", "sentence"]
    frame: int
    """From the start of the clip."""
    start: int
    """Characters into the spoken text of the utterance."""
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    format: AudioFormat
    pcm: bytes
    marks: tuple[Mark, ...] = ()

    @property
    def frames(self) -> int:
        return len(self.pcm) // self.format.frame_bytes

    @property
    def seconds(self) -> float:
        return self.frames / self.format.rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """From this frame on, all samples are to be multiplied by ``gain``."""

    start: int
    gain: float


MusicKind = Literal["intro", "outro", "chime"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A piece of music begins at this frame, where room was left for it."""

    start: int
    kind: MusicKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Audio:
    """PCM on disk: as long as the article is, it never stands in memory whole.

    It is the voices as they spoke. How loud they should be is known when the last word is
    spoken, so it is written beside them, and done to them on the way into a file.
    """

    format: AudioFormat
    frames: int
    file: BinaryIO
    """Raw PCM; an unnamed temporary file that goes with this object."""
    levels: tuple[Level, ...] = ()
    """In order; what stands before the first is left as it is."""
    music: tuple[Placed, ...] = ()
    reading: Lock = field(default_factory=Lock, repr=False, compare=False)

    def read(self, start: int, end: int) -> bytes:
        """The PCM between two frames; silence for what is before the first or after the last.

        Several threads may read.
        """
        size = self.format.frame_bytes
        first = max(0, start)
        with self.reading:
            self.file.seek(first * size)
            sound = self.file.read(max(0, end - first) * size)
        return bytes((first - start) * size) + sound.ljust((end - first) * size, b"\0")
