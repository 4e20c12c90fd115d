"""Raw PCM to an audio file, piece by piece: nothing of the recording is held.

The format decides who does it: LAME for MP3, a few lines for WAV, FFmpeg for the others.

MP3 comes from LAME inside this process, out of a wheel of 0.4 MB (ffmpeg's is 172 MB
installed). ``tests/benchmarks/encoders.py`` measures what was to be chosen from.
"""

from __future__ import annotations

import struct
from typing import BinaryIO, Protocol

import numpy as np

from narrate.audio import container
from narrate.audio.info_frame import FrameCounter, info_frame
from narrate.errors import OutputError
from narrate.model import AudioFormat, Tags

FORMATS = ("mp3", "wav", *container.FORMATS)
BITRATE = 64  # kb/s for one channel: transparent for speech, 29 MB an hour
# Of 0 (best, slowest) to 9. tests/benchmarks/encoders.py, 20 minutes of one voice: 2, 5 and 7
# cost 6.4, 3.2 and 1.8 s of processor time and keep the same treble within 0.3 dB. The plain
# error falls on the way (signal to error 21, 23, 25 dB), for the lower numbers move noise to
# where hearing masks it. 5 still does; what 7 would save is small beside the speaking.
QUALITY = 5
MP3_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
_FACTORS = ((160, 0.95), (192, 0.97), (224, 0.98), (320, 1.0))  # up to so many kb/s
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
    if file_format == "mp3":
        return Mp3Encoder(file, audio_format, bitrate)
    if file_format == "wav":
        return WavEncoder(file, audio_format)
    if file_format in container.FORMATS:
        return container.ContainerEncoder(
            file, audio_format, file_format, frames=frames, bitrate=bitrate, tags=tags
        )
    raise OutputError(
        f"'{file_format}' is not an audio format that can be written",
        advice=f"Choose one of: {', '.join(FORMATS)}.",
    )


class Mp3Encoder:
    """LAME at a constant bitrate, with an Info frame in front.

    LAME's frames begin with a delay and end with padding; the Info frame says how much, so
    that players leave both out and captions meet their words.
    """

    def __init__(self, file: BinaryIO, audio_format: AudioFormat, bitrate: int = 0) -> None:
        if audio_format.rate not in MP3_RATES or audio_format.width != 2:
            raise OutputError(
                f"MP3 cannot hold {audio_format.rate} Hz, {8 * audio_format.width} bit sound",
                advice="Choose another format with --format wav.",
            )
        import lameenc

        self._file = file
        self._start = file.tell()
        self._format = audio_format
        self._frames = 0
        self._count = FrameCounter()
        self._lame = lameenc.Encoder()
        self._lame.silence()
        bitrate = bitrate or BITRATE * audio_format.channels
        self._undo = np.float32(1 / _turned_down(bitrate))
        self._lame.set_bit_rate(bitrate)
        self._lame.set_in_sample_rate(audio_format.rate)
        self._lame.set_out_sample_rate(audio_format.rate)
        self._lame.set_channels(audio_format.channels)
        self._lame.set_quality(QUALITY)

    def write(self, pcm: bytes) -> None:
        self._frames += len(pcm) // self._format.frame_bytes
        samples = np.frombuffer(pcm, "<i2") * self._undo
        whole = np.rint(samples).clip(-32768, 32767).astype("<i2")
        self._put(bytes(self._lame.encode(whole.tobytes())))

    def finish(self) -> None:
        if not self._frames:
            self.write(bytes(self._format.frame_bytes))
        self._put(bytes(self._lame.flush()))
        end = self._file.tell()
        self._file.seek(self._start)
        self._file.write(info_frame(self._count, self._frames))
        self._file.seek(end)

    def _put(self, encoded: bytes) -> None:
        if not encoded:
            return
        first = not self._count.frames
        self._count.take(encoded)
        if first:
            self._file.write(bytes(len(info_frame(self._count, 0))))
        self._file.write(encoded)


def _turned_down(bitrate: int) -> float:
    """What LAME multiplies all sound with, unasked, so that what it adds does not clip.

    Ours keeps a distance from full scale already, and is to be as loud as it was.
    """
    return next(factor for most, factor in _FACTORS if bitrate <= most)


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
