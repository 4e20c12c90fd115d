"""Sound: raw PCM, in clips and on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
class Audio:
    """PCM on disk: as long as the article is, it never stands in memory whole."""

    format: AudioFormat
    frames: int
    file: BinaryIO
    """Raw PCM; an unnamed temporary file that goes with this object."""

    def chunks(self, frames: int = 1 << 16) -> Iterator[bytes]:
        """The PCM from the start, at most ``frames`` frames a piece."""
        size = frames * self.format.frame_bytes
        position = 0
        while True:
            self.file.seek(position)
            chunk = self.file.read(size)
            if not chunk:
                return
            position += len(chunk)
            yield chunk
