"""Many patterns, and which of them match a text: few are tried, and only those are compiled."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Generic, TypeVar

from narrate.article.literals import Literals, Reader, plain, split

Meaning = TypeVar("Meaning")

_REACH = 3  # letters by which a literal is found


class Phrases(Generic[Meaning]):
    """Patterns that care for no capitals, each with what it means."""

    def __init__(self, patterns: Iterable[tuple[str, Meaning]]) -> None:
        self._patterns = tuple(patterns)
        self._held: dict[tuple[int, int], list[Literals]] = {}  # by pattern and alternative
        self._always: list[tuple[int, int]] = []  # those that any text may match
        self._begun: dict[str, list[tuple[str, tuple[int, int]]]] = defaultdict(list)
        self._begun[""] = []
        reader = Reader()
        for number, (pattern, _) in enumerate(self._patterns):
            for place, held in enumerate(reader.alternatives(pattern)):
                self._held[number, place] = held[1:]
                if not held:
                    self._always.append((number, place))
                for literal in held[0] if held else ():
                    beginning = literal[:_REACH] if len(literal) >= _REACH else ""
                    self._begun[beginning].append((literal, (number, place)))

    def of(self, text: str) -> Iterator[Meaning]:
        """What those patterns mean that match all of the text, in their order."""
        for number, place in sorted(self._likely(plain(text))):
            pattern, meaning = self._patterns[number]
            if _compiled(pattern, place).fullmatch(text):
                yield meaning

    def may_match_in(self, text: str) -> bool:
        """False where no pattern matches the text, nor any part of it."""
        return bool(self._likely(plain(text)))

    def _likely(self, seen: str) -> list[tuple[int, int]]:
        """By pattern and alternative, those whose literals are all there."""
        pieces = set(map("".join, zip(seen, seen[1:], seen[2:], strict=False)))
        beginnings = ("", *(self._begun.keys() & pieces))
        begun = chain.from_iterable(map(self._begun.__getitem__, beginnings))
        found = {key for literal, key in begun if literal in seen}
        return [
            key
            for key in found.union(self._always)
            if all(any(literal in seen for literal in held) for held in self._held[key])
        ]


@functools.cache
def _compiled(pattern: str, place: int) -> re.Pattern[str]:
    return re.compile(split(pattern)[place], re.IGNORECASE)
