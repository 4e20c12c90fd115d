"""Lines that stand apart from the running text: footnotes, rows of tables, tables of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from typing import Literal

from narrate.article.formats.typeset.fragment import Line
from narrate.article.formats.typeset.paragraphs import is_item_start

Part = Literal["text", "table", "note", "contents"]

_SMALLER = 0.93  # of the size of the text
_NOTE = re.compile(r"(?:\d{1,3}|[*∗†‡§¶]{1,3})[.)]?\s+\S|\d{1,3}[^\W\d_]")
_FEWEST_ROWS = 3  # lines with wide gaps make a table
_LEADER = re.compile(r"(?:[.·…_]\s*){4,}\s*(?:\d{1,4}|[ivxlc]{1,6}|[A-Z]-\d+)$")
_FARTHEST = 200  # characters of an entry's dots and number
_FEWEST_ENTRIES = 4
_BETWEEN = 3  # lines without dots between two with them: long entries, and chapters


def parts(lines: Sequence[Line], body: float) -> Iterator[tuple[Part, list[Line]]]:
    """Runs of lines of one kind, in order; ``body`` is the size of the running text."""
    kinds: dict[int, Part] = {id(line): "note" for line in _notes(lines, body)}
    kinds |= {id(line): "table" for line in _table_rows(lines)}
    kinds |= {id(line): "contents" for line in _contents(lines)}
    for kind, run in groupby(lines, key=lambda line: kinds.get(id(line), "text")):
        yield kind, list(run)


def _notes(lines: Sequence[Line], body: float) -> Iterator[Line]:
    """Small type at the foot of a column, from the first line that begins with a mark."""
    lowest = _lowest(lines, body)
    for (page, _), run in groupby(lines, key=lambda line: (line.page, line.column)):
        column = list(run)
        small = len(column)
        while small and column[small - 1].size <= _SMALLER * body:
            small -= 1
        tail = column[small:]
        if not tail or small == 0 or tail[-1].base > lowest.get(page, tail[-1].base):
            continue
        start = next((i for i, line in enumerate(tail) if _begins_note(line)), len(tail))
        yield from tail[start:]


def _lowest(lines: Sequence[Line], body: float) -> dict[int, float]:
    """By page, where the last line of the running text stands."""
    found: dict[int, float] = {}
    for line in lines:
        if line.size > _SMALLER * body:
            found[line.page] = min(line.base, found.get(line.page, line.base))
    return found


def _begins_note(line: Line) -> bool:
    return len(line.cells) == 1 and (bool(line.mark) or bool(_NOTE.match(line.text)))


def _table_rows(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines with wide gaps in them, several below each other."""
    for is_row, run in groupby(lines, key=lambda line: (line.column, _is_row(line))):
        table = list(run)
        if is_row[1] and len(table) >= _FEWEST_ROWS:
            yield from table


def _is_row(line: Line) -> bool:
    return len(line.cells) >= 3 or (len(line.cells) == 2 and not is_item_start(line))


def _contents(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines that lead to a page number with dots, and what stands between them."""
    entries = [index for index, line in enumerate(lines) if _LEADER.search(line.text[-_FARTHEST:])]
    run: list[int] = []
    for index, following in zip_longest(entries, entries[1:]):
        run.append(index)
        if following is None or following - index > _BETWEEN + 1:
            if len(run) >= _FEWEST_ENTRIES:
                yield from lines[run[0] : run[-1] + 1]
            run = []
