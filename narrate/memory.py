"""How this process deals with memory that it no longer needs."""

from __future__ import annotations

_LARGE = 16 << 20


def keep() -> None:
    """Keep up to 32 MB for the next who asks, instead of giving them back to the system.

    Sound is a few hundred kilobytes a sentence, and glibc gives so much back each time: to get
    it again, page by page, costs as much as measuring it. It learns from the largest piece
    that was ever freed what sizes are usual. Other systems' allocators need no telling, and
    the piece costs nothing, for it is never touched.
    """
    bytearray(_LARGE)
