"""What is a fault of a clip, and what is not."""

from __future__ import annotations

import time

import numpy as np
import pytest

from narrate.model import AudioFormat, Clip
from narrate.speech.verification import fault

SENTENCE = "The ferry leaves the harbour at seven."
RATE = 8000


def clip(*parts: tuple[float, int], channels: int = 1) -> Clip:
    """Stretches of some seconds, each a hum of some loudness."""
    samples = [
        peak * np.sin(np.arange(round(seconds * RATE * channels)) / 4) for seconds, peak in parts
    ]
    pcm = np.concatenate(samples).clip(-32768, 32767).astype("<i2").tobytes()
    return Clip(format=AudioFormat(rate=RATE, channels=channels), pcm=pcm)


def over_and_over(seconds: float, times: int) -> Clip:
    random = np.random.default_rng(1)
    stretch = np.repeat(random.uniform(100, 9000, round(seconds * 10)), RATE // 10)
    pcm = np.tile(stretch * np.sin(np.arange(len(stretch)) / 4), times).astype("<i2").tobytes()
    return Clip(format=AudioFormat(rate=RATE), pcm=pcm)


def test_a_plausible_clip_has_no_fault() -> None:
    assert fault(clip((2.3, 9000)), SENTENCE) is None
    assert fault(clip((2.3, 9000), channels=2), SENTENCE) is None
    assert fault(clip((0.9, 9000), (1.5, 0), (0.9, 9000)), SENTENCE) is None
    assert fault(clip((3.0, 0), (2.3, 9000), (5.0, 0)), SENTENCE) is None  # trimmed later


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ([(0, 0)], "no sound"),
        ([(0.1, 9000)], "too short"),
        ([(0.1, 9000), (2.2, 0)], "0.10 s of sound are too short"),
        ([(60, 9000)], "too long"),
        ([(2.3, 20)], "silent"),
        ([(1, 9000), (3, 0), (1, 9000)], "falls silent for 3.0 s"),
        ([(2.3, 65000)], "too loud"),
    ],
)
def test_each_fault_is_named(parts: list[tuple[float, int]], problem: str) -> None:
    assert problem in str(fault(clip(*parts), SENTENCE))


def test_the_same_stretch_over_and_over_is_named() -> None:
    assert "the same 1.5 s over and over" in str(fault(over_and_over(1.5, 8), SENTENCE))
    assert fault(over_and_over(1.5, 3), SENTENCE) is None


def test_a_voice_may_be_faint_throughout() -> None:
    assert fault(clip((1.1, 300), (0.2, 0), (1.1, 300)), SENTENCE) is None


def test_a_loudest_sample_at_full_scale_is_no_fault() -> None:
    """Neural voices raise each clip until it has one."""
    assert fault(clip((2.3, 32767)), SENTENCE) is None


def test_speaking_faster_may_be_shorter_and_slower_pauses_longer() -> None:
    short = clip((0.25, 9000))
    assert fault(short, SENTENCE, rate=1.0)
    assert fault(short, SENTENCE, rate=2.0) is None
    slow = clip((2, 9000), (3, 0), (2, 9000))
    assert fault(slow, SENTENCE, rate=0.5) is None


def test_a_check_costs_a_thousandth_of_the_sound() -> None:
    long = Clip(format=AudioFormat(rate=22050), pcm=clip((60 * 22050 / RATE, 9000)).pcm)
    began = time.process_time()
    assert fault(long, SENTENCE * 8) is None
    assert time.process_time() - began < 60 / 1000 * 3  # wide, for a machine that is busy
