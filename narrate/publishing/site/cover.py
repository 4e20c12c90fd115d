"""The podcast's picture: the one given, if apps take it, or one that is drawn here."""

from __future__ import annotations

import colorsys
import hashlib
import math
import struct
import zlib
from pathlib import Path

from narrate.errors import OutputError
from narrate.picture import shape

LEAST, MOST = 1400, 3000  # pixels a side: what Apple takes
SIDE = 1400
BARS = 25


def cover(given: str, title: str) -> tuple[str, bytes]:
    """The file's name and content.

    Raises OutputError where the given file is not a square JPEG or PNG of the right size.
    """
    if not given:
        return "cover.png", drawn(title)
    path = Path(given)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OutputError(f"the cover cannot be read: {error.strerror}", subject=given) from error
    found = shape(content)
    if found is None:
        raise OutputError("the cover is neither a JPEG nor a PNG", subject=given)
    media_type, width, height = found
    if width != height or not LEAST <= width <= MOST:
        raise OutputError(
            f"the cover is {width} by {height} pixels",
            subject=given,
            advice=f"Apps take squares of {LEAST} to {MOST} pixels.",
        )
    return f"cover.{'png' if media_type == 'image/png' else 'jpg'}", content


def drawn(title: str) -> bytes:
    """A PNG for the title, the same every time: bars of sound on a slope of one colour."""
    seed = hashlib.sha256(title.encode("utf-8", "replace")).digest()
    hue = seed[0] / 256
    bars = [_height(index, seed) for index in range(BARS)]
    margin, pitch = SIDE // 8, (SIDE - SIDE // 4) / BARS
    rows = bytearray()
    for y in range(SIDE):
        paper = _colour(hue, 0.62, 0.34 + 0.22 * y / SIDE)
        ink = _colour(hue + 0.09, 0.28, 0.97)
        row = bytearray(paper * SIDE)
        off = abs(y - SIDE / 2)
        for index, height in enumerate(bars):
            left = margin + round(index * pitch + pitch * 0.22)
            width = round(pitch * 0.56)
            beyond = off - (height / 2 - width / 2)  # into the round end of the bar
            if beyond > width / 2:
                continue
            cut = 0
            if beyond > 0:
                cut = round(width / 2 - math.sqrt(max(0.0, (width / 2) ** 2 - beyond**2)))
            start, end = 3 * (left + cut), 3 * (left + width - cut)
            if start < end:
                row[start:end] = ink * ((end - start) // 3)
        rows += b"\0" + row
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, content)
        for name, content in (
            (b"IHDR", header),
            (b"IDAT", zlib.compress(bytes(rows), 9)),
            (b"IEND", b""),
        )
    )


def _height(index: int, seed: bytes) -> float:
    """Of a bar: a swell towards the middle, with the title's own ups and downs."""
    swell = math.sin(math.pi * (index + 0.5) / BARS)
    return SIDE * (0.06 + 0.56 * swell * (0.35 + 0.65 * seed[1 + index] / 255))


def _colour(hue: float, saturation: float, value: float) -> bytes:
    return bytes(round(255 * part) for part in colorsys.hsv_to_rgb(hue % 1, saturation, value))


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
