"""Pasted text: lines and blank lines to blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.article.candidate import Candidate, tidy

_BULLET = re.compile(r"(?:[-*•‣◦]|\d{1,3}[.)])\s+(?=\S)")
_STOP = re.compile(r"[.!?…:;,。！？][\"'”’»›“)\]]*$")
_WRAPPED = 100  # no line of a text wrapped by hand is longer
_HEADING = 100  # characters; a longer line is a paragraph without its stop
_WORDS = 14


def candidates(text: str) -> Iterator[Candidate]:
    """The blocks of a plain text, the first being its title if it looks like one."""
    paragraphs = [_joined(group) for group in _groups(text)]
    lines = [line for paragraph in paragraphs for line in paragraph]
    for index, (line, alone) in enumerate(lines):
        following = lines[index + 1][0] if index + 1 < len(lines) else ""
        if bullet := _BULLET.match(line):
            yield Candidate(kind="list item", text=line[bullet.end() :], level=1)
        elif index > 0 and alone and is_heading(line) and len(following) > len(line):
            yield Candidate(kind="heading", text=line, level=2)
        else:
            yield Candidate(kind="paragraph", text=line)


def is_heading(line: str) -> bool:
    """Short, and without the stop that a sentence ends in; a quotation may be a heading."""
    return (
        len(line) <= _HEADING
        and len(line.split()) <= _WORDS
        and not _STOP.search(line)
        and any(character.isalpha() for character in line)
    )


def _groups(text: str) -> Iterator[list[str]]:
    """Runs of lines between blank ones, tidied."""
    group: list[str] = []
    for raw in text.splitlines():
        if line := tidy(raw):
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _joined(lines: list[str]) -> list[tuple[str, bool]]:
    """The group's lines, those wrapped by hand put together; and whether each stands alone.

    Text copied from a page has a line for each paragraph. In text wrapped by hand all lines
    but the last of a paragraph are about as long as the longest.
    """
    width = max(map(len, lines))
    if width > _WRAPPED or len(lines) == 1:
        return [(line, len(lines) == 1) for line in lines]
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and not _BULLET.match(line):
            joined[-1] += " " + line
        else:
            joined.append(line)
        goes_on = len(line) > 0.6 * width and width > 40 and not _is_complete(line, width)
    return [(line, len(joined) == 1) for line in joined]


def _is_complete(line: str, width: int) -> bool:
    return len(line) < 0.8 * width and bool(_STOP.search(line))
