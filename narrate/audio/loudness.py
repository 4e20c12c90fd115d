"""How loud sound is: ITU-R BS.1770-4, which EBU R 128 builds on.

The meter takes sound in pieces and holds sixteen bytes for each tenth of a second. Its filter
works on spectra of many blocks at a time: an hour of speech takes about a second, where a
filter written in Python takes minutes.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Sound between -1 and 1: a row for each channel."""
Powers = NDArray[np.float64]
"""Mean squares of weighted sound, one for each tenth of a second."""

HOPS = 10  # a second; the standard's blocks of 400 ms overlap by three quarters
_HOPS_A_BLOCK = 4
_ABSOLUTE = 10 ** ((-70 + 0.691) / 10)  # quieter blocks are silence
_RELATIVE = 0.1  # blocks 10 LU quieter than the rest are pauses
_ROWS = 4


def as_samples(pcm: bytes) -> NDArray[np.float32]:
    """16-bit PCM as numbers between -1 and 1."""
    return np.frombuffer(pcm, "<i2").astype(np.float32) * np.float32(1 / 32768)


class Meter:
    """Measures sound that comes in pieces of any size."""

    def __init__(self, rate: int, channels: int = 1) -> None:
        response = _response(rate)
        self._tail = len(response)
        self._size = 8 * len(response)
        self._step = self._size - self._tail
        self._filter = np.fft.rfft(response, self._size).astype(np.complex64)
        self._rate = rate
        self._waiting: list[Samples] = [np.zeros((channels, self._tail), np.float32)]
        self._count = 0  # frames that wait, without the tail of those before
        self._frames = 0  # measured
        self._open = 0.0  # squares in the tenth of a second that is not over
        self._swing = 0.0  # … and the highest sample
        self._powers, self._peaks = array("d"), array("d")

    def add(self, samples: Samples) -> None:
        self._waiting.append(samples)
        self._count += samples.shape[1]
        if self._count >= _ROWS * self._step:
            rows = self._count // self._step
            self._measure(rows, rows * self._step)

    def powers(self) -> Powers:
        """What was measured. Nothing can be added after that."""
        if self._count:
            rows = -(-self._count // self._step)
            padding = np.zeros((len(self._waiting[0]), rows * self._step - self._count), np.float32)
            self._waiting.append(padding)
            self._measure(rows, self._count)
        return np.frombuffer(self._powers, np.float64)

    def peaks(self) -> Powers:
        """The highest sample of each tenth of a second; to be asked for after ``powers``."""
        return np.frombuffer(self._peaks, np.float64)

    def _measure(self, rows: int, frames: int) -> None:
        """Measure so many blocks of what waits; so many frames of it are sound."""
        sound = np.concatenate(self._waiting, axis=1)
        used = rows * self._step
        squares = np.zeros(used, np.float32)
        for channel in sound:
            blocks = np.lib.stride_tricks.sliding_window_view(channel, self._size)
            spectra = np.fft.rfft(blocks[: used : self._step], axis=1)
            spectra *= self._filter
            weighted = np.fft.irfft(spectra, self._size, axis=1)[:, self._tail :]
            squares += np.square(weighted, dtype=np.float32).reshape(-1)
        swings = np.abs(sound[:, self._tail :]).max(axis=0)
        self._note(squares[:frames], swings[:frames])
        self._waiting = [sound[:, used:]]
        self._count = max(0, self._count - used)

    def _note(self, squares: NDArray[np.float32], swings: NDArray[np.float32]) -> None:
        """Squares and swings of the next frames, summed up by tenths of a second."""
        start, self._frames = self._frames, self._frames + len(squares)
        first = len(self._powers)
        hops = np.arange(first, self._frames * HOPS // self._rate + 2)
        edges = hops * self._rate // HOPS  # … of the tenths: those that end here, and an open one
        edges = edges[: np.searchsorted(edges, self._frames, "right")]
        cuts = np.maximum(edges - start, 0)
        cuts = cuts[cuts < len(squares)]
        if not len(cuts):
            return
        sums = np.add.reduceat(squares, cuts, dtype=np.float64)
        highest = np.maximum.reduceat(swings, cuts)
        sums[0] += self._open
        highest[0] = max(highest[0], self._swing)
        lengths = np.diff(edges)
        self._powers.extend(sums[: len(lengths)] / lengths)
        self._peaks.extend(highest[: len(lengths)])
        self._open, self._swing = 0.0, 0.0
        if len(sums) > len(lengths):
            self._open, self._swing = float(sums[-1]), float(highest[-1])


def integrated(powers: Powers) -> float:
    """LUFS over all that was measured, pauses left out; minus infinity for silence.

    Less than 400 ms is measured as if silence stood beside it.
    """
    if not len(powers):
        return -math.inf
    return loudness_of(blocks(powers))


def blocks(powers: Powers) -> Powers:
    """The power of each block of 400 ms; there is one for each tenth of a second."""
    padded = np.pad(powers, (0, max(0, _HOPS_A_BLOCK - len(powers))))
    sums = np.cumsum(np.concatenate([[0.0], padded]))
    means: Powers = (sums[_HOPS_A_BLOCK:] - sums[:-_HOPS_A_BLOCK]) / _HOPS_A_BLOCK
    return means


def loudness_of(block_powers: Powers) -> float:
    """LUFS of blocks: the mean of those that are neither silence nor pauses."""
    heard = block_powers[block_powers > _ABSOLUTE]
    if not len(heard):
        return -math.inf
    heard = heard[heard > _RELATIVE * heard.mean()]
    return -0.691 + 10 * math.log10(heard.mean())


@cache
def _response(rate: int) -> NDArray[np.float64]:
    """What K-weighting makes of a single click: 85 ms of it, after which nothing is left."""
    length = 1 << (rate * 85 // 1000).bit_length()
    click = [1.0] + [0.0] * (length - 1)
    return np.array(list(_filtered(_filtered(click, *_shelf(rate)), *_high_pass(rate))))


_Coefficients = tuple[float, float, float]

# The standard gives its two filters for 48,000 frames a second only. These are the analogue
# filters they come from, so that other rates are weighted alike.
_SHELF = (1681.974450955533, 0.7071752369554196)  # Hz, Q
_SHELF_GAIN = 10 ** (3.999843853973347 / 20)
_SHELF_MIDDLE = _SHELF_GAIN**0.4996667741545416
_HIGH_PASS = (38.13547087602444, 0.5003270373238773)


def _shelf(rate: int) -> tuple[_Coefficients, _Coefficients]:
    """A head in the sound field: treble is louder."""
    k = math.tan(math.pi * _SHELF[0] / rate)
    side, norm = k / _SHELF[1], 1 + k / _SHELF[1] + k * k
    zeros = (
        (_SHELF_GAIN + _SHELF_MIDDLE * side + k * k) / norm,
        2 * (k * k - _SHELF_GAIN) / norm,
        (_SHELF_GAIN - _SHELF_MIDDLE * side + k * k) / norm,
    )
    return zeros, (1.0, 2 * (k * k - 1) / norm, (1 - side + k * k) / norm)


def _high_pass(rate: int) -> tuple[_Coefficients, _Coefficients]:
    """Rumble does not count."""
    k = math.tan(math.pi * _HIGH_PASS[0] / rate)
    side, norm = k / _HIGH_PASS[1], 1 + k / _HIGH_PASS[1] + k * k
    return (1.0, -2.0, 1.0), (1.0, 2 * (k * k - 1) / norm, (1 - side + k * k) / norm)


def _filtered(
    sound: Iterator[float] | list[float], zeros: _Coefficients, poles: _Coefficients
) -> Iterator[float]:
    x1 = x2 = y1 = y2 = 0.0
    for x in sound:
        y = zeros[0] * x + zeros[1] * x1 + zeros[2] * x2 - poles[1] * y1 - poles[2] * y2
        yield y
        x1, x2, y1, y2 = x, x1, y, y1
