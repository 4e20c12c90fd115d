"""Peaks: how high sound swings between its samples, and a limiter that keeps it lower.

The true peak is that of ITU-R BS.1770-4, annex 2: the sound at four times its rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from narrate.audio.loudness import Samples

CEILING = 10 ** (-2.0 / 20)
"""Of true peaks. What encoders add to them is measured in ``tests/benchmarks/sound.py``: the
file that is heard keeps to -1 dB."""
_TIMES = 4
_TAPS = 12  # for each of the points between two samples
LOOK_MS = 6
"""A gain falls and rises within so many milliseconds on either side of a peak."""


def _interpolation() -> NDArray[np.float32]:
    """For each point between two samples the weights of the samples around it."""
    places = np.arange(_TAPS) - (_TAPS // 2 - 1)
    distances = places - np.arange(1, _TIMES)[:, None] / _TIMES
    window = np.cos(np.pi * distances / (_TAPS + 1)) ** 2
    weights = np.sinc(distances) * window
    normed: NDArray[np.float32] = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return normed


_WEIGHTS = _interpolation()
_HIGHEST = float(np.abs(_WEIGHTS).sum(axis=1).max())
"""No point between samples is higher than the samples by more than this factor."""
MARGIN = _TAPS // 2
"""Samples on either side that a peak depends on."""


class PeakMeter:
    """The true peak of sound that comes in pieces of any size, 1.0 being full scale."""

    def __init__(self, channels: int = 1) -> None:
        self._before: Samples = np.zeros((channels, 2 * MARGIN), np.float32)
        self._highest = 0.0

    def add(self, samples: Samples) -> None:
        self._highest = max(self._highest, float(np.abs(samples).max(initial=0.0)))
        sound = np.concatenate([self._before, samples], axis=1)
        inner = sound.shape[1] - MARGIN
        for channel in sound:
            places, swings = _between(channel, self._highest)
            known = swings[(places >= MARGIN) & (places < inner)]
            self._highest = max(self._highest, float(known.max(initial=0.0)))
        self._before = sound[:, -2 * MARGIN :]

    def peak(self) -> float:
        self.add(np.zeros((len(self._before), 2 * MARGIN), np.float32))
        return self._highest


def _between(
    sound: NDArray[np.float32], threshold: float
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """The samples after which the sound may swing above the threshold before the next one,
    and how high it swings there. Silence stands on either side."""
    padded = np.zeros(len(sound) + 2 * MARGIN, np.float32)
    padded[MARGIN:-MARGIN] = sound
    loud = np.abs(padded) > threshold / _HIGHEST
    places = np.flatnonzero(~_lowest(~loud, _TAPS)[1 : len(sound) + 1])
    if not len(places):
        return places, np.zeros(0, np.float32)
    around = np.lib.stride_tricks.sliding_window_view(padded, _TAPS)
    swings = np.abs(around[places + 1] @ _WEIGHTS.T)
    return places, swings.max(axis=1)


def limited(samples: Samples, rate: int, ceiling: float) -> Samples:
    """The sound with its true peaks at ``ceiling`` at most, all channels turned down alike.

    Around a peak the gain goes down before it and up after it, never in a step, so that
    nothing clicks. What is below the ceiling is left as it is. Samples within ``context`` of
    either end are right only where silence follows.
    """
    wanted = _wanted(samples, ceiling)
    if wanted is None:
        return samples
    look = _look(rate)
    sound = samples.copy()
    for first, last in _runs(np.flatnonzero(wanted < 1), 16 * look):
        around = np.ones(last - first + 8 * look, np.float32)
        around[4 * look : -4 * look] = wanted[first:last]
        gain = _mean(_mean(_lowest(around, 2 * look + 1), look + 1), look + 1).astype(np.float32)
        start, end = first - 2 * look, min(last + 2 * look, len(wanted))
        sound[:, max(0, start) : end] *= gain[max(0, -start) : end - start]
    return sound


def _runs(places: NDArray[np.intp], apart: int) -> Iterator[tuple[int, int]]:
    """The first place and the one after the last, of those no further apart."""
    ends = np.flatnonzero(np.diff(places) > apart)
    yield from zip(
        places[np.concatenate([[0], ends + 1])].tolist(),
        (places[np.concatenate([ends, [-1]])] + 1).tolist(),
        strict=True,
    )


def context(rate: int) -> int:
    """Frames on either side that the gain of a frame depends on."""
    return 2 * _look(rate) + MARGIN + 1


def _look(rate: int) -> int:
    return rate * LOOK_MS // 1000


def _wanted(samples: Samples, ceiling: float) -> NDArray[np.float32] | None:
    """For each frame the gain that brings it to the ceiling; None where nothing is above."""
    peaks = np.zeros(samples.shape[1], np.float32)
    for channel in samples:
        np.maximum(peaks, np.abs(channel), out=peaks)
        places, swings = _between(channel, ceiling)
        peaks[places] = np.maximum(peaks[places], swings)
        after = places + 1 < len(peaks)
        following = places[after] + 1  # a swing between two samples counts for both
        peaks[following] = np.maximum(peaks[following], swings[after])
    if not len(peaks) or float(peaks.max()) <= ceiling:
        return None
    return (ceiling / np.maximum(peaks, ceiling)).astype(np.float32)


_Values = TypeVar("_Values", bound=np.generic)


def _lowest(values: NDArray[_Values], width: int) -> NDArray[_Values]:
    """The minimum over each run of ``width`` values, by doubling the runs."""
    run, lowest = 1, values
    while run < width:
        step = min(run, width - run)
        lowest = np.minimum(lowest[:-step], lowest[step:])
        run += step
    return lowest


def _mean(values: NDArray[np.floating], width: int) -> NDArray[np.float64]:
    """The mean over each run of ``width`` values."""
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, dtype=np.float64, out=sums[1:])
    means: NDArray[np.float64] = (sums[width:] - sums[:-width]) / width
    return means
