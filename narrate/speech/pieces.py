"""Cut a long text where it hurts least, for engines that cannot take it whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Best place first: after a sentence, after a clause, at white space.
_BREAKS = (re.compile(r"[.!?…]\s"), re.compile(r"[,;:–—]\s"), re.compile(r"\s"))


def pieces(text: str, longest: int) -> Iterator[str]:
    """Parts of ``text``, none empty and none over ``longest`` characters, nothing lost.

    A run of letters longer than that is cut anywhere: there is no better place.
    """
    start = 0
    while len(text) - start > longest:
        end = _last_break(text, start, start + longest)
        if piece := text[start:end].strip():
            yield piece
        start = end
    if piece := text[start:].strip():
        yield piece


def _last_break(text: str, start: int, end: int) -> int:
    for pattern in _BREAKS:
        last = 0
        for match in pattern.finditer(text, start, end):
            last = match.end()
        if last > start:
            return last
    return end
