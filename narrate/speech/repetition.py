"""Does a voice say the same stretch over and over? Neural ones do, when they lose the text.

How loud a clip is, every fiftieth of a second, is laid over itself a little later: where the
two run side by side for long, the clip repeats itself. Copies that differ by more than a
breath are not found; nor is what the text itself repeats called a fault.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

STEP = 0.02  # seconds between two levels
SHORTEST, LONGEST = 0.2, 4.0  # seconds of a stretch
TIMES = 6  # that a stretch is heard; ordinary prose with refrains stays under four
LEAST = 2.0  # seconds of repetition

# Decibels. Spoken sentences keep over 2.2 apart over so long a time; copies come within 1.2.
ALIKE = 1.5
LIVELY = 3.0  # a vowel held, or a hum, resembles itself at any distance
DEPTH = 40  # what is fainter than the loudest by this is silence

_WORD = re.compile(r"\w+|[^\w\s]+")
_AGAIN = re.compile(r"(.{1,40}?)\1{4}", re.DOTALL)


def repeats(levels: NDArray[np.float32], text: str) -> float | None:
    """Seconds of the stretch that a voice of these levels repeats; None where there is none.

    ``levels`` are amplitudes, one for each ``STEP``.
    """
    loudest = float(levels.max(initial=0.0))
    if loudest <= 0 or _may_repeat(text):
        return None
    decibels = 20 * np.log10(np.maximum(levels / loudest, 10 ** (-DEPTH / 20)))
    least = round(LEAST / STEP)
    longest = min(round(LONGEST / STEP), len(decibels) // TIMES)
    for lag in range(round(SHORTEST / STEP), longest + 1):
        apart = np.cumsum(np.abs(decibels[lag:] - decibels[:-lag]))
        length = max((TIMES - 1) * lag, least)
        if length >= len(apart):
            continue
        over = apart[length:] - apart[:-length]
        start = int(over.argmin())
        if over[start] < ALIKE * length and _liveliness(decibels[start:][:length]) > LIVELY:
            return lag * STEP
    return None


def _liveliness(decibels: NDArray[np.float32]) -> float:
    """How far the levels lie from the usual one, on average."""
    return float(np.abs(decibels - np.median(decibels)).mean())


def _may_repeat(text: str) -> bool:
    """Whether the text repeats itself, in its letters or in the lengths of its words.

    Or has letters of other scripts than ours: a voice that cannot read them says the name of
    the script for each.
    """
    letters = "".join(text.casefold().split())
    lengths = "".join(chr(len(word)) for word in _WORD.findall(text))
    return (
        bool(_AGAIN.search(letters) or _AGAIN.search(lengths))
        or sum(map(_is_foreign, letters)) >= TIMES - 1
    )


def _is_foreign(character: str) -> bool:
    return (
        ord(character) > 0x24F
        and character.isalpha()
        and not unicodedata.name(character, "").startswith("LATIN")
    )
