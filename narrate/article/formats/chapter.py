"""One document of a book to blocks: its notes, page marks and names are what HTML has not."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from narrate.article.candidate import Candidate, folded
from narrate.article.formats import html, pages
from narrate.article.formats.package import Name
from narrate.article.soup import BeautifulSoup, NavigableString, Tag

MOST_NAMES = 500  # places in one document that the table of contents may name
_MOST_INSIDE = 20  # elements and texts in such a mark
_LONGEST_MARK = 12  # characters of a page number or of a mark that leads to a note
_MARK = re.compile(r"[\[({]\s*(?:\d{1,4}|[a-z]|[ivxlc]{1,6})\s*[\])}]|[*†‡§¶]{1,3}|\d{1,4}[.:]?")
_BACK = re.compile(r"[\[(]?[↩↑⤴^←]\ufe0e?[\])]?")
_NOTES = frozenset(
    "footnote footnotes endnote endnotes rearnote rearnotes note notes annotation".split()
)
_NOTE_CLASSES = frozenset("footnote footnotes endnote endnotes rearnote rearnotes".split())
_MARKS = frozenset("noteref pagebreak backlink annoref glossref biblioref".split())
_BLOCKS = frozenset(
    "p div li dd dt td aside section blockquote h1 h2 h3 h4 h5 h6 body article figure".split()
)
_CONTAINERS = frozenset("body div section article main html".split())
# Names that programs give to files, and no writer to a chapter.
_NO_NAME = re.compile(
    r"(?:part|section|text|split|chapter)?[_-]*\d{3,}|.*\.x?html?|unknown|start|untitled", re.I
)
# Classes by which blocks find back to what their elements said.
_NOTE, _NAME, _PASSED = "narrate-note", "narrate-name", "narrate-passed-"


def candidates(
    soup: BeautifulSoup, names: Sequence[Name] = (), referred: set[str] | None = None
) -> list[Candidate]:
    """The document's blocks in order.

    Footnotes are of that kind, whatever leads to them is taken out, parts that a narrator
    passes over have their verdict, and ``names`` are headings where the text prints none.
    ``referred`` holds the ids that marks in the book so far lead to; those of this document
    come to it.
    """
    _mark(soup, names, set() if referred is None else referred)
    found = map(_as_marked, html.candidates(soup, whole=True))
    return _headings_over_notes(list(_named(list(found))))


@dataclass(slots=True)
class _Marks:
    """What one walk over the document collects; the tree is changed afterwards."""

    referred: set[str]
    gone: list[Tag] = field(default_factory=list)
    classes: list[tuple[Tag, str]] = field(default_factory=list)
    ids: dict[str, Tag] = field(default_factory=dict)
    fresh: Tag | None = None
    """The innermost block, while no word of it was met yet."""
    here: deque[str] = field(default_factory=lambda: deque(maxlen=_MOST_INSIDE))
    """The latest ids, those met since the last word."""
    spaced: bool = False
    """Whether the last text ends in white space."""


def _mark(soup: BeautifulSoup, names: Sequence[Name], referred: set[str]) -> None:
    marks = _Marks(referred)
    removed: Tag | None = None
    for node in soup.descendants:
        if removed is not None and any(p is removed for p in islice(node.parents, 4)):
            continue
        if isinstance(node, Tag):
            removed = node if _look_at(node, marks) else None
        elif type(node) is NavigableString:
            marks.spaced = node[-1:].isspace()
            if any(map(str.isalnum, node)):
                marks.fresh = None
                marks.here.clear()
    for tag, word in marks.classes:
        tag["class"] = " ".join((word, *map(str, tag.get_attribute_list("class"))))
    for tag in marks.gone:
        tag.name = "template"  # what is in it is not read; taking it out would cost a search
    for name in names[:MOST_NAMES]:
        _insert(soup, marks.ids, name)


def _look_at(tag: Tag, marks: _Marks) -> bool:
    """Note what the element says of itself; whether it and its text are to go."""
    if tag.name in _BLOCKS:
        marks.fresh = tag
    if identity := tag.get("id"):
        marks.ids.setdefault(str(identity), tag)
        marks.here.append(str(identity))
    if (language := tag.get("xml:lang")) and not tag.get("lang"):
        tag["lang"] = language
    words = f"{tag.get('epub:type') or ''} {tag.get('role') or ''}".lower().split()
    types = [word.removeprefix("doc-") for word in words]
    classes = tag.get_attribute_list("class")
    is_link = tag.name == "a" and "#" in str(tag.get("href") or "")
    named = bool(_MARKS.intersection(types))
    if tag.name.startswith("svg:") or (
        (is_link or named) and _is_mark(tag, named=named) and (named or not _is_said(tag, marks))
    ):
        if marks.fresh is None:
            marks.referred.add(str(tag.get("href") or "").rpartition("#")[2])
        elif marks.referred.intersection(marks.here):  # what a mark in the text leads to
            marks.classes.append((marks.fresh, _NOTE))
        marks.gone.append(tag)
        return True
    is_block = tag.name in _BLOCKS or tag.name in ("ol", "ul", "dl")
    if _NOTES.intersection(types) or (is_block and _NOTE_CLASSES.intersection(map(str, classes))):
        marks.classes.append((tag, _NOTE))
    if part := pages.said(types, [str(word) for word in classes if word]):
        marks.classes.append((tag, f"{_PASSED}{pages.parts().index(part)}"))
    return False


def _is_mark(tag: Tag, *, named: bool) -> bool:
    """Whether the element holds nothing but a number or sign: a link to a note, a page.

    ``named``: it says itself that it is such.
    """
    inside = list(islice(tag.descendants, _MOST_INSIDE + 1))
    text = "".join(node for node in inside if isinstance(node, NavigableString)).strip().lower()
    if len(inside) > _MOST_INSIDE or len(text) > _LONGEST_MARK:
        return False
    return named or not text or bool(_MARK.fullmatch(text) or _BACK.fullmatch(text))


def _is_said(tag: Tag, marks: _Marks) -> bool:
    """Whether the number is a word of its sentence: "see page 12", "as in chapter 4"."""
    is_raised = tag.find("sup") is not None or (tag.parent is not None and tag.parent.name == "sup")
    is_bare = tag.get_text().strip().isdigit()
    return is_bare and marks.spaced and marks.fresh is None and not is_raised


def _insert(soup: BeautifulSoup, ids: dict[str, Tag], name: Name) -> None:
    """The name as a heading before the place that it names."""
    place = ids.get(name.fragment) if name.fragment else soup.body
    if place is None or not name.text or _NO_NAME.fullmatch(name.text):
        return
    heading = soup.new_tag(f"h{min(6, name.depth)}", attrs={"class": _NAME})
    heading.string = name.text
    while place.name not in _BLOCKS and place.parent is not None:
        place = place.parent
    if place.name in _CONTAINERS or place.parent is None:
        place.insert(0, heading)
    else:
        place.insert_before(heading)


def _as_marked(candidate: Candidate) -> Candidate:
    """The block as the elements around it were marked."""
    for element in candidate.containers:
        first, *more = element.words.split(" ", 3)
        for word in (first, *more[:2]):
            if word == _NOTE:
                candidate = replace(candidate, kind="footnote", level=0)
            elif word.startswith(_PASSED):
                verdict = pages.parts()[int(word.removeprefix(_PASSED))].verdict
                candidate = replace(candidate, verdict=candidate.verdict or verdict)
    return candidate


def _named(found: list[Candidate]) -> Iterator[Candidate]:
    """The blocks; a name that was put in goes where the text prints it, or another heading."""
    printed: set[int] = set()
    level = 0
    for index, candidate in enumerate(found):
        if _is_name(candidate):
            after = found[index + 1 : index + 6]
            level = candidate.level
            same = _printed(candidate.text, after)
            printed.update(range(index + 1, index + 1 + same))
            if same or any(c.kind == "heading" and not _is_name(c) for c in _before_prose(after)):
                continue
        if index in printed and candidate.kind in ("paragraph", "quote"):
            candidate = replace(candidate, kind="heading", level=level)
        yield candidate


def _is_name(candidate: Candidate) -> bool:
    return bool(candidate.containers) and candidate.containers[-1].words.startswith(_NAME)


def _printed(name: str, after: Sequence[Candidate]) -> int:
    """How many blocks print the name: "Chapter 1" and "The Storm" print "Chapter 1: The Storm"."""
    text = ""
    for count, candidate in enumerate(after, 1):
        text += folded(candidate.text)
        if text == folded(name):
            return count
        if not folded(name).startswith(text):
            return 0
    return 0


def _before_prose(after: Iterable[Candidate]) -> Iterator[Candidate]:
    for candidate in after:
        if candidate.kind != "heading" and len(candidate.text) > 100:
            return
        yield candidate


def _headings_over_notes(found: list[Candidate]) -> list[Candidate]:
    """The heading over a chapter's notes goes with them."""
    last = max(
        (i for i, c in enumerate(found) if c.kind not in ("heading", "footnote")), default=-1
    )
    tail = found[last + 1 :]
    if not any(candidate.kind == "footnote" for candidate in tail):
        return found
    notes = next(i for i, candidate in enumerate(tail) if candidate.kind == "footnote")
    start = last + 1 + max(0, notes - 1)
    return found[:start] + [replace(c, kind="footnote", level=0) for c in found[start:]]
