"""Short names for contents."""

from __future__ import annotations

import hashlib


def digest(*parts: str | bytes) -> str:
    """64 bits, as hexadecimal digits, that stand for the parts and where each ends."""
    whole = hashlib.sha256()
    for part in parts:
        raw = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        whole.update(b"%d:" % len(raw) + raw)
    return whole.hexdigest()[:16]
