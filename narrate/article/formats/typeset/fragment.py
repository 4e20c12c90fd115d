"""Text at its place on a page. Lengths are points; ``base`` counts from the page's foot up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A run of text on one line, as the file holds it."""

    text: str
    left: float
    right: float
    base: float
    """The line that its letters stand on."""
    size: float
    bold: bool = False
    mono: bool = False
    """Whether all letters of its font are of one width, as in code."""
    mark: str = ""
    """The raised number or sign before it: a footnote begins so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A whole line of a column."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    mono: bool
    mark: str
    page: int
    column: int
    """Counted through the document, so that no two columns have one number."""
    cells: tuple[str, ...]
    """Its pieces with wide gaps between them: a row of a table has several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page: its number from 0, and what is printed on it."""

    page: int
    fragments: tuple[Fragment, ...]


def body_size(texts: Iterable[Fragment | Line]) -> float:
    """The size that most letters are set in; 0.0 where there are none."""
    letters: Counter[float] = Counter()
    for text in texts:
        letters[round(text.size * 2) / 2] += len(text.text)
    return max(letters, key=lambda size: letters[size], default=0.0)


def rows(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """Fragments that stand on one line, from the head of the page down, each from the left."""
    found: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (-f.base, f.left)):
        if found and abs(found[-1][0].base - fragment.base) < 0.35 * min(
            found[-1][0].size, fragment.size
        ):
            found[-1].append(fragment)
        else:
            found.append([fragment])
    return [sorted(row, key=lambda f: f.left) for row in found]


def text_of(row: Sequence[Fragment]) -> str:
    """The row's text, one space where there is a gap."""
    text = ""
    for before, fragment in zip([None, *row[:-1]], row, strict=True):
        if before is not None and fragment.left - before.right > 0.12 * fragment.size:
            text += " "
        text += fragment.text
    return text
