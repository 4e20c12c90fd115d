"""M4A, M4B, Opus and FLAC, with tags, chapters and cover: FFmpeg does it, inside this process.

FFmpeg comes with PyAV, out of the extra ``formats``: 104 MB installed, which MP3 and WAV do
without.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from narrate.errors import MissingExtraError, OutputError
from narrate.model import AudioFormat, Tags
from narrate.picture import shape

if TYPE_CHECKING:
    import av


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    container: str
    codec: str
    rates: tuple[int, ...] = ()
    """The only ones it has; otherwise any up to 48,000."""
    bitrate: int = 0
    """kb/s of one channel; 0: it keeps every sample."""
    brand: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    """The codec's own. Neither is heard in speech; both take an hour's encoding from a minute
    to some ten seconds."""


_OPUS_RATES = (8000, 12000, 16000, 24000, 48000)
# fmt: off
_AAC_RATES = (
    8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000,
)
# fmt: on
_M4A = _Kind(
    container="mp4",
    codec="aac",
    rates=_AAC_RATES,
    bitrate=64,
    brand="M4A ",
    options={"aac_coder": "fast"},
)
_OPUS = _Kind(
    container="opus",
    codec="libopus",
    rates=_OPUS_RATES,
    bitrate=32,
    options={"compression_level": "5"},
)
_KINDS: Mapping[str, _Kind] = {
    "m4a": _M4A,
    "m4b": replace(_M4A, brand="M4B "),
    "opus": _OPUS,
    "flac": _Kind(container="flac", codec="flac"),
}
FORMATS = tuple(_KINDS)
_MS = Fraction(1, 1000)
_PIECE = 1 << 14  # frames that are handed to FFmpeg at a time


def library() -> Any:
    """PyAV. Raises MissingExtraError where it is not installed."""
    try:
        import av
    except ImportError:
        raise MissingExtraError(
            f"{', '.join(name.upper() for name in FORMATS)} need the package 'av'",
            advice="Install it with: pip install 'narrate[formats]'; or choose mp3 or wav.",
        ) from None
    return av


class ContainerEncoder:
    """Writes one of ``FORMATS``; ``frames`` is how many will come."""

    def __init__(
        self,
        file: BinaryIO,
        audio_format: AudioFormat,
        file_format: str,
        *,
        frames: int,
        bitrate: int,
        tags: Tags,
    ) -> None:
        library_ = library()
        self._av = library_
        self._format = audio_format
        self._layout = "mono" if audio_format.channels == 1 else "stereo"
        self._frames = 0
        kind = _KINDS[file_format]
        rate = _rate(audio_format.rate, kind)
        options = {"fflags": "+bitexact"}  # no random numbers, no date of today
        if kind.brand:
            options |= {"brand": kind.brand, "moov_size": str(_index_size(frames, tags))}
        try:
            self._container = library_.open(file, "w", format=kind.container, options=options)
            self._stream: av.AudioStream = self._container.add_stream(
                kind.codec, rate=rate, options=dict(kind.options)
            )
            self._stream.layout = self._layout
            self._stream.metadata["language"] = tags.language
            if kind.bitrate:
                self._stream.bit_rate = 1000 * (bitrate or kind.bitrate * audio_format.channels)
            self._describe(kind, tags)
        except library_.error.FFmpegError as error:
            raise OutputError(f"{file_format} cannot be written: {error}") from error
        self._resampler = library_.AudioResampler(
            format=self._stream.format, layout=self._layout, rate=rate
        )

    def write(self, pcm: bytes) -> None:
        size = _PIECE * self._format.frame_bytes
        for start in range(0, len(pcm), size):
            samples = np.frombuffer(pcm[start : start + size], "<i2")[None]
            frame = self._av.AudioFrame.from_ndarray(samples, format="s16", layout=self._layout)
            frame.sample_rate = self._format.rate
            frame.pts = self._frames
            frame.time_base = Fraction(1, self._format.rate)
            self._frames += frame.samples
            self._encode(frame)

    def finish(self) -> None:
        if not self._frames:
            self.write(bytes(self._format.frame_bytes))
        self._encode(None)
        self._container.mux(self._stream.encode(None))
        self._container.close()

    def _encode(self, frame: Any) -> None:
        for ready in self._resampler.resample(frame):
            self._container.mux(self._stream.encode(ready))

    def _describe(self, kind: _Kind, tags: Tags) -> None:
        said = {
            "title": tags.title,
            "artist": tags.artist,
            "album": tags.album,
            "date": tags.date,
            "genre": tags.genre,
            "comment": tags.address,
            "lyrics": tags.text,
        }
        self._container.metadata.update({key: value for key, value in said.items() if value})
        if kind.container != "mp4":
            # Comments hold the chapters. FFmpeg would write Opus's, and rounds half seconds up.
            self._container.metadata.update(_as_comments(tags))
        elif len(tags.chapters) > 1:
            self._container.set_chapters(
                [
                    {
                        "id": number,
                        "start": start,
                        "end": end,
                        "time_base": _MS,
                        "metadata": {"title": title},
                    }
                    for number, (start, end, title) in enumerate(tags.chapters, 1)
                ]
            )
        picture = shape(tags.cover)
        if picture is None:
            return
        if kind.container == "opus":
            block = base64.b64encode(_picture_block(tags.cover, *picture))
            self._container.metadata["METADATA_BLOCK_PICTURE"] = block.decode()
        else:
            self._attach(tags.cover, *picture)

    def _attach(self, cover: bytes, media_type: str, width: int, height: int) -> None:
        """The picture as it is; nothing decodes it."""
        codec, pixels = ("png", "rgb24") if media_type == "image/png" else ("mjpeg", "yuvj420p")
        stream = self._container.add_stream(codec, rate=1)
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        stream.disposition = self._av.stream.Disposition.attached_pic
        packet = self._av.Packet(cover)
        packet.stream, packet.time_base = stream, Fraction(1, 1)
        packet.pts = packet.dts = 0
        packet.is_keyframe = True
        self._container.mux(packet)


def _rate(rate: int, kind: _Kind) -> int:
    """The lowest rate of the format that keeps all of the sound."""
    if not kind.rates:
        return rate
    return min((r for r in kind.rates if r >= rate), default=kind.rates[-1])


def _index_size(frames: int, tags: Tags) -> int:
    """Room for the index of an MP4 in front of its sound, so that it plays while it loads.

    Twenty bytes for each packet of 1024 frames is more than FFmpeg writes.
    """
    said = sum(len(text.encode()) for text in (tags.title, tags.artist, tags.album, tags.text))
    chapters = sum(200 + len(title.encode()) for _, _, title in tags.chapters)
    return 20 * (frames // 1024 + 8) + len(tags.cover) + said + chapters + 16384


def _as_comments(tags: Tags) -> dict[str, str]:
    comments: dict[str, str] = {}
    for number, (start, _, title) in enumerate(tags.chapters):
        seconds, ms = divmod(start, 1000)
        clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms:03d}"
        comments |= {f"CHAPTER{number:03d}": clock, f"CHAPTER{number:03d}NAME": title}
    return comments if len(tags.chapters) > 1 else {}


def _picture_block(cover: bytes, media_type: str, width: int, height: int) -> bytes:
    """A FLAC picture block, which Opus holds among its comments."""
    front_cover, bits, colours = 3, 24, 0
    name = media_type.encode()
    head = struct.pack(">II", front_cover, len(name)) + name + struct.pack(">I", 0)
    return head + struct.pack(">IIIII", width, height, bits, colours, len(cover)) + cover
