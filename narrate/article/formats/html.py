"""An HTML page to blocks in reading order. The only reader of HTML: other formats become it.

The tree is walked step by step, never by recursion, so that a page nested a hundred
thousand deep is as safe as any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from narrate.article.boilerplate import rule_for
from narrate.article.candidate import Candidate, tidy
from narrate.article.formats import plaintext, streamed
from narrate.article.formats.notemark import is_note_mark
from narrate.article.formats.place import BARELY_ANYTHING_ELSE, MOST, Place, View, hidden, inside
from narrate.article.formats.wrappers import wrappers
from narrate.article.soup import BeautifulSoup, CData, NavigableString, Tag
from narrate.article.tree import tree
from narrate.errors import ArticleError

LARGEST = 20 << 20  # characters; its tree takes some twenty times as much memory
MOST_BLOCKS = 50_000  # of a page; the longest books have some thirty thousand
_SILENT = frozenset(
    "script style noscript template svg math iframe object embed canvas audio video map "
    "head button input select textarea option label meter progress dialog menu".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary "
    "table tbody td tfoot th thead tr ul form".split()
)
_ROWS = frozenset("table caption thead tbody tfoot tr".split())
_CELL = "\x1f"  # between the cells of a row: the unit separator of ASCII
_NOTHING: Mapping[int, tuple[str, str] | None] = MappingProxyType({})


def parse(markup: str) -> BeautifulSoup:
    """The page as a tree. Raises ArticleError for what no parser takes, and for too much."""
    if len(markup) > LARGEST:
        raise ArticleError(
            f"it is {len(markup) >> 20} MiB of HTML, and an article is less than {LARGEST >> 20}",
            advice="Save the part with the article, or its text as a .txt file.",
        )
    soup = tree(markup)
    streamed.put_in_place(soup)
    return soup


@dataclass(slots=True)
class _Text:
    """The text of the block that is being read."""

    pieces: list[str] = field(default_factory=list)
    letters: int = 0
    linked: int = 0
    broken: bool = False
    """Whether a line break was the last thing in it."""


def candidates(
    soup: BeautifulSoup,
    *,
    whole: bool = False,
    charged: Mapping[int, tuple[str, str] | None] = _NOTHING,
) -> Iterator[Candidate]:
    """Every block of text on the page, each with the element that already speaks against it.

    ``whole``: the document is nothing but an article (Markdown, a chapter of a book), so
    that classes and tags speak against nothing. ``charged``: by ``id`` of an element, the
    verdict that stands for all in it, whatever else it says.
    """
    text = _Text()
    place = Place()
    stack: list[tuple[str, Tag | NavigableString, Place]] = [("enter", soup, place)]
    view = View(
        whole=whole,
        charged=charged,
        spared={} if whole else wrappers(soup),
        controlled=frozenset(
            str(element.attrs["aria-controls"])
            for element in soup.descendants
            if isinstance(element, Tag) and "aria-controls" in element.attrs
        ),
    )
    links = 0
    while stack:
        step, node, place = stack.pop()
        if step == "leave":
            links -= isinstance(node, Tag) and node.name == "a"
            if text.pieces and isinstance(node, Tag) and _parts(node.name, place):
                yield from _flush(text, place)
            continue
        if isinstance(node, NavigableString):
            if type(node) is NavigableString or isinstance(node, CData):
                _add(text, str(node), bool(links), pre=place.kind == "code")
            continue
        name = node.name
        if name in _SILENT and not _is_unfolded(node, place, view):
            continue
        if name == "br":
            if text.broken and place.kind != "code":  # two make a new paragraph
                yield from _flush(text, place)
            text.pieces.append("\n" if place.kind == "code" else " ")
            text.broken = True
            continue
        if name in ("sup", "a") and is_note_mark(node):
            continue
        inner = place
        if _parts(name, place):
            yield from _flush(text, place)
            inner = inside(node, place, view)
            if id(node) in charged:
                inner.verdict, inner.certain = charged[id(node)], True
        elif charge := charged.get(id(node)):
            words = tidy(node.get_text(" "))
            if words:
                yield Candidate(kind="paragraph", text=words, verdict=charge, certain=True)
            continue
        elif (unseen := hidden(node, view)) and view.share(node) < BARELY_ANYTHING_ELSE:
            words = tidy(node.get_text(" "))
            if words:  # an icon has none
                yield Candidate(kind="paragraph", text=words, verdict=place.verdict or unseen)
            continue
        elif name == "a" and not whole and (leads := _leads_on(node, text)):
            yield Candidate(kind="paragraph", text=tidy(node.get_text()), verdict=leads)
            continue
        elif name in _BLOCKS:
            text.pieces.append(_CELL)
        links += name == "a"
        stack.append(("leave", node, inner))
        stack += [("enter", child, inner) for child in reversed(node.contents)]  # type: ignore[misc]
    yield from _flush(text, place)


def _is_unfolded(silent: Tag, place: Place, view: View) -> bool:
    """A button may hold a heading that unfolds its text; one never closed may hold the page."""
    return silent.name == "button" and (place.kind == "heading" or view.share(silent) >= MOST)


def _leads_on(link: Tag, text: _Text) -> tuple[str, str] | None:
    """The verdict on a "Read more" behind a sentence; within one it is a part of it."""
    before = "".join(text.pieces[-3:]).rstrip()
    if not before.endswith((".", "!", "?", "…")) or len(link.contents) > 2:
        return None
    if not all(isinstance(node, NavigableString) for node in link.contents):
        return None
    rule = rule_for(tidy(link.get_text()))
    return (rule.name, rule.reason) if rule and rule.name == "related links" else None


def _parts(name: str, place: Place) -> bool:
    """Whether the element begins a block of its own; in a table of data each row is one."""
    return name in _ROWS or (name in _BLOCKS and place.kind != "table")


def _flush(text: _Text, place: Place) -> Iterator[Candidate]:
    if not text.pieces:
        return
    raw = "".join(text.pieces)
    if not raw.isspace():
        linked = text.linked / max(1, text.letters)
        for candidate in _read(raw, place):
            if candidate.text.strip():
                yield replace(
                    candidate,
                    language=place.language,
                    verdict=place.verdict or candidate.verdict,
                    linked=linked,
                    containers=place.containers,
                    certain=place.certain,
                )
    text.pieces.clear()
    text.letters = text.linked = 0
    text.broken = False


def _read(raw: str, place: Place) -> list[Candidate]:
    if place.is_plain_text:
        return list(plaintext.candidates(raw))
    if place.kind == "code":
        return [Candidate(kind="code", text=raw.strip("\n"))]
    if place.kind == "table":
        cells = filter(None, map(tidy, raw.split(_CELL)))
        return [Candidate(kind="table", text=", ".join(cells))]
    return [Candidate(kind=place.kind, text=tidy(raw), level=place.level)]


def _add(text: _Text, words: str, linked: bool, *, pre: bool) -> None:
    text.pieces.append(words if pre else words.replace("\n", " "))
    letters = sum(map(len, words.split()))
    text.broken = text.broken and not letters
    text.letters += letters
    text.linked += letters * linked
