"""A voice that says the same over and over is told from a text that does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.speech.repetition import STEP, repeats

SENTENCE = "The ferry leaves the harbour at seven and comes back before dark."


def lively(seconds: float, seed: int = 1) -> np.ndarray:
    """Levels that rise and fall as speech does: every fifth of a second another."""
    random = np.random.default_rng(seed)
    syllables = random.uniform(50, 9000, round(seconds / 0.2))
    return np.repeat(syllables, round(0.2 / STEP)).astype(np.float32)


def test_what_goes_on_differently_repeats_nothing() -> None:
    assert repeats(lively(30), SENTENCE) is None


@pytest.mark.parametrize("seconds", [0.6, 1.0, 3.0])
@pytest.mark.parametrize("before", [0, 5])
def test_a_stretch_said_over_and_over_is_found_and_measured(seconds: float, before: int) -> None:
    stretch = np.tile(lively(seconds), 8)
    random = np.random.default_rng(3)
    noisy = stretch * random.uniform(0.9, 1.1, len(stretch))
    levels = np.concatenate([lively(before, seed=2), noisy]).astype(np.float32)
    assert repeats(levels, SENTENCE) == pytest.approx(seconds, rel=0.1)


def test_a_refrain_of_three_is_none() -> None:
    levels = np.concatenate([np.tile(lively(2), 3), lively(5, seed=2)])
    assert repeats(levels, SENTENCE) is None


@pytest.mark.parametrize(
    "text",
    [
        "No, no, no, no, no, no!",
        "Hahahahaha",
        "1000000",
        "He has the one cat and the old dog for now.",  # a beep for each word is as regular
        "Он сказал это по-русски.",
    ],
)
def test_a_text_that_repeats_itself_may_be_said_so(text: str) -> None:
    assert repeats(np.tile(lively(0.6), 20), text) is None


def test_a_hum_is_no_repetition() -> None:
    hum = np.full(1000, 9000, np.float32)
    hum[400:410] = 0
    assert repeats(hum, SENTENCE) is None


@given(levels=st.lists(st.floats(0, 32768, width=32), max_size=300), text=st.text())
def test_any_levels_are_judged(levels: list[float], text: str) -> None:
    found = repeats(np.array(levels, np.float32), text)
    assert found is None or 0.2 <= found <= 4
