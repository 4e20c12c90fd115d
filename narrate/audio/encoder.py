"""Raw PCM to an audio file, piece by piece: nothing of the recording is held.

The format decides who does it: LAME for MP3, a few lines for WAV, FFmpeg for the others.
"""

from __future__ import annotations

import struct
from typing import BinaryIO, Protocol

from narrate.audio import container
from narrate.audio.mp3 import Mp3Encoder
from narrate.errors import OutputError
from narrate.model import AudioFormat, Tags

FORMATS = ("mp3", "wav", *container.FORMATS)
UNTITLED = Tags(title="", artist="", album="")


class Encoder(Protocol):
    """Takes PCM of one format and writes a file."""

    def write(self, pcm: bytes) -> None:
        """Whole frames, in the format that the encoder was made for."""

    def finish(self) -> None:
        """What is still due: the file is complete when this returns. Call it once."""


def encoder(
    file: BinaryIO,
    audio_format: AudioFormat,
    file_format: str,
    *,
    frames: int = 0,
    bitrate: int = 0,
    tags: Tags = UNTITLED,
) -> Encoder:
    """An encoder that writes to ``file`` (binary, seekable) from where it stands.

    ``frames`` is how many are going to come, as far as it is known; ``bitrate`` is in kb/s,
    and 0 is what speech needs. Formats other than MP3 and WAV take the ``tags`` in: an MP3's
    stand in front of it. Raises OutputError for a format that is not in ``FORMATS``, or one
    that cannot hold sound of this shape, and MissingExtraError where its encoder is missing.
    """
    insist_on(file_format)
    if file_format == "mp3":
        return Mp3Encoder(file, audio_format, bitrate)
    if file_format == "wav":
        return WavEncoder(file, audio_format)
    return container.ContainerEncoder(
        file, audio_format, file_format, frames=frames, bitrate=bitrate, tags=tags
    )


def insist_on(file_format: str) -> None:
    """Raises what ``encoder`` does for a format that it does not have: before anybody speaks."""
    if file_format in container.FORMATS:
        container.library()
    elif file_format not in FORMATS:
        raise OutputError(
            f"'{file_format}' is not an audio format that can be written",
            advice=f"Choose one of: {', '.join(FORMATS)}.",
        )


class WavEncoder:
    """RIFF/WAVE; RF64 (EBU Tech 3306) where the sound is longer than RIFF can say."""

    _HEADER_SIZE = 80

    def __init__(self, file: BinaryIO, audio_format: AudioFormat) -> None:
        if audio_format.width != 2:
            raise OutputError(f"{8 * audio_format.width} bit sound is not written to WAV")
        self._file = file
        self._start = file.tell()
        self._format = audio_format
        self._bytes = 0
        file.write(bytes(self._HEADER_SIZE))

    def write(self, pcm: bytes) -> None:
        self._file.write(pcm)
        self._bytes += len(pcm)

    def finish(self) -> None:
        end = self._file.tell()
        self._file.seek(self._start)
        self._file.write(self._header())
        self._file.seek(end)

    def _header(self) -> bytes:
        shape = self._format
        riff_bytes = self._bytes + self._HEADER_SIZE - 8
        frames = self._bytes // shape.frame_bytes
        fits = riff_bytes < 1 << 32
        # The same room serves as padding in a short file and as the 64-bit sizes in a long one.
        sizes = struct.pack("<QQQI", riff_bytes, self._bytes, frames, 0)
        name, content = (b"JUNK", bytes(28)) if fits else (b"ds64", sizes)
        room = struct.pack("<4sI28s", name, len(content), content)
        riff = struct.pack(
            "<4sI4s", b"RIFF" if fits else b"RF64", riff_bytes if fits else 0xFFFFFFFF, b"WAVE"
        )
        fmt = struct.pack(
            "<4sIHHIIHH",
            b"fmt ",
            16,
            1,
            shape.channels,
            shape.rate,
            shape.rate * shape.frame_bytes,
            shape.frame_bytes,
            8 * shape.width,
        )
        return riff + room + fmt + struct.pack("<4sI", b"data", self._bytes if fits else 0xFFFFFFFF)
