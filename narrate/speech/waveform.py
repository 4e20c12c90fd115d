"""Read the sound file that an engine wrote: its header decides, never its name.

pyttsx3 writes RIFF/WAVE on Linux and Windows and AIFF-C on macOS, whatever suffix it was
asked for. Formats: Microsoft's "Multimedia Programming Interface" (RIFF), and Apple's
"Audio Interchange File Format AIFF-C" (big-endian unless the compression is ``sowt``).
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator

from narrate.model import AudioFormat, Clip

_INTEGER_PCM = 1
_EXTENSIBLE = 0xFFFE


def parse(content: bytes) -> Clip:
    """The sound in a WAVE, AIFF or AIFF-C file as a clip of little-endian PCM.

    Raises ValueError, saying what is wrong, for anything else and for a file cut short.
    """
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return _wave(content)
    if content[:4] == b"FORM" and content[8:12] in (b"AIFF", b"AIFC"):
        return _aiff(content)
    raise ValueError(f"not a sound file: it begins with {content[:4]!r}")


def _chunks(content: bytes, size_format: str) -> Iterator[tuple[bytes, bytes]]:
    position = 12
    while position + 8 <= len(content):
        name, size = struct.unpack_from(size_format, content, position)
        yield name, content[position + 8 : position + 8 + size]
        position += 8 + size + size % 2


def _wave(content: bytes) -> Clip:
    audio_format: AudioFormat | None = None
    for name, body in _chunks(content, "<4sI"):
        if name == b"fmt ":
            tag, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", body)
            if tag not in (_INTEGER_PCM, _EXTENSIBLE) or bits != 16:
                raise ValueError(f"not 16-bit integer sound (format {tag}, {bits} bits)")
            audio_format = AudioFormat(rate=rate, width=2, channels=channels)
        elif name == b"data" and audio_format:
            return _clip(audio_format, body)
    raise ValueError("the WAVE file has no sound in it")


def _aiff(content: bytes) -> Clip:
    audio_format: AudioFormat | None = None
    swapped = True
    for name, body in _chunks(content, ">4sI"):
        if name == b"COMM":
            channels, _, bits = struct.unpack_from(">hIh", body)
            compression = body[18:22] or b"NONE"
            if bits != 16 or compression not in (b"NONE", b"twos", b"sowt"):
                raise ValueError(f"not 16-bit integer sound ({compression!r}, {bits} bits)")
            swapped = compression != b"sowt"
            audio_format = AudioFormat(rate=_extended(body[8:18]), width=2, channels=channels)
        elif name == b"SSND" and audio_format:
            (offset,) = struct.unpack_from(">I", body)
            samples = body[8 + offset :]
            return _clip(audio_format, _byteswapped(samples) if swapped else samples)
    raise ValueError("the AIFF file has no sound in it")


def _extended(ten_bytes: bytes) -> int:
    """An IEEE 754 80-bit float, rounded: AIFF's way to write the sample rate."""
    exponent, mantissa = struct.unpack(">HQ", ten_bytes)
    return round(math.ldexp(mantissa, (exponent & 0x7FFF) - 16383 - 63))


def _byteswapped(samples: bytes) -> bytes:
    swapped = bytearray(len(samples) // 2 * 2)
    swapped[0::2] = samples[1 : len(swapped) : 2]
    swapped[1::2] = samples[0 : len(swapped) : 2]
    return bytes(swapped)


def _clip(audio_format: AudioFormat, pcm: bytes) -> Clip:
    if audio_format.rate <= 0 or audio_format.channels <= 0:
        raise ValueError("the header gives no sample rate or no channels")
    whole = len(pcm) // audio_format.frame_bytes * audio_format.frame_bytes
    return Clip(format=audio_format, pcm=pcm[:whole])
