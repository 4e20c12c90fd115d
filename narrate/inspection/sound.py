"""What a decoded recording measures: loudness, peak, silences, clicks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.audio.limiter import PeakMeter
from narrate.audio.loudness import Meter, Samples, integrated

QUIET = 10 ** (-46 / 20)
"""A sample below this is silence: encoders leave traces of the sound beside it."""
SHORTEST = 0.08  # seconds of silence that are noted
CLICK = 0.2  # of full scale from one sample to the next (a voice's own reach 0.14) …
STILL = 10 ** (-40 / 20)  # … beside so much at most …
STILL_SECONDS = 0.004  # … for so long


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A recording in figures; times are seconds."""

    seconds: float
    channels: int
    loudness: float
    """LUFS."""
    true_peak: float
    """dBTP."""
    silences: tuple[tuple[float, float], ...]
    """From and to."""
    clicks: tuple[float, ...]
    """Where sound begins or ends within one sample, beside silence."""


def measure(pieces: Iterable[Samples], rate: int, channels: int) -> Measured:
    """The figures of sound that comes in pieces; none of it is held."""
    meter, peaks = Meter(rate, channels), PeakMeter(channels)
    silences = _Silences(rate)
    clicks = _Clicks(rate)
    frames = 0
    for samples in pieces:
        meter.add(samples)
        peaks.add(samples)
        swings = np.abs(samples).max(axis=0)
        silences.add(swings)
        clicks.add(samples)
        frames += samples.shape[1]
    return Measured(
        seconds=frames / rate,
        channels=channels,
        loudness=integrated(meter.powers()),
        true_peak=20 * math.log10(max(peaks.peak(), 1e-9)),
        silences=silences.found(),
        clicks=clicks.found(),
    )


class _Silences:
    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._frames = 0
        self._last_heard = -1
        self._found: list[tuple[float, float]] = []

    def add(self, swings: NDArray[np.float32]) -> None:
        heard = np.flatnonzero(swings > QUIET) + self._frames
        self._frames += len(swings)
        if len(heard):
            places = np.concatenate([[self._last_heard], heard])
            self._note(places)
            self._last_heard = int(heard[-1])

    def _note(self, places: NDArray[np.intp]) -> None:
        gaps = np.flatnonzero(np.diff(places) - 1 > SHORTEST * self._rate)
        for gap in gaps:
            start, end = int(places[gap]) + 1, int(places[gap + 1])
            self._found.append((start / self._rate, end / self._rate))

    def found(self) -> tuple[tuple[float, float], ...]:
        self._note(np.array([self._last_heard, self._frames]))
        return tuple(self._found)


class _Clicks:
    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._still = max(2, int(rate * STILL_SECONDS))
        self._before: Samples | None = None
        self._start = 0  # of ``before``, in frames
        self._found: list[float] = []

    def add(self, samples: Samples) -> None:
        if self._before is None:  # a recording begins and ends in silence
            self._before = np.zeros((len(samples), self._still + 1), np.float32)
            self._start = -self._before.shape[1]
        sound = np.concatenate([self._before, samples], axis=1)
        length = sound.shape[1]
        steps = np.abs(np.diff(sound, axis=1)).max(axis=0)
        for place in np.flatnonzero(steps > CLICK):
            if not self._still < place + 1 <= length - self._still:
                continue
            before = np.abs(sound[:, place + 1 - self._still : place + 1]).max()
            after = np.abs(sound[:, place + 1 : place + 1 + self._still]).max()
            if min(before, after) < STILL:
                self._found.append((self._start + int(place) + 1) / self._rate)
        kept = 2 * self._still
        self._before = sound[:, -kept:]
        self._start += max(0, length - kept)

    def found(self) -> tuple[float, ...]:
        if self._before is not None:
            self.add(np.zeros((len(self._before), self._still + 1), np.float32))
        return tuple(sorted(set(self._found)))
