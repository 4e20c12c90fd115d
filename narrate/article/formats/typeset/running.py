"""Running heads, feet and page numbers: what stands at the same place on page after page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrate.article.candidate import Candidate, folded, tidy
from narrate.article.formats.typeset.fragment import Fragment, Sheet, rows, text_of

_OUTER = 2  # rows at the head and at the foot of a page that may be such
_SAME_PLACE = 6.0  # points
_FEWEST = 3  # pages whose numbers count up together
_SIGNS = "-–—|·[]() ."
_NUMBER = re.compile(r"\d{1,4}")
_ROMAN = re.compile(r"[ivxlcdm]{1,8}", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_HEAD = ("running head", "it is printed on page after page")
_NUMBERED = ("page number", "it counts the pages")


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """A row at the edge of a page."""

    page: int
    is_head: bool
    base: float
    text: str
    fragments: tuple[Fragment, ...]


def without(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[Candidate]]:
    """The pages without what runs over all of them, and that, with its verdict."""
    edges = [row for sheet in sheets for row in _edges(sheet)]
    running = _repeated(edges) | _counting(edges) | _alone(edges, len(sheets))
    dropped = [
        Candidate(
            kind="paragraph",
            text=row.text,
            verdict=_HEAD if any(map(str.isalpha, _ROMAN.sub("", row.text))) else _NUMBERED,
        )
        for row in edges
        if row in running
    ]
    gone = {id(fragment) for row in running for fragment in row.fragments}
    return [
        Sheet(page=s.page, fragments=tuple(f for f in s.fragments if id(f) not in gone))
        for s in sheets
    ], dropped


def _edges(sheet: Sheet) -> Iterator[_Row]:
    found = rows(sheet.fragments)
    outer = min(_OUTER, (len(found) + 1) // 2)
    for is_head, some in ((True, found[:outer]), (False, found[max(outer, len(found) - outer) :])):
        for row in some:
            text = tidy(text_of(row))
            yield _Row(sheet.page, is_head, row[0].base, text, tuple(row))


def _repeated(edges: Sequence[_Row]) -> set[_Row]:
    """Rows with the same words, numbers aside, at the same place on several pages."""
    alike: dict[tuple[bool, str], list[_Row]] = defaultdict(list)
    for row in edges:
        key = re.sub(r"\d+", "0", folded(row.text))
        if any(map(str.isalpha, key)):
            alike[row.is_head, key].append(row)
    found: set[_Row] = set()
    for rows_alike in alike.values():
        places = Counter(round(row.base / _SAME_PLACE) for row in rows_alike)
        for row in rows_alike:
            place = round(row.base / _SAME_PLACE)
            if places[place] + places[place - 1] + places[place + 1] >= 2:
                found.add(row)
    return found


def _counting(edges: Sequence[_Row]) -> set[_Row]:
    """Rows that begin or end with a number which grows by one from page to page."""
    counted: dict[tuple[bool, bool, int], list[_Row]] = defaultdict(list)
    for row in edges:
        words = row.text.strip(_SIGNS).split()
        for word in {words[0], words[-1]} if words else ():
            word = word.strip(_SIGNS)
            if _NUMBER.fullmatch(word):
                counted[row.is_head, False, int(word) - row.page].append(row)
            elif _ROMAN.fullmatch(word):
                counted[row.is_head, True, _roman(word) - row.page].append(row)
    return {row for same in counted.values() for row in same if _on_pages(same) >= _FEWEST}


def _on_pages(found: Sequence[_Row]) -> int:
    return len({row.page for row in found})


def _roman(word: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in word.lower()]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))


def _alone(edges: Sequence[_Row], pages: int) -> set[_Row]:
    """In a document of a page or two: a row that is the number of its page and nothing else."""
    if pages >= _FEWEST:
        return set()
    return {row for row in edges if row.text.strip(_SIGNS) == str(row.page + 1)}
