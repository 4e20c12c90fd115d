"""Lines to running text: words that were divided at the end of a line become whole again."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_FIRST = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_ADDRESS = re.compile(r"(?:https?:|www\.|\S@)\S*$")
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
_LAST = re.compile(r"([^\W_]+(?:[-’'][^\W_]+)*).$")
_HYPHENS = ("-", "\u2010")
_FARTHEST = 200  # characters before the end of a line that are looked at


@functools.cache
def words(table: str) -> frozenset[str]:
    """The words of all languages in a table of ``words.toml``."""
    text = files("narrate.article.formats.typeset").joinpath("words.toml").read_text("utf-8")
    by_language: dict[str, str] = tomllib.loads(text)[table]
    return frozenset(word for some in by_language.values() for word in some.split())


class Vocabulary:
    """The words of a document that stand inside its lines: they tell how the others go."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        for line in lines:
            # The first and the last word of a line may be parts of words; addresses are none.
            inner = " ".join(w for w in line.split()[1:-1] if not re.search(r"[./@\\]\w", w))
            self._words.update(word.lower() for word in _WORD.findall(inner))

    def joined(self, lines: Sequence[str]) -> str:
        """The lines as one text."""
        pieces: list[str] = []
        for line in lines:
            if pieces:
                pieces[-1], line = self._seam(pieces[-1], line)
            pieces.append(line)
        return "".join(pieces)

    def _seam(self, above: str, line: str) -> tuple[str, str]:
        """Two lines as they follow each other in running text."""
        end = above[-_FARTHEST:]
        if end.endswith(("-", "/", "_", "=", "?", "&", "%")) and _ADDRESS.search(end):
            return above, line
        if end[-1:] in _HYPHENS and end[-2:-1].isalnum():
            first = _FIRST.match(line)
            if not first:
                return above, f" {line}"
            return (above if self._is_kept(end, first[0]) else above[:-1]), line
        if end[-1:] == "—" and not end[-2:-1].isspace():
            return above, line
        if _NO_SPACES.match(end[-1:]) and _NO_SPACES.match(line):
            return above, line
        return above, f" {line}"

    def _is_kept(self, end: str, first: str) -> bool:
        """Whether a hyphen is part of the word, and was not put in to divide it."""
        before = _LAST.search(end)
        start = before[1].lower() if before else ""
        with_hyphen, without = (
            self._words[f"{start}-{first.lower()}"],
            self._words[start + first.lower()],
        )
        if with_hyphen != without:
            return with_hyphen > without
        if not first[0].islower() or not start.isalpha():
            # "Jean-/Paul", "COVID-/19", "state-of-the-/art"; but "INTERNA-/TIONAL"
            return not (len(first) > 1 and first.isupper() and end[-3:-1].isupper())
        return start in words("compounds") and first not in words("endings")
