"""The letters that a text must hold for a pattern to match it, read off the pattern.

``(?:please )?subscribe to (?:our|the) newsletter`` matches no text without "subscribe to " and
" newsletter". To look for those is quicker than to try the pattern, and much quicker than to
compile it.

A pattern is read from the inside out: a group that holds no other one is replaced by a mark
for what all its matches hold, until no group is left.
"""

from __future__ import annotations

import re
from itertools import chain

Literals = tuple[str, ...]
"""What a pattern matches holds one of these."""

LONG = 6  # letters: longer ones tell no more
_OPTIONAL = r"(?:[*?]|\{\d*,?\d*\})[?+]?"  # {1,} is rare, and taken for {0,}
_ANY = re.compile(  # classes and escapes, whose letters nobody knows
    r"(?:\\(?:x\w\w|u\w{4}|.)|\(\?(?:P=\w+|[a-z]+)\)|\[\^?\]?(?:\\.|[^\]\\])*\]|[.^$])"
    rf"(?:{_OPTIONAL}|\+[?+]?)?",
    re.DOTALL | re.IGNORECASE,
)
_LOOSE = re.compile(rf"[^()|\0]{_OPTIONAL}|(?<!\))\+[?+]?")
_LOOSE_GROUP = re.compile(rf"\((?:\?<?![^()]*\)|[^()]*\){_OPTIONAL})")
_GROUP = re.compile(
    r"\((?!\?<?!)(?:\?(?:<?=|P<\w+>|[a-z-]*:))?([^()]*)\)(?:\+[?+]?|(?![*?{]))", re.IGNORECASE
)
_MARKS = 0xF0000  # letters of nobody's, from here on
_PIECE = re.compile(r"[^\0\U000f0000-\U000ffffd]+|[\U000f0000-\U000ffffd]")


def plain(text: str) -> str:
    """The text as patterns see it that care for no capitals; literals are so already."""
    return text.replace("İ", "i").replace("ı", "i").casefold()


class Reader:
    """Reads patterns that have much in common: a group that many hold is looked at once."""

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}  # by what stands in a group
        self._marked: dict[str, Literals] = {}

    def alternatives(self, pattern: str) -> list[list[Literals]]:
        """What all matches of each alternative hold, the most telling first."""
        rest, before = _LOOSE.sub("\0", _ANY.sub("\0", plain(pattern))), ""
        while rest != before:
            before = rest
            rest = _GROUP.sub(self._mark, _LOOSE_GROUP.sub("\0", rest))
        return [sorted(self._held(part), key=_telling, reverse=True) for part in rest.split("|")]

    def _mark(self, group: re.Match[str]) -> str:
        inside = group[1]
        if inside not in self._marks:
            self._marks[inside] = "\0"
            held = [self._held(part) for part in inside.split("|")]
            if all(held):  # of one alternative nothing is known, and nothing is of the group
                best = (max(each, key=_telling) for each in held)
                mark = self._marks[inside] = chr(_MARKS + len(self._marked))
                self._marked[mark] = tuple(dict.fromkeys(chain(*best)))
        return self._marks[inside]

    def _held(self, part: str) -> list[Literals]:
        """What all matches of an alternative without groups hold."""
        return [self._marked.get(piece) or (piece,) for piece in _PIECE.findall(part)]


def split(pattern: str) -> list[str]:
    """The alternatives of a pattern."""
    rest, before = _ANY.sub(_blank, pattern), ""
    while rest != before:
        before = rest
        rest = _GROUP.sub(_blank, _LOOSE_GROUP.sub(_blank, rest))
    ends = [at for at, sign in enumerate(rest) if sign == "|"]
    starts = [0, *(end + 1 for end in ends)]
    return [pattern[start:end] for start, end in zip(starts, [*ends, None], strict=True)]


def _blank(found: re.Match[str]) -> str:
    """As much of nothing, so that all else stays in its place."""
    return "\0" * len(found[0])


def _telling(literals: Literals) -> tuple[int, int]:
    """The longer ones tell more; of as long ones the fewer."""
    return min(LONG, len(min(literals, key=len))), -len(literals)
