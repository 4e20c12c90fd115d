"""Patterns of a language, each compiled when the first sentence comes that may hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from narrate.literals import Literals, Reader, plain

_reader = Reader()  # for all: they have much in common


class LatePattern:
    """A pattern whose letters are looked for before it is tried."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source = source
        self._flags = flags

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        seen = plain(text)
        for held in self._held:
            for literals in held:
                for literal in literals:
                    if literal in seen:
                        break
                else:
                    break  # none of these is there
            else:
                return self._pattern.finditer(text)
        return iter(())

    @cached_property
    def _held(self) -> list[list[Literals]]:
        return _reader.alternatives(self.source)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.source, self._flags)
