"""MP3: LAME inside this process, out of a wheel of 0.4 MB (ffmpeg's is 172 MB installed).

``tests/benchmarks/encoders.py`` measures what was to be chosen from.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import numpy as np

from narrate.audio.info_frame import FrameCounter, info_frame, size_of_frames
from narrate.errors import OutputError
from narrate.model import AudioFormat

BITRATE = 64  # kb/s for one channel: transparent for speech, 29 MB an hour
# Of 0 (best, slowest) to 9. tests/benchmarks/encoders.py, 20 minutes of one voice: 2, 5 and 7
# cost 6.4, 3.2 and 1.8 s of processor time and keep the same treble within 0.3 dB. The plain
# error falls on the way (signal to error 21, 23, 25 dB), for the lower numbers move noise to
# where hearing masks it. 5 still does.
QUALITY = 5
RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
_FACTORS = ((160, 0.95), (192, 0.97), (224, 0.98), (320, 1.0))  # up to so many kb/s


def frame_length(rate: int) -> int:
    """Samples in a frame of MP3."""
    return 1152 if rate >= 32000 else 576


class Mp3Encoder:
    """LAME at a constant bitrate, with an Info frame in front."""

    def __init__(self, file: BinaryIO, audio_format: AudioFormat, bitrate: int = 0) -> None:
        self._file = Mp3File(file)
        self._format = audio_format
        self._lame = _Lame(audio_format, bitrate)
        self._empty = True

    def write(self, pcm: bytes) -> None:
        self._empty = False
        self._file.put(self._lame.encoded(pcm), len(pcm) // self._format.frame_bytes)

    def finish(self) -> None:
        if self._empty:
            self.write(bytes(self._format.frame_bytes))
        self._file.put(self._lame.rest(), 0)
        self._file.finish()


class Mp3File:
    """Takes frames of MP3, and puts in front what they hold.

    LAME's frames begin with a delay and end with padding; the Info frame says how much, so
    that players leave both out and captions meet their words.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._start = file.tell()
        self._count = FrameCounter()
        self._samples = 0

    def put(self, encoded: bytes, samples: int) -> None:
        """What LAME gave for so many more samples of each channel."""
        self._samples += samples
        if not encoded:
            return
        first = not self._count.frames
        self._count.take(encoded)
        if first:
            self._file.write(bytes(len(info_frame(self._count, 0))))
        self._file.write(encoded)

    def finish(self) -> None:
        end = self._file.tell()
        self._file.seek(self._start)
        self._file.write(info_frame(self._count, self._samples))
        self._file.seek(end)


def segment(
    pcm: Iterable[bytes], audio_format: AudioFormat, bitrate: int = 0, *, last: bool
) -> bytes:
    """The frames of a part of a recording, encoded by itself, to be put behind each other.

    Each part but the last is whole frames long, and between two parts there is silence
    (``seams`` knows how much): LAME, started anew in it, goes on as if it had heard what came
    before. What it would still give for the end of a part is the delay of the next.
    """
    lame, samples, encoded = _Lame(audio_format, bitrate), 0, []
    for stretch in pcm:
        samples += len(stretch) // audio_format.frame_bytes
        encoded.append(lame.encoded(stretch))
    encoded.append(lame.rest())
    frames = b"".join(encoded)
    if last:
        return frames
    return frames[: size_of_frames(frames, samples // frame_length(audio_format.rate))]


class _Lame:
    """LAME as we set it. It lets other threads work while it encodes."""

    def __init__(self, audio_format: AudioFormat, bitrate: int) -> None:
        if audio_format.rate not in RATES or audio_format.width != 2:
            raise OutputError(
                f"MP3 cannot hold {audio_format.rate} Hz, {8 * audio_format.width} bit sound",
                advice="Choose another format with --format wav.",
            )
        import lameenc

        bitrate = bitrate or BITRATE * audio_format.channels
        self._undo = np.float32(1 / _turned_down(bitrate))
        self._encoder = lameenc.Encoder()
        self._encoder.silence()
        self._encoder.set_bit_rate(bitrate)
        self._encoder.set_in_sample_rate(audio_format.rate)
        self._encoder.set_out_sample_rate(audio_format.rate)
        self._encoder.set_channels(audio_format.channels)
        self._encoder.set_quality(QUALITY)

    def encoded(self, pcm: bytes) -> bytes:
        samples = np.frombuffer(pcm, "<i2") * self._undo
        whole = np.rint(samples).clip(-32768, 32767).astype("<i2")
        return bytes(self._encoder.encode(whole.tobytes()))

    def rest(self) -> bytes:
        return bytes(self._encoder.flush())


def _turned_down(bitrate: int) -> float:
    """What LAME multiplies all sound with, unasked, so that what it adds does not clip.

    Ours keeps a distance from full scale already, and is to be as loud as it was.
    """
    return next(factor for most, factor in _FACTORS if bitrate <= most)
