"""morse: an engine of a package of its own, as small as one can be."""

import math
import re
import struct
import unicodedata

from narrate.model import AudioFormat, Clip, EngineVoice, Mark

FORMAT = AudioFormat(rate=8000)
SECONDS = 0.02  # of a dot
CODE = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz0123456789",
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- "
        ".-- -..- -.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.".split(),
        strict=True,
    )
)
UNKNOWN = "..--.."


class Engine:
    version = "1.0"

    def voices(self):
        return [EngineVoice(id="telegraph", language="", description="as on the wire")]

    def speak(self, request):
        frames = max(8, round(FORMAT.rate * SECONDS / request.rate))
        gap, dot, dash = (
            tone(frames * units, 600 * request.pitch, volume)
            for units, volume in ((1, 0), (1, request.volume), (3, request.volume))
        )
        pcm, marks = bytearray(gap), []
        for word in re.finditer(r"\w+", request.text):
            frame = len(pcm) // FORMAT.frame_bytes
            marks.append(Mark(kind="word", frame=frame, start=word.start(), end=word.end()))
            for letter in unicodedata.normalize("NFKD", word.group().lower()):
                for sign in CODE.get(letter, UNKNOWN):
                    pcm += (dot if sign == "." else dash) + gap
                pcm += 2 * gap
            pcm += 4 * gap
        return Clip(format=FORMAT, pcm=bytes(pcm), marks=tuple(marks))


def tone(frames, hertz, volume):
    step = 2 * math.pi * hertz / FORMAT.rate
    return struct.pack(
        f"<{frames}h", *(round(9000 * volume * math.sin(step * i)) for i in range(frames))
    )
