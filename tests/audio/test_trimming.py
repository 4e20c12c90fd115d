"""The silence around speech goes; speech and the silence within it stay."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.trimming import trimmed

RATE = 22050


def beep(ms, peak=8000):
    return peak * np.sin(2 * np.pi * 441 * np.arange(RATE * ms // 1000) / RATE)


def silence(ms):
    return np.zeros(RATE * ms // 1000)


def pcm(*parts):
    return np.rint(np.concatenate(parts)).astype("<i2").tobytes()


def samples(content):
    return np.frombuffer(content, "<i2").astype(float)


@pytest.mark.parametrize("peak", [30000, 8000, 300, 40])
def test_at_most_4_ms_of_silence_stay_on_either_side(peak):
    word = beep(300, peak)
    content, cut = trimmed(pcm(silence(400), word, silence(250), word, silence(700)), RATE)
    assert 400 - 4 <= 1000 * cut / RATE <= 400
    assert 850 <= 1000 * len(samples(content)) / RATE <= 850 + 2 * 4


def test_a_hum_of_the_engine_is_silence():
    hum = 30 * np.sin(np.arange(RATE) / 30)
    content, _ = trimmed(pcm(hum, beep(300), hum), RATE)
    assert len(samples(content)) / RATE < 0.31


def test_speech_is_not_trimmed_away_with_the_silence():
    word = beep(300)
    content, _ = trimmed(pcm(silence(100), word, silence(100)), RATE)
    assert (samples(content) ** 2).sum() > 0.99 * (word**2).sum()


def test_what_is_silent_throughout_is_left_as_it_is():
    assert trimmed(pcm(silence(321)), RATE) == (pcm(silence(321)), 0)


def test_a_clip_that_begins_and_ends_in_full_swing_is_faded():
    heard = samples(trimmed(pcm(np.full(4410, 20000)), RATE)[0])
    assert heard[0] == 0
    assert abs(heard[-1]) < 1000
    assert np.abs(np.diff(heard)).max() < 1000
    assert (heard[200:-200] == 20000).all()


@given(st.binary(max_size=600))
def test_any_sound_however_short_can_be_trimmed(noise):
    content = noise[: len(noise) // 2 * 2]
    left, cut = trimmed(content, RATE)
    assert 0 <= cut <= len(content) // 2
    assert len(left) <= len(content) - 2 * cut
    assert len(left) % 2 == 0
