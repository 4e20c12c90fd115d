"""tone: a beep for every word, the same on every machine.

For tests and dry runs: it costs next to nothing, needs nothing, gives word marks, and its
onsets can be found again in a decoded recording.
"""

from __future__ import annotations

import functools
import math
import re
import struct
from collections.abc import Sequence

from narrate.model import AudioFormat, Clip, EngineVoice, Mark, SpeechRequest

FORMAT = AudioFormat(rate=22050, width=2, channels=1)
SECONDS_A_LETTER = 0.06
GAP = 0.06  # seconds between two words
PEAK = 8000  # of 32767
_WORD = re.compile(r"\w+|[^\w\s]+")


class Engine:
    """One voice for every language; a word's pitch comes from its length."""

    version = "1"

    def voices(self) -> Sequence[EngineVoice]:
        return [EngineVoice(id="tone", language="", description="a beep for every word")]

    def speak(self, request: SpeechRequest) -> Clip:
        gap = bytes(FORMAT.frames(1000 * GAP / request.rate) * FORMAT.frame_bytes)
        pcm = bytearray()
        marks = []
        for word in _WORD.finditer(request.text):
            if pcm:
                pcm += gap
            frame = len(pcm) // FORMAT.frame_bytes
            marks.append(Mark(kind="word", frame=frame, start=word.start(), end=word.end()))
            letters = len(word.group())
            frames = FORMAT.frames(1000 * SECONDS_A_LETTER * letters / request.rate)
            pitch = 220 * request.pitch * (1 + letters % 12 / 12)
            pcm += _beep(frames, round(pitch), round(PEAK * request.volume))
        return Clip(format=FORMAT, pcm=bytes(pcm), marks=tuple(marks))


@functools.lru_cache(maxsize=256)
def _beep(frames: int, hertz: int, peak: int) -> bytes:
    step = 2 * math.pi * hertz / FORMAT.rate
    edge = max(1, min(FORMAT.frames(2), frames // 4))  # a short slope, so that nothing clicks
    samples = (
        round(peak * math.sin(step * i) * min(1, (i + 1) / edge, (frames - i) / edge))
        for i in range(frames)
    )
    return struct.pack(f"<{frames}h", *samples)
