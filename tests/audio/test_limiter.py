"""True peaks, and sound kept below them without clicks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.audio.limiter import CEILING, PeakMeter, context, limited

RATE = 22050


def peak(samples, piece=1000):
    meter = PeakMeter(len(samples))
    for start in range(0, samples.shape[1], piece):
        meter.add(samples[:, start : start + piece])
    return meter.peak()


def sine(part, phase, frames=4000, height=0.5):
    """``part`` of the rate in hertz; it comes and goes slowly."""
    swing = height * np.sin(2 * np.pi * part * np.arange(frames) + phase)
    return (swing * np.hanning(frames)).astype(np.float32)[None]


@pytest.mark.parametrize(
    ("part", "phase"), [(1 / 4, np.pi / 4), (1 / 6, np.pi / 3), (1 / 8, np.pi / 8), (1 / 4, 0)]
)
def test_the_peak_between_samples_is_found(part, phase):
    """EBU Tech 3341, cases 15 to 19: within +0.2 and -0.4 dB."""
    decibels = 20 * np.log10(peak(sine(part, phase)) / 0.5)
    assert -0.4 <= decibels <= 0.2


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 3000))
def test_pieces_of_any_size_have_the_peak_of_the_whole(piece):
    noise = np.random.default_rng(3).normal(0, 0.2, (2, 3000)).astype(np.float32)
    assert peak(noise, piece) == pytest.approx(peak(noise, 3000), rel=1e-5)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.1, 3))
def test_nothing_is_over_the_ceiling(seed, height):
    random = np.random.default_rng(seed)
    noise = random.normal(0, height, (2, 6000)) * (random.random(6000) > 0.9)
    assert peak(limited(noise.astype(np.float32), RATE, CEILING)) <= CEILING * 1.01


def test_what_is_below_the_ceiling_is_left_as_it_is():
    quiet = sine(1 / 50, 0)
    assert limited(quiet, RATE, CEILING) is quiet


def test_far_from_a_peak_nothing_changes_and_the_gain_never_jumps():
    sound = np.full((1, 4000), 0.3, np.float32)
    sound[0, 2000:2010] = 1.5
    heard = limited(sound, RATE, CEILING)
    around = context(RATE)
    assert (heard[0, : 2000 - around] == np.float32(0.3)).all()
    assert (heard[0, 2010 + around :] == np.float32(0.3)).all()
    gain = heard / sound
    assert np.abs(np.diff(gain[0])).max() < 0.02


def test_both_channels_are_turned_down_alike():
    sound = np.concatenate([sine(1 / 50, 0, height=2.0), sine(1 / 50, 0, height=0.2)])
    heard = limited(sound, RATE, CEILING)
    moving = np.abs(sound[1]) > 0.01
    ratio = heard[0, moving] / heard[1, moving]
    assert ratio == pytest.approx(np.full(moving.sum(), 10.0), rel=1e-3)
