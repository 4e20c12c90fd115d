"""Is a clip what its text says it is? A sentence may never be lost in silence."""

from __future__ import annotations

from array import array

from narrate.model import Clip

# Wide bounds around what engines really do (espeak-ng: 0.065 s a letter at rate 1.0).
LEAST_SECONDS_A_LETTER = 0.012
MOST_SECONDS_A_LETTER = 1.0  # espeak-ng: 0.73 for a digit in a figure or a foreign sign
MOST_SECONDS_A_SIGN = 2.0  # a sign may be said by its whole name
SPARE_SECONDS = 2.0
FAINTEST_PEAK = 100  # of 32767: -50 dBFS


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
    least = letters * LEAST_SECONDS_A_LETTER / rate
    if clip.seconds < least:
        return f"{clip.seconds:.2f} s of sound are too short for {letters} letters"
    most = SPARE_SECONDS + (letters * MOST_SECONDS_A_LETTER + signs * MOST_SECONDS_A_SIGN) / rate
    if clip.seconds > most:
        return f"{clip.seconds:.0f} s of sound are too long for {letters} letters"
    samples = array("h", clip.pcm)
    if letters and max(max(samples), -min(samples)) < FAINTEST_PEAK:
        return "the sound is silent"
    return None
