"""Lines of a column to paragraphs: where one ends and the next begins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from narrate.article.formats.typeset.fragment import Line

Paragraph = list[Line]

BULLET = re.compile(r"[•▪▫‣◦●○■□➢✓❖·]\s*(?=\S)")
NUMBERED = re.compile(r"(?:[-–—*]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?=\S)")
STOP = re.compile(r"[.!?…。！？:][\"'”’»›“)\]]*$")
_NEIGHBOURS = 3  # lines above and below that show how wide a paragraph is set


def paragraphs(
    lines: Sequence[Line], *, body: float, leading: dict[float, float], notes: bool = False
) -> list[Paragraph]:
    """The lines in groups. A paragraph ends with its column, and may go on in the next.

    ``body`` is the size of most text, ``leading`` the distance of lines by size of type;
    ``notes``: the lines are footnotes, and each begins with its mark.
    """
    found: list[Paragraph] = []
    for index, line in enumerate(lines):
        goes_on = (
            index > 0
            and _is_near(found[-1][-1], line, leading)
            and not (notes and line.mark)
            and (
                line.mono
                or _is_display(found[-1][-1], line, body)
                or not _begins(found[-1], line, _right(lines, index - 1))
            )
        )
        if goes_on:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _step(size: float) -> float:
    return round(size * 2) / 2


def leading_of(lines: Sequence[Line]) -> dict[float, float]:
    """By size of type, the usual distance from one line to the next."""
    gaps: dict[float, list[float]] = defaultdict(list)
    for a, b in pairwise(lines):
        is_alike = a.column == b.column and _step(a.size) == _step(b.size)
        if is_alike and 0.8 * a.size < a.base - b.base < 2.6 * a.size:
            gaps[_step(a.size)].append(a.base - b.base)
    return {size: median(some) for size, some in gaps.items()}


def _right(lines: Sequence[Line], index: int) -> float:
    """How far to the right the lines around this one go."""
    line = lines[index]
    near = lines[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1]
    return max(
        other.right
        for other in near
        if other.column == line.column
        and abs(other.size - line.size) < 0.1 * line.size
        and abs(other.left - line.left) < 2.5 * line.size
    )


def _is_near(last: Line, line: Line, leading: dict[float, float]) -> bool:
    """Whether the line stands below the other, at the usual distance and in the same type."""
    usual = leading.get(_step(last.size), 1.2 * last.size)
    # A line of nothing but an address or a name of code, inside a sentence.
    is_inline = not STOP.search(last.text) and abs(line.left - last.left) < 0.5 * line.size
    return (
        last.column == line.column
        and last.bold == line.bold
        and (last.mono == line.mono or is_inline)
        and abs(last.size - line.size) < 0.08 * line.size
        and 0 < last.base - line.base < 1.35 * usual
    )


def _is_display(last: Line, line: Line, body: float) -> bool:
    """Whether the two are lines of one title or heading: they break for the sense."""
    is_centred = abs(last.left + last.right - line.left - line.right) < line.size
    return line.size > 1.3 * body or (is_centred and line.bold)


def _begins(paragraph: Paragraph, line: Line, right: float) -> bool:
    """Whether the line begins a paragraph, by its indent or by how the line before it ends."""
    last = paragraph[-1]
    if last.text.endswith(("-", "\u2010")) and last.text[-2:-1].isalpha():
        return False  # in the middle of a word
    ended = bool(STOP.search(last.text)) or last.text.endswith((";", ","))
    is_item = is_item_start(paragraph[0])
    if BULLET.match(line.text):
        return True
    if NUMBERED.match(line.text):
        is_next = is_item and abs(line.left - paragraph[0].left) < 0.5 * line.size
        if ended or is_next:
            return True
    if _is_indented(paragraph, line, is_item=is_item):
        return True
    # Where the next word would have fitted, somebody ended the line.
    slack = right - last.right
    letters = len(line.text.split(" ", 1)[0])
    word = letters * (line.right - line.left) / max(1, len(line.text))
    is_cut = slack > 1.2 * word + 0.3 * line.size
    return is_cut and (bool(STOP.search(last.text)) or slack > 0.3 * (right - last.left))


def is_item_start(line: Line) -> bool:
    return bool(BULLET.match(line.text) or NUMBERED.match(line.text))


def _is_indented(paragraph: Paragraph, line: Line, *, is_item: bool) -> bool:
    """Whether the line stands elsewhere than the next line of the paragraph would."""
    last = paragraph[-1]
    indent = (line.left - last.left) / line.size
    is_centred = abs(last.left + last.right - line.left - line.right) < line.size
    if abs(indent) < 0.7 or (is_centred and abs(indent) > 2):
        return False
    if indent > 0:  # all lines but the first may hang; then the first is full, not ended
        hangs = is_item or bool(paragraph[0].mark) or not STOP.search(last.text)
        return len(paragraph) > 1 or not hangs
    return len(paragraph) > 1 or is_item
