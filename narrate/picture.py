"""What kind of picture a cover is and how large, by its first bytes: it is never decoded."""

from __future__ import annotations

import struct

_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # markers of a frame's header


def shape(cover: bytes) -> tuple[str, int, int] | None:
    """Media type, width and height of a JPEG or PNG; None for anything else."""
    if cover.startswith(b"\x89PNG\r\n\x1a\n") and cover[12:16] == b"IHDR" and len(cover) >= 24:
        width, height = struct.unpack_from(">II", cover, 16)
        found = "image/png", width, height
    elif cover.startswith(b"\xff\xd8\xff"):
        found = "image/jpeg", *_jpeg(cover)
    else:
        return None
    return found if 0 < found[1] <= 0xFFFF and 0 < found[2] <= 0xFFFF else None


def _jpeg(cover: bytes) -> tuple[int, int]:
    position = 2
    while position + 9 <= len(cover) and cover[position] == 0xFF:
        marker = cover[position + 1]
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", cover, position + 5)
            return width, height
        # Filling bytes stand alone; everything else in front of the picture says its length.
        filling = marker == 0xFF
        position += 1 if filling else 2 + struct.unpack_from(">H", cover, position + 2)[0]
    return 0, 0
