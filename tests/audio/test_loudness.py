"""The meter against the test signals of EBU Tech 3341, made here."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.audio.loudness import Meter, integrated


def tone(seconds, dbfs, rate=48000, channels=2, hertz=1000):
    times = np.arange(round(seconds * rate)) / rate
    sine = 10 ** (dbfs / 20) * np.sin(2 * np.pi * hertz * times)
    return np.tile(sine.astype(np.float32), (channels, 1))


def loudness(*parts, rate=48000, piece=10007):
    sound = np.concatenate(parts, axis=1)
    meter = Meter(rate, len(sound))
    for start in range(0, sound.shape[1], piece):
        meter.add(sound[:, start : start + piece])
    return integrated(meter.powers())


@pytest.mark.parametrize(
    ("parts", "lufs"),
    [
        ([(20, -23)], -23.0),
        ([(20, -33)], -33.0),
        ([(10, -36), (60, -23), (10, -36)], -23.0),
        ([(10, -72), (10, -36), (60, -23), (10, -36), (10, -72)], -23.0),
        ([(20, -26), (20.1, -20), (20, -26)], -23.0),
    ],
    ids=["case 1", "case 2", "case 3", "case 4", "case 5"],
)
def test_what_the_standard_asks_of_a_meter(parts, lufs):
    assert loudness(*(tone(*part) for part in parts)) == pytest.approx(lufs, abs=0.1)


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 24000, 44100])
def test_it_measures_alike_at_every_rate(rate):
    assert loudness(tone(5, -20, rate, 1), rate=rate) == pytest.approx(-23.0, abs=0.1)


def test_treble_is_louder_and_rumble_hardly_counts():
    assert loudness(tone(5, -20, hertz=5000)) == pytest.approx(-16.7, abs=0.2)
    assert loudness(tone(5, -20, hertz=20)) < -30


def test_silence_has_no_loudness():
    assert loudness(np.zeros((1, 48000), np.float32)) == -math.inf
    assert integrated(Meter(22050).powers()) == -math.inf


def test_pauses_do_not_make_speech_quieter():
    speech, pause = tone(5, -20), np.zeros((2, 5 * 48000), np.float32)
    assert loudness(*[speech, pause] * 4) == pytest.approx(loudness(speech), abs=0.4)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9000), min_size=1, max_size=20))
def test_pieces_of_any_size_measure_what_the_whole_does(sizes):
    noise = np.random.default_rng(1).normal(0, 0.1, (1, sum(sizes))).astype(np.float32)
    meter = Meter(22050)
    start = 0
    for size in sizes:
        meter.add(noise[:, start : start + size])
        start += size
    whole = Meter(22050)
    whole.add(noise)
    assert meter.powers() == pytest.approx(whole.powers(), rel=1e-4)
    assert len(meter.powers()) == start * 10 // 22050
    assert (meter.peaks() == whole.peaks()).all()
