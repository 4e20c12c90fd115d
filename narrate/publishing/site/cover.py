"""The podcast's picture: the one given, if apps take it, or one that is drawn here."""

from __future__ import annotations

import colorsys
import hashlib
import math
import struct
import zlib
from pathlib import Path

from narrate.errors import OutputError

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
    kind, width, height = size(content)
    if not kind:
        raise OutputError("the cover is neither a JPEG nor a PNG", subject=given)
    if width != height or not LEAST <= width <= MOST:
        raise OutputError(
            f"the cover is {width} by {height} pixels",
            subject=given,
            advice=f"Apps take squares of {LEAST} to {MOST} pixels.",
        )
    return f"cover.{kind}", content


def size(picture: bytes) -> tuple[str, int, int]:
    """ "png" or "jpg", and width and height in pixels; ("", 0, 0) for anything else."""
    if picture[:8] == b"\x89PNG\r\n\x1a\n" and len(picture) >= 24:
        return "png", *struct.unpack(">II", picture[16:24])
    if picture[:2] != b"\xff\xd8":
        return "", 0, 0
    at = 2
    while at + 9 < len(picture) and picture[at] == 0xFF:  # ITU T.81, annex B: marker segments
        marker, length = picture[at + 1], int.from_bytes(picture[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", picture[at + 5 : at + 9])
            return "jpg", width, height
        at += 2 + length
    return "", 0, 0


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
