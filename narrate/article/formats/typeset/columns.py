"""The columns of a page, found by their left edges, and the lines in them in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from narrate.article.formats.typeset.fragment import Fragment, Line, Sheet, rows, text_of

_FEWEST = 5  # lines beside each other make columns
_NARROWEST = 9  # em that half of a column's lines are wide; a table's cells are narrower
_DEEPEST = 3  # columns of columns
_EDGES = 12  # left edges looked at, the commonest first
_WIDE_GAP = 1.5  # em
_DROP_CAP = 1.8  # times the size of the text beside it
_MOST_CAPS = 20  # in one column


def lines(sheets: Sequence[Sheet]) -> list[Line]:
    """All lines of the document in reading order."""
    found: list[Line] = []
    column = 0
    for sheet in sheets:
        for region in _regions(sheet.fragments, _DEEPEST) if sheet.fragments else ():
            found += _lines(region, sheet.page, column)
            column += 1
    return found


def _regions(fragments: Sequence[Fragment], depth: int) -> Iterator[Sequence[Fragment]]:
    """Parts of the page to be read one after the other, each from the top down."""
    edge = _second_column(fragments) if depth else None
    if edge is None:
        yield fragments
        return
    left: list[Fragment] = []
    right: list[Fragment] = []
    across: list[Fragment] = []
    for row in rows(fragments):
        if any(fragment.left < edge - 2 and fragment.right >= edge for fragment in row):
            yield from _both(left, right, depth)
            left, right = [], []
            across += row
            continue
        if across:
            yield across
            across = []
        for fragment in row:
            (left if fragment.right < edge else right).append(fragment)
    if across:
        yield across
    yield from _both(left, right, depth)


def _both(
    left: Sequence[Fragment], right: Sequence[Fragment], depth: int
) -> Iterator[Sequence[Fragment]]:
    for side in (left, right):
        if side:
            yield from _regions(side, depth - 1)


def _second_column(fragments: Sequence[Fragment]) -> float | None:
    """The left edge of a column that has another one to its left, if there is one."""
    edges = Counter(round(fragment.left / 2) * 2 for fragment in fragments)
    best, found = 0, None
    for edge, count in edges.most_common(_EDGES):
        if count < 3:
            break
        left = [f for f in fragments if f.right < edge]
        right = [f for f in fragments if f.left >= edge - 2]
        if min(len(left), len(right)) < _FEWEST or not (_is_column(left) and _is_column(right)):
            continue
        beside = _beside(left, right)
        score = beside - (len(fragments) - len(left) - len(right)) // 4
        if beside >= _FEWEST and score > best:
            best, found = score, edge
    return found


def _is_column(fragments: Sequence[Fragment]) -> bool:
    """Whether they are lines of prose; the letters count, as lists have many short lines."""
    widths = sorted(f.right - f.left for f in fragments for _ in range(1 + len(f.text) // 20))
    return median(widths) >= _NARROWEST * median(f.size for f in fragments)


def _beside(left: Sequence[Fragment], right: Sequence[Fragment]) -> int:
    """How many lines on the right stand beside the left column."""
    top, bottom = max(f.base for f in left), min(f.base for f in left)
    return sum(bottom - f.size <= f.base <= top + f.size for f in right)


def _lines(fragments: Sequence[Fragment], page: int, column: int) -> Iterator[Line]:
    usual = median(fragment.size for fragment in fragments)
    caps = [f for f in fragments if f.size > _DROP_CAP * usual and len(f.text) <= 2][:_MOST_CAPS]
    apart = {id(cap) for cap in caps}
    for row in rows(f for f in fragments if id(f) not in apart):
        for cap in caps:
            # The first line that stands beside the foot-long letter begins with it.
            if 0 <= row[0].left - cap.right < 2 * usual and row[0].base < cap.base + cap.size:
                row[0:0] = [cap]
                caps.remove(cap)
                break
        yield _line(row, page, column)
    for cap in caps:
        yield _line([cap], page, column)


def _line(row: Sequence[Fragment], page: int, column: int) -> Line:
    longest = max(row, key=lambda fragment: len(fragment.text))
    letters = sum(len(fragment.text) for fragment in row)
    return Line(
        text=_text(row),
        left=row[0].left,
        right=max(fragment.right for fragment in row),
        base=longest.base,
        size=longest.size,
        bold=sum(len(f.text) for f in row if f.bold) > 0.8 * letters,
        mono=sum(len(f.text) for f in row if f.mono) > 0.8 * letters,
        mark=row[0].mark,
        page=page,
        column=column,
        cells=tuple(map(text_of, _cells(row))),
    )


def _cells(row: Sequence[Fragment]) -> list[list[Fragment]]:
    cells = [[row[0]]]
    for before, fragment in pairwise(row):
        if fragment.left - before.right > _WIDE_GAP * fragment.size:
            cells.append([])
        cells[-1].append(fragment)
    return cells


def _text(row: Sequence[Fragment]) -> str:
    """The text; a drop cap is the first letter of its word."""
    if len(row) > 1 and row[0].size > _DROP_CAP * row[1].size and len(row[0].text) <= 2:
        return row[0].text + text_of(row[1:])
    return text_of(row)
