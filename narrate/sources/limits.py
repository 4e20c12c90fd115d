"""How long and how large one reading may be."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one reading may cost. The defaults suit a person who waits for it."""

    wait: float = 20.0
    """Seconds for one connection to be made, or for the next bytes to come."""
    deadline: float = 60.0
    """Seconds for everything: looking up the name, redirects, the whole body."""
    size: int = 50 * MEBIBYTE
    """Bytes of the content, after decompression."""
    redirects: int = 10

    @property
    def size_words(self) -> str:
        """The size as a person says it: ``50 MiB``."""
        if self.size < MEBIBYTE:
            return f"{self.size:,} bytes"
        return f"{self.size / MEBIBYTE:.0f} MiB"


DEFAULT_LIMITS = Limits()
