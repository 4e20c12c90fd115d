"""Is a clip what its text says it is? A sentence may never be lost in silence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from narrate.model import Clip
from narrate.speech.repetition import STEP, repeats

# Wide bounds around what engines really do (espeak-ng: 0.065 s a letter at rate 1.0). What is
# called a fault here is spoken again, then by another voice, and then is an error.
LEAST_SECONDS_A_LETTER = 0.012
MOST_SECONDS_A_LETTER = 1.0  # espeak-ng: 0.73 for a digit in a figure or a foreign sign
MOST_SECONDS_A_SIGN = 2.0  # a sign may be said by its whole name
SPARE_SECONDS = 2.0
MOST_SILENCE = 2.5  # seconds; espeak-ng: 1.0 for a row of dashes
FAINTEST_PEAK = 100  # of 32767: -50 dBFS
FAINT = 10 ** (-46 / 20)  # of the peak: silence, as an amplitude
MOST_CLIPPED = 0.03  # of all samples: a voice three times too loud has that


def fault(clip: Clip, text: str, rate: float = 1.0) -> str | None:
    """What is wrong with the clip of ``text``, as a clause; None when nothing is.

    ``rate`` is the speed it was asked for: 2.0 is twice the engine's normal.
    """
    if clip.format.width != 2:
        return f"the sound has {clip.format.width} bytes a sample where 2 are expected"
    if len(clip.pcm) % clip.format.frame_bytes:
        return "the sound ends in the middle of a sample"
    if not clip.frames:
        return "there is no sound in it"
    letters = sum(character.isalnum() for character in text)
    signs = sum(not (character.isalnum() or character.isspace()) for character in text)
    most = SPARE_SECONDS + (letters * MOST_SECONDS_A_LETTER + signs * MOST_SECONDS_A_SIGN) / rate
    if clip.seconds > most:
        return f"{clip.seconds:.0f} s of sound are too long for {letters} letters"
    samples = np.frombuffer(clip.pcm, "<i2")
    peak = max(int(samples.max()), -int(samples.min()))
    if letters and peak < FAINTEST_PEAK:
        return "the sound is silent"
    levels = _levels(samples, clip)
    heard = np.flatnonzero(levels > FAINT * peak)
    seconds = min(clip.seconds, (heard[-1] - heard[0] + 1) * STEP) if len(heard) else 0.0
    if seconds < letters * LEAST_SECONDS_A_LETTER / rate:
        return f"{seconds:.2f} s of sound are too short for {letters} letters"
    silence = max(np.diff(heard).max(initial=1) - 1, 0) * STEP
    if silence > MOST_SILENCE / min(rate, 1.0):
        return f"it falls silent for {silence:.1f} s"
    clipped = np.count_nonzero(np.abs(samples, dtype=np.int32) >= 32767) if peak >= 32767 else 0
    if clipped > MOST_CLIPPED * len(samples):
        return f"it is too loud: {100 * clipped / len(samples):.0f} % of it are cut off"
    stretch = repeats(levels, text)
    if stretch:
        return f"it says the same {stretch:.1f} s over and over"
    return None


def _levels(samples: NDArray[np.int16], clip: Clip) -> NDArray[np.float32]:
    """The amplitude (root of the mean square) of each ``STEP``; of a rest at the end, too."""
    size = round(clip.format.rate * STEP) * clip.format.channels
    padded = np.zeros(-(-len(samples) // size) * size, np.float32)
    padded[: len(samples)] = samples
    steps = padded.reshape(-1, size)
    levels: NDArray[np.float32] = np.sqrt(np.einsum("ij,ij->i", steps, steps) / size)
    return levels
