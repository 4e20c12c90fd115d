"""Clips without the silence around them: a pause is then what the script says."""

from __future__ import annotations

import numpy as np

SILENCE = 10 ** (-50 / 20)  # of full scale …
BELOW_PEAK = 10 ** (-46 / 20)  # … and of the clip's loudest sample, where the voice is faint
EDGE_MS = 3
"""Stays on either side, for consonants begin and end softly; and fades, so that no join clicks."""


def trimmed(pcm: bytes, rate: int) -> tuple[bytes, int]:
    """One channel of 16-bit speech without the silence around it, faded at both ends; and the
    frames cut in front.

    Engines surround speech with silence of their own. What is silent throughout is left as it
    is.
    """
    samples = np.frombuffer(pcm, "<i2").astype(np.float32)
    swings = np.abs(samples)
    threshold = 32768 * min(SILENCE, BELOW_PEAK * float(swings.max(initial=0.0)) / 32768)
    heard = np.flatnonzero(swings > threshold)
    if not len(heard):
        return pcm, 0
    edge = rate * EDGE_MS // 1000
    start = max(0, int(heard[0]) - edge)
    speech = samples[start : int(heard[-1]) + edge + 1]
    slope = np.sin(np.linspace(0, np.pi / 2, min(edge, len(speech) // 2) + 1)[:-1]) ** 2
    speech[: len(slope)] *= slope
    speech[len(speech) - len(slope) :] *= slope[::-1]
    return np.rint(speech).astype("<i2").tobytes(), start
