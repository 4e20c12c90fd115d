"""Lines to blocks: what is a heading, a list, a caption; and text that goes over the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from narrate.article.candidate import Candidate, tidy
from narrate.article.formats.typeset.apart import Part, parts
from narrate.article.formats.typeset.fragment import Line, body_size
from narrate.article.formats.typeset.joining import Vocabulary, words
from narrate.article.formats.typeset.paragraphs import (
    BULLET,
    NUMBERED,
    STOP,
    Paragraph,
    leading_of,
    paragraphs,
)
from narrate.model import BlockKind

_LONGEST_HEADING = 200  # characters
_MOST_WORDS = 25  # of a heading
_LARGER = 1.12  # than the text: then it is a heading
_TITLE = 1.15
_PROSE = 40  # words
_SMALLER = 0.9  # than the text: then a few words label something in a picture
_LONGEST_LABEL = 6  # words
_FEWEST_LETTERS = 6  # of a title; a scan's specks become two or three
_VERDICTS: dict[str, tuple[str, str]] = {
    "contents": ("table of contents", "it lists what the document holds"),
    "label": ("figure label", "it stands in a picture, and says nothing without it"),
    "signs": ("signs and numbers", "there are hardly any words in it"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How most of the document is set."""

    size: float
    is_bold: bool
    is_mono: bool


@dataclass(slots=True)
class _Block:
    """A block that may still grow over the end of its column."""

    kind: BlockKind
    lines: Paragraph
    verdict: tuple[str, str] | None = None


def look_of(lines: Sequence[Line]) -> Look:
    """The size, weight and kind of type that most letters have."""
    half = sum(len(line.text) for line in lines) / 2
    return Look(
        size=body_size(lines),
        is_bold=sum(len(line.text) for line in lines if line.bold) > half,
        is_mono=sum(len(line.text) for line in lines if line.mono) > half,
    )


def read(lines: Sequence[Line]) -> tuple[list[Candidate], str]:
    """The document's blocks in order, and what is printed largest on its first page."""
    look = look_of(lines)
    leading = leading_of(lines)
    vocabulary = Vocabulary(line.text for line in lines)
    blocks = [
        _Block(kind, paragraph, verdict)
        for part, run in parts(lines, look.size)
        for paragraph in _grouped(part, run, look, leading)
        for kind, verdict in [_kind(part, paragraph, look)]
    ]
    blocks = _over_columns(blocks)
    title = _title(blocks, look)
    levels = _levels(blocks, first=2 if title else 1)
    found = [_candidate(*pair, vocabulary) for pair in zip(blocks, levels, strict=True)]
    return found, vocabulary.joined([line.text for line in title.lines]) if title else ""


def _grouped(
    part: Part, run: list[Line], look: Look, leading: dict[float, float]
) -> list[Paragraph]:
    if part in ("table", "contents"):
        return [[line] for line in run]
    return paragraphs(run, body=look.size, leading=leading, notes=part == "note")


def _kind(part: Part, paragraph: Paragraph, look: Look) -> tuple[BlockKind, tuple[str, str] | None]:
    """What a paragraph is, and what speaks against it."""
    text = " ".join(line.text for line in paragraph)
    if part == "contents":
        return "paragraph", _VERDICTS["contents"]
    if part == "note":
        return "footnote", None
    if part == "table":
        return "table", None
    if is_caption(text):
        return "caption", None
    if not look.is_mono and all(line.mono for line in paragraph) and not BULLET.match(text):
        return "code", None
    if is_heading(paragraph, look):
        return "heading", None
    letters = sum(map(str.isalpha, text))
    if 2 * letters < sum(not character.isspace() for character in text):
        return "paragraph", _VERDICTS["signs"]
    is_small = paragraph[0].size < _SMALLER * look.size
    if is_small and len(text.split()) <= _LONGEST_LABEL and not STOP.search(text):
        return "paragraph", _VERDICTS["label"]
    if BULLET.match(text) or NUMBERED.match(text):
        return "list item", None
    return "paragraph", None


