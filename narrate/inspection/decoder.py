"""A sound file as a player hears it, in pieces. The only module here that knows PyAV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from narrate.audio.container import library
from narrate.audio.loudness import Samples
from narrate.errors import SourceError


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What a file says of itself, and its sound."""

    rate: int
    channels: int
    chapters: tuple[tuple[float, float], ...]
    """Start and end, in seconds."""
    samples: Iterator[Samples]


def decode(path: Path, speech_rate: int = 0) -> Decoded:
    """The file's sound, decoded while it is asked for; delays of its encoder are left out.

    With ``speech_rate`` it comes on one channel and at that rate.

    Raises SourceError for what is no sound file, MissingExtraError where PyAV is missing; the
    samples raise SourceError where the file breaks off.
    """
    av = library()
    try:
        container = av.open(str(path))
    except (av.error.FFmpegError, OSError) as error:
        raise SourceError(f"it cannot be decoded: {error.strerror}", subject=str(path)) from None
    if not container.streams.audio:
        container.close()
        raise SourceError("there is no sound in it", subject=str(path))
    context = container.streams.audio[0].codec_context

    def samples() -> Iterator[Samples]:
        with container:
            layout = "mono" if speech_rate else context.layout
            resampler = av.AudioResampler("fltp", layout, speech_rate or context.sample_rate)
            try:
                for frame in container.decode(audio=0):
                    frame.pts = None
                    for ready in resampler.resample(frame):
                        yield ready.to_ndarray().astype(np.float32, copy=False)
                for ready in resampler.resample(None):
                    yield ready.to_ndarray().astype(np.float32, copy=False)
            except av.error.FFmpegError as error:
                raise SourceError(
                    f"it cannot be decoded to its end: {error.strerror}", subject=str(path)
                ) from None

    return Decoded(
        rate=speech_rate or context.sample_rate,
        channels=1 if speech_rate else context.layout.nb_channels,
        chapters=tuple(
            (
                float(chapter["start"] * chapter["time_base"]),
                float(chapter["end"] * chapter["time_base"]),
            )
            for chapter in container.chapters()
        ),
        samples=samples(),
    )
