"""Where the entries of a lexicon stand in a text, found by looking up its words.

A lexicon may have fifty thousand entries, so no entry is ever searched for: each word of the
text, and each run of words that begins with it and is as long as some entry, is looked up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narrate.script.lexicon import Entry

_WORD = re.compile(r"[^\W_]+")
#: Han, kana, Thai, Lao, Burmese, Khmer: nothing stands between their words.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff]"
)
_ALIKE = str.maketrans(
    {"’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-"}
    | dict.fromkeys("\t\n\r\u00a0\u2009\u202f", " ")
)

Place = tuple[int, int, "Entry"]


class Index:
    """The entries by their words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._phrases: dict[str, list[Entry]] = {}
        #: By an entry's first word: of how many words it is, and what stands around them.
        self._shapes: dict[str, set[tuple[int, int, int]]] = {}
        self._inside: dict[str, list[Entry]] = {}
        #: By an entry's first character: how long it is.
        self._lengths: dict[str, set[int]] = {}
        for entry in sorted(entries, key=_rank):
            written = _alike(entry.written)
            words = [(0, len(written))] if written.isalnum() else _spans(written)
            if not words or not entry.whole_word or _UNSPACED.search(written):
                flat = _flat(written)
                self._inside.setdefault(flat, []).append(entry)
                self._lengths.setdefault(flat[:1], set()).add(len(flat))
                continue
            (lead, stop), end = words[0], words[-1][1]
            folded = written.casefold()
            first = written[lead:stop].casefold()
            self._phrases.setdefault(folded, []).append(entry)
            self._shapes.setdefault(first, set()).add((len(words), lead, len(written) - end))

    def find(self, text: str, start: int, end: int) -> Iterator[Place]:
        """Every place of ``text[start:end]`` where an entry stands, the best entry of each."""
        words = _spans(text, start, end)
        for number, (begin, stop) in enumerate(words):
            for count, lead, tail in self._shapes.get(text[begin:stop].casefold(), ()):
                if number + count > len(words):
                    continue
                first, last = begin - lead, words[number + count - 1][1] + tail
                if start <= first and last <= end and _whole(text, first, last):
                    found = self._phrases.get(_alike(text[first:last]).casefold(), ())
                    yield from _best(text, first, last, found)
        if self._inside:
            flat = _flat(text[start:end])
            for at, character in enumerate(flat):
                for length in self._lengths.get(character, ()):
                    found = self._inside.get(flat[at : at + length], ())
                    if at + length <= len(flat):
                        yield from _best(text, start + at, start + at + length, found)


def _rank(entry: Entry) -> int:
    """For one place the narrowest entry is the best; of equals the first."""
    return -(bool(entry.article) * 4 + bool(entry.site) * 2 + entry.match_case)


def _best(text: str, start: int, end: int, entries: Iterable[Entry]) -> Iterator[Place]:
    for entry in entries:
        if not entry.match_case or _alike(text[start:end]) == _alike(entry.written):
            yield start, end, entry
            return


def _spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    stop = len(text) if end is None else end
    return [word.span() for word in _WORD.finditer(text, start, stop)]


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no accent or vowel sign belongs to what is cut off."""
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    return beside.isascii() or not any(unicodedata.category(c)[0] == "M" for c in beside)


def _alike(text: str) -> str:
    """One apostrophe, one hyphen, one blank, and accents joined to their letters."""
    if text.isascii():
        return text if text.isalnum() else " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text).translate(_ALIKE).split())


def _flat(text: str) -> str:
    """The text without capitals, as many characters as it had."""
    plain = text.translate(_ALIKE)
    folded = plain.casefold()
    if len(folded) == len(plain):
        return folded
    return "".join(c.casefold() if len(c.casefold()) == 1 else c for c in plain)
