"""Cut a long text where it hurts least, for engines that cannot take it whole."""

from __future__ import annotations

import re
import unicodedata
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


def part_words(text: str, longest: int, longest_figure: int) -> str:
    """The text with a comma in each word of more than ``longest`` bytes of UTF-8.

    For engines that lose the end of such a word: a word without end, or a clause in a
    script that puts no space between its words. A run of more than ``longest_figure``
    digits is parted likewise. Never between a letter and its accent.
    """
    parts: list[str] = []
    size = digits = 0
    for character in text:
        kind = unicodedata.category(character)
        length = len(character.encode(errors="replace"))
        size = size + length if kind[0] in "LMN" else 0
        digits = digits + 1 if kind == "Nd" else 0
        if (size > longest and kind[0] != "M") or digits > longest_figure:
            parts.append(", ")
            size, digits = length, int(kind == "Nd")
        parts.append(character)
    return "".join(parts)