def is_caption(text: str) -> bool:
    """Whether it begins as "Figure 1: …" or "Tab. 2. …" do."""
    found = re.match(
        r"([^\W\d_]+)\.?\s*(?:\d+|[IVX]+|[A-Z])(?:[.-]\d+)*[a-z]?\s*[.:|–—]\s", text + " "
    )
    return found is not None and found[1].capitalize() in words("captions")


def is_heading(paragraph: Paragraph, look: Look) -> bool:
    """Larger or bolder than the text, or all in capitals; and short, as headings are."""
    text = " ".join(line.text for line in paragraph)
    if len(text) > _LONGEST_HEADING or len(text.split()) > _MOST_WORDS:
        return False
    letters = [character for character in text if character.isalpha()]
    if len(letters) < 2 or text.endswith((",", ";")):
        return False
    first = paragraph[0]
    if first.size >= _LARGER * look.size:
        return True
    if text.endswith(".") and len(text.split()) > 6:
        return False
    if first.bold and not look.is_bold and first.size > 0.9 * look.size:
        return True
    upper = sum(map(str.isupper, letters))
    return len(letters) >= 4 and upper == len(letters) and len(text.split()) <= 10


def _over_columns(blocks: Iterable[_Block]) -> list[_Block]:
    """The blocks, those that go on in the next column or on the next page put together."""
    found: list[_Block] = []
    last: _Block | None = None  # of the running text; notes, tables and captions stand between
    for block in blocks:
        if block.kind in ("paragraph", "list item") and not block.verdict:
            if last and block.kind == "paragraph" and _goes_on(last.lines, block.lines):
                last.lines += block.lines
                continue
            last = block
        elif block.kind == "heading":
            last = None
        found.append(block)
    return found


def _goes_on(before: Paragraph, after: Paragraph) -> bool:
    last, first = before[-1], after[0]
    if last.column == first.column or last.bold != first.bold or last.mono != first.mono:
        return False
    if abs(last.size - first.size) > 0.08 * last.size or STOP.search(last.text):
        return False
    is_indented = len(after) > 1 and first.left - after[1].left > 0.7 * first.size
    return first.text[0].islower() or not is_indented


def _title(blocks: Sequence[_Block], look: Look) -> _Block | None:
    """The largest text of the first page."""
    if not blocks:
        return None
    page = blocks[0].lines[0].page
    large = [
        block
        for block in blocks
        if block.kind == "heading"
        and block.lines[0].page == page
        and block.lines[0].size >= _TITLE * look.size
        and sum(c.isalpha() for line in block.lines for c in line.text) >= _FEWEST_LETTERS
    ]
    return max(large, key=lambda block: _style(block)[0], default=None)


def _levels(blocks: Sequence[_Block], first: int) -> Iterator[int]:
    """The level of each heading, by size and weight; 0 for other blocks.

    What stands over the first running text in a type of its own (title, writers, the name of
    a conference) counts for nothing, and is no heading but the title.
    """
    start = next((i for i, block in enumerate(blocks) if _is_prose(block)), 0)
    counted = Counter(_style(b) for b in blocks[start:] if b.kind == "heading")
    styles = {style for style, count in counted.items() if count > 1} or set(counted)
    for index, block in enumerate(blocks):
        if block.kind != "heading" or (index < start and _style(block) not in counted):
            yield 0
        else:
            yield min(6, first + sum(style > _style(block) for style in styles))


def _is_prose(block: _Block) -> bool:
    words = sum(len(line.text.split()) for line in block.lines)
    return block.kind == "paragraph" and not block.verdict and words >= _PROSE


def _style(block: _Block) -> tuple[float, bool]:
    return round(block.lines[0].size * 2) / 2, block.lines[0].bold


def _candidate(block: _Block, level: int, vocabulary: Vocabulary) -> Candidate:
    lines = [line.text for line in block.lines]
    if block.kind == "code":
        text = "\n".join(lines)
    elif block.kind == "table":
        text = tidy(", ".join(block.lines[0].cells))
    else:
        text = tidy(vocabulary.joined(lines))
    kind = block.kind if level or block.kind != "heading" else "paragraph"
    if kind == "list item":
        mark = BULLET.match(text) or NUMBERED.match(text)
        text, level = text[mark.end() if mark else 0 :], 1
    return Candidate(kind=kind, text=text, level=level, verdict=block.verdict)
