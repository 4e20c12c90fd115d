"""A recording on its way into a file: each voice at its level, the music in, no peak too high.

Every stretch depends on what was recorded only, never on the stretch before: all machines
make the same of it, in pieces of any size.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import numpy as np

from narrate.audio.limiter import CEILING, context, limited
from narrate.audio.loudness import Samples, as_samples
from narrate.audio.music import Layer
from narrate.model import Audio, AudioFormat, Recording

STRETCH = 1 << 16  # frames


def mastered_format(audio: Audio, recording: Recording) -> AudioFormat:
    """The format of what ``mastered`` gives."""
    return AudioFormat(rate=audio.format.rate, channels=2 if recording.stereo else 1)


def mastered(
    audio: Audio,
    recording: Recording,
    layers: Sequence[Layer] = (),
    first: int = 0,
    last: int | None = None,
) -> Iterator[bytes]:
    """The finished PCM, in order, of all frames or of those from ``first`` to before ``last``;
    ``layers`` is the music that sounds with the voices."""
    last = audio.frames if last is None else last
    around = context(audio.format.rate)
    channels = 2 if recording.stereo else 1
    for start in range(first, last, STRETCH):
        end = min(start + STRETCH, last)
        sound = _levelled(audio, start - around, end + around)
        heard = [
            layer for layer in layers if layer.start < end + around and layer.end > start - around
        ]
        if heard or channels > 1:
            sound = np.repeat(sound, channels, axis=0)
        for layer in heard:
            layer.add_to(sound, start - around)
        whole = limited(sound, audio.format.rate, CEILING)[:, around : around + end - start]
        yield np.rint(whole * 32768).astype("<i2").T.tobytes()


def _levelled(audio: Audio, start: int, end: int) -> Samples:
    samples = as_samples(audio.read(start, end))
    starts = [level.start for level in audio.levels]
    at = bisect_right(starts, start)
    if at:
        samples *= np.float32(audio.levels[at - 1].gain)
    for level in audio.levels[at : bisect_right(starts, end)]:
        before = audio.levels[at - 1].gain if at else 1.0
        samples[level.start - start :] *= np.float32(level.gain / before)
        at += 1
    return samples[None]
