"""Pasted text: its lines to blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from narrate.article.candidate import Candidate
from narrate.article.formats.lines import STOP, Line, begins_item, is_numbered, lines

_HEADING = 100  # characters; a longer line is a paragraph without its stop
_WORDS = 14
_PROSE = 120  # characters of a paragraph that a heading may stand over without a blank line
_HASH = re.compile(r"(#{1,6})\s+(?=\S)")
_LEVELS = {"=": 1, "-": 2, "~": 3}
_AGENCY = re.compile(r"[(\[][^()\[\]]{2,40}[)\]]")
_TAGS = re.compile(r"(?:#\w+[\s,]*)+")
_LAST = 3  # blocks: marks of an agency and tags stand no further from the end
_SIGNATURE = 8  # lines of one at most
_SIGNED = re.compile(r"^-- ?\r?\n", re.MULTILINE)


def candidates(text: str) -> Iterator[Candidate]:
    """The blocks of a plain text in order, none of its words left out."""
    body, signature = _unsigned(text)
    found = list(lines(body))
    indents: list[int] = []
    for index, line in enumerate(found):
        if item := begins_item(line.text) if _is_item(found, index) else None:
            indents = [indent for indent in indents if indent < line.indent] + [line.indent]
            yield Candidate(kind="list item", text=line.text[item.end() :], level=len(indents))
            continue
        indents = []
        candidate = _candidate(found, index)
        if len(found) - index <= _LAST and index > 0:
            candidate = replace(candidate, verdict=_at_the_end(candidate.text))
        yield candidate
    for line in lines(signature):
        verdict = ("signature", "it signs the message, and is no part of it")
        yield Candidate(kind="paragraph", text=line.text, verdict=verdict)


def is_heading(line: str) -> bool:
    """Short, and without the stop that a sentence ends in; a quotation may be a heading."""
    return (
        len(line) <= _HEADING
        and len(line.split()) <= _WORDS
        and not STOP.search(line)
        and any(character.isalpha() for character in line)
    )


def _candidate(found: Sequence[Line], index: int) -> Candidate:
    line = found[index]
    if line.quoted:
        return Candidate(kind="quote", text=line.text)
    if hashes := _HASH.match(line.text):
        return Candidate(kind="heading", text=line.text[hashes.end() :], level=len(hashes[1]))
    if line.underlined and len(line.text) <= 2 * _HEADING:
        return Candidate(kind="heading", text=line.text, level=_LEVELS[line.underlined])
    if index > 0 and is_heading(line.text) and _stands_over(found, index):
        number = line.text.split(maxsplit=1)[0].rstrip(".") if is_numbered(line.text) else ""
        return Candidate(kind="heading", text=line.text, level=min(6, 2 + number.count(".")))
    return Candidate(kind="paragraph", text=line.text)


def _stands_over(found: Sequence[Line], index: int) -> bool:
    """Whether a line that may be a heading has something to stand over."""
    line, below = found[index], found[index + 1 : index + 3]
    if not below or below[0].quoted or line.text.startswith(("—", "–", "-")):
        return False  # a dash begins what somebody says
    if line.text.isupper() and len(below[0].text) > len(line.text):
        return True
    if line.alone:
        longer = any(len(other.text) > len(line.text) for other in below)
        return longer or line.text.isupper() or is_numbered(line.text)
    # Without a blank line below, only what stands clear of a paragraph above is sure.
    is_clear = line.first or STOP.search(found[index - 1].text) is not None
    return is_clear and len(below[0].text) > _PROSE


def _is_item(found: Sequence[Line], index: int) -> bool:
    """Whether the line is of a list: a bullet is enough, a number needs another beside it."""
    line = found[index]
    mark = begins_item(line.text)
    if not mark or line.quoted:
        return False
    sign = mark[0].strip()
    if not any(map(str.isalnum, sign)):
        # A dash begins what somebody says, too.
        return sign != "–" or STOP.search(line.text) is None
    beside = [*found[max(0, index - 1) : index], *found[index + 1 : index + 2]]
    others = [other[0].strip() for line in beside if (other := begins_item(line.text))]
    return any(_follow(sign, other) or _follow(other, sign) for other in others)


def _follow(sign: str, other: str) -> bool:
    """Whether the one number, or letter, comes next behind the other."""
    one, two = sign.strip("(.)"), other.strip("(.)")
    if one.isdecimal() and two.isdecimal():
        return int(two) - int(one) in (0, 1)
    return len(one) == len(two) == 1 and ord(two) - ord(one) == 1


def _at_the_end(text: str) -> tuple[str, str] | None:
    if _AGENCY.fullmatch(text):
        return "agency mark", "it names who the text is from"
    if _TAGS.fullmatch(text):
        return "tags", "they sort the text, and are no part of it"
    return None


def _unsigned(text: str) -> tuple[str, str]:
    """The text and the signature below it, as mail has them."""
    parts = _SIGNED.split(text)
    size = len(parts[-1])
    if len(parts) < 2 or 3 * size > len(text) or parts[-1].count("\n") > _SIGNATURE:
        return text, ""
    return text[: len(text) - size].rstrip().removesuffix("--"), parts[-1]
