"""The lines of a plain text, put together to paragraphs where they were wrapped.

Text copied from a page has a line for each paragraph, with blank lines between or without.
Mail and old text files are wrapped: there a line ends where the next word had no room. Verse
looks like them, but its lines begin with capitals and end where the poet wants it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from narrate.article.candidate import tidy

NARROWEST = 40  # characters of a line; text wrapped shorter is verse or a list
WIDEST = 100
_WRAPPED = 0.3  # of lines that go on: as many begin in small letters, even in German
_ROOM = 0.9  # of the width: wrapping leaves no more room than the next word needed
_QUOTED = re.compile(r"(?:> ?)+")
_MARK = re.compile(r"(?:[-*•‣◦·▪–]|\(?(?:\d{1,3}|[a-z])[.)])\s+(?=\S)")
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,5})(?:\.\d{1,2})*\.?\s+[^\W\d_]")
_UNDERLINE = re.compile(r"=+|-+|~+")
STOP = re.compile(r"[.!?…:;,。！？][\"'”’»›“)\]]*$")
_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_DIVIDED = re.compile(r"[^\W\d_]-$")
_NOT_DIVIDED = ("and ", "or ", "und ", "oder ", "bis ", "et ", "ou ", "y ", "o ")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the text, or a line that stands by itself."""

    text: str
    indent: int = 0
    """White space before it, in characters."""
    quoted: int = 0
    """How many ``>`` stood before it."""
    alone: bool = False
    """Whether blank lines, or the ends of the text, stand around it."""
    first: bool = False
    """Whether a blank line, or nothing, stands before it."""
    underlined: str = ""
    """``=``, ``-`` or ``~``, where a line of such signs stands below."""


def lines(text: str) -> Iterator[Line]:
    """The text's paragraphs and lines in order; nothing of it is left out but white space."""
    groups = list(_groups(text))
    depths = {group[0].quoted for group in groups}
    widths = {depth: _width([g for g in groups if g[0].quoted == depth]) for depth in depths}
    for group in groups:
        joined = list(_joined(_without_underlines(group), widths[group[0].quoted]))
        for number, line in enumerate(joined):
            yield replace(line, alone=len(joined) == 1, first=number == 0)


def begins_item(line: str) -> re.Match[str] | None:
    """The bullet or number before an item of a list."""
    mark = _MARK.match(line)
    return mark if mark and _has_words(line[mark.end() :]) else None


def is_numbered(line: str) -> bool:
    """Whether a section's number stands before the words: ``2.1 Methods``."""
    return _NUMBERED.match(line) is not None


def _groups(text: str) -> Iterator[list[Line]]:
    """Runs of lines between blank ones, tidied; what is quoted is a run of its own."""
    group: list[Line] = []
    for raw in text.splitlines():
        quoted = _QUOTED.match(raw)
        rest = raw[quoted.end() :] if quoted else raw
        words = tidy(rest)
        depth = quoted[0].count(">") if quoted else 0
        if group and (not words or depth != group[-1].quoted):
            yield group
            group = []
        if words:
            expanded = rest.expandtabs(4)
            group.append(Line(words, len(expanded) - len(expanded.lstrip()), depth))
    if group:
        yield group


def _without_underlines(group: list[Line]) -> Iterator[Line]:
    """Lines of signs below words, and about as long, become a property of those."""
    pending: Line | None = None
    for line in group:
        if pending and _underlines(line.text, pending.text):
            yield replace(pending, underlined=line.text[0])
            pending = None
            continue
        if pending:
            yield pending
        pending = line
    if pending:
        yield pending


def _underlines(signs: str, text: str) -> bool:
    return (
        len(signs) >= 3
        and _UNDERLINE.fullmatch(signs) is not None
        and abs(len(signs) - len(text)) <= max(3, len(text) // 3)
        and _has_words(text)
        and (signs[0] == "=" or STOP.search(text) is None)
    )


def _width(groups: Sequence[Sequence[Line]]) -> float:
    """The width that the text was wrapped to, in characters; 0 where it was not."""
    pairs = [pair for group in groups for pair in pairwise(group)]
    going_on = [(one, other) for one, other in pairs if not STOP.search(one.text)]
    if not going_on:
        return 0.0
    long = sum(len(line.text) > WIDEST for group in groups for line in group)
    small = sum(not other.text[0].isupper() for _, other in going_on)
    lengths = sorted(line.indent + len(line.text) for line, _ in pairs)
    width = lengths[int(0.9 * (len(lengths) - 1))]
    is_wrapped = width >= NARROWEST and long * 5 <= len(pairs) and small >= _WRAPPED * len(going_on)
    return float(width) if is_wrapped else 0.0


def _joined(group: Iterable[Line], width: float) -> Iterator[Line]:
    first: Line | None = None
    pieces: list[str] = []
    for line in group:
        if first and _goes_on(first, pieces[-1], line, width):
            pieces += [_between(pieces[-1], line.text), line.text]
            continue
        if first:
            yield replace(first, text="".join(pieces))
        first, pieces = line, [line.text]
    if first:
        yield replace(first, text="".join(pieces))


def _goes_on(first: Line, last: str, line: Line, width: float) -> bool:
    """Whether a line goes on with the paragraph of which ``last`` is the line before it."""
    is_item = begins_item(line.text) is not None
    if first.underlined or line.underlined or not _has_words(last) or not _has_words(line.text):
        return False
    if begins_item(first.text) and line.indent > first.indent and not is_item:
        return True
    if not width or (is_item and (STOP.search(last) or begins_item(first.text))):
        return False
    room = first.indent + len(last) + 1 + len(line.text.split(maxsplit=1)[0])
    return room > _ROOM * width


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _between(before: str, after: str) -> str:
    """No space in scripts that have none, nor behind the hyphen of a divided word."""
    if _ASIAN.match(before[-1]) and _ASIAN.match(after[0]):
        return ""
    divided = _DIVIDED.search(before[-2:]) and after[0].islower()
    return "" if divided and not after.startswith(_NOT_DIVIDED) else " "
