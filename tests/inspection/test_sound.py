"""Figures of sound whose figures are known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.inspection.sound import measure

RATE = 22050


def beep(seconds, height=0.3):
    times = np.arange(round(RATE * seconds)) / RATE
    slope = np.clip(np.minimum(times, seconds - times) / 0.005, 0, 1)
    return (height * slope * np.sin(2 * np.pi * 441 * times)).astype(np.float32)


def silence(seconds):
    return np.zeros(round(RATE * seconds), np.float32)


def measured(*parts, piece=4001):
    sound = np.concatenate(parts)[None]
    pieces = (sound[:, start : start + piece] for start in range(0, sound.shape[1], piece))
    return measure(pieces, RATE, 1)


def test_silences_are_where_they_are():
    found = measured(silence(0.2), beep(1), silence(0.5), beep(1), silence(0.05), beep(1))
    wanted = np.array([(0, 0.2), (1.2, 1.7)])
    assert np.array(found.silences) == pytest.approx(wanted, abs=0.003)
    assert found.seconds == pytest.approx(3.75, abs=0.001)


def test_speech_that_comes_and_goes_softly_does_not_click():
    assert measured(silence(0.1), beep(0.5), silence(0.1), beep(0.5)).clicks == ()


@pytest.mark.parametrize("piece", [7, 50, 100, 4001, 1 << 20])
def test_sound_that_is_cut_off_clicks(piece):
    cut = beep(0.5)[: 110 * 50 + 13]  # at the top of a swing
    found = measured(silence(0.3), cut, silence(0.3), piece=piece)
    assert found.clicks == pytest.approx([0.5501], abs=0.001)


def test_a_recording_that_begins_or_ends_in_full_swing_clicks():
    loud = np.full(RATE, 0.5, np.float32)
    assert measured(loud).clicks == pytest.approx([0.0, 1.0], abs=0.001)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-1, 1, width=32), max_size=300), st.integers(1, 100))
def test_anything_can_be_measured(sound, piece):
    found = measured(np.array(sound, np.float32), piece=piece)
    assert found.seconds == len(sound) / RATE
