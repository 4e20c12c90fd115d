"""An HTML page to blocks in reading order. The only reader of HTML: other formats become it.

The tree is walked step by step, never by recursion, so that a page nested a hundred
thousand deep is as safe as any other.
"""

from __future__ import annotations

import itertools
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from bs4 import BeautifulSoup, CData, Tag
from bs4.element import NavigableString
from bs4.exceptions import ParserRejectedMarkup

from narrate.article.boilerplate import rule_for
from narrate.article.candidate import Candidate, Element, tidy
from narrate.article.formats import elements, plaintext, streamed
from narrate.article.formats.elements import words_of
from narrate.article.formats.wrappers import wrappers
from narrate.errors import ArticleError
from narrate.model import BlockKind

LARGEST = 20 << 20  # characters; its tree takes some twenty times as much memory
DEEPEST = 60  # elements: no page that people read is deeper; others cost memory
_SILENT = frozenset(
    "script style noscript template svg math iframe object embed canvas audio video map "
    "head button input select textarea option label meter progress dialog menu".split()
)
_FURNITURE = {
    "nav": "it is the site's navigation",
    "footer": "it is the foot of the page",
    "aside": "it stands beside the article",
    "form": "it is to be filled in",
}
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary "
    "table tbody td tfoot th thead tr ul form".split()
)
_ROWS = frozenset("table caption thead tbody tfoot tr".split())
_TABLES = 6  # in one another; to look into more of them takes too long
_CELLS = 40  # that are looked at in a table
_LONG_CELL = 300  # characters: that is text, and the table but holds it
_NOTEREF = re.compile(r"(?:^|[-_ ])(?:noteref|footnote-?(?:ref|anchor|link|mark))", re.IGNORECASE)
_MARK = 8  # elements and texts in the mark of a footnote
_CELL = "\x1f"  # between the cells of a row: the unit separator of ASCII
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])")
_HIDDEN = ("hidden text", "the page does not show it")
_FOLDS = re.compile(r"accordion|collaps|faq|toggle-?content|tab-?pane", re.IGNORECASE)
# An element that holds most of the page's prose wraps the article, whatever its class says
# ("has-sidebar", "ad-free", "menu-open"); of comments and hidden text there may be much.
_MOST = 0.35
_BARELY_ANYTHING_ELSE = 0.85
_WRAPS = {"hidden text": _BARELY_ANYTHING_ELSE, "comments": _BARELY_ANYTHING_ELSE}
_NOTHING: Mapping[int, tuple[str, str] | None] = MappingProxyType({})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def parse(markup: str) -> BeautifulSoup:
    """The page as a tree. Raises ArticleError for what no parser takes, and for too much."""
    if len(markup) > LARGEST:
        raise ArticleError(
            f"it is {len(markup) >> 20} MiB of HTML, and an article is less than {LARGEST >> 20}",
            advice="Save the part with the article, or its text as a .txt file.",
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that markup looks like a file name, or like XML
        try:
            soup = BeautifulSoup(markup, "lxml")
        except (ParserRejectedMarkup, AssertionError) as error:
            raise ArticleError(f"its HTML cannot be read: {error}") from None
    streamed.put_in_place(soup)
    return soup


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What is known of the page as a whole."""

    whole: bool
    charged: Mapping[int, tuple[str, str] | None]
    spared: Mapping[int, float]
    """By ``id`` of the element, its share of the page's prose."""
    controlled: frozenset[str]
    """The ids of what some control on the page shows and hides."""

    def share(self, node: Tag) -> float:
        return self.spared.get(id(node), 0.0)


@dataclass(slots=True)
class _Place:
    """What the elements around the current text say of it; copied on the way down."""

    kind: BlockKind = "paragraph"
    level: int = 0
    language: str = ""
    list_depth: int = 0
    is_plain_text: bool = False
    """A page may be one long ``pre``: a message, a text from before the web."""
    verdict: tuple[str, str] | None = None
    certain: bool = False
    containers: tuple[Element, ...] = ()


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
    place = _Place()
    stack: list[tuple[str, Tag | NavigableString, _Place]] = [("enter", soup, place)]
    view = _View(
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
            if isinstance(node, Tag) and _parts(node.name, place):
                yield from _flush(text, place)
            continue
        if isinstance(node, NavigableString):
            if type(node) is NavigableString or isinstance(node, CData):
                _add(text, str(node), bool(links), pre=place.kind == "code")
            continue
        name = node.name
        if name in _SILENT and not _is_read(node, place, view):
            continue
        if name == "br":
            if text.broken and place.kind != "code":  # two make a new paragraph
                yield from _flush(text, place)
            text.pieces.append("\n" if place.kind == "code" else " ")
            text.broken = True
            continue
        if name in ("sup", "a") and _is_footnote_mark(node):
            continue
        inner = place
        if _parts(name, place):
            yield from _flush(text, place)
            inner = _inside(node, place, view)
            if id(node) in charged:
                inner.verdict, inner.certain = charged[id(node)], True
        elif charge := charged.get(id(node)):
            words = tidy(node.get_text(" "))
            if words:
                yield Candidate(kind="paragraph", text=words, verdict=charge, certain=True)
            continue
        elif (hidden := _hidden(node, view)) and view.share(node) < _BARELY_ANYTHING_ELSE:
            words = tidy(node.get_text(" "))
            if words:  # an icon has none
                yield Candidate(kind="paragraph", text=words, verdict=place.verdict or hidden)
            continue
        elif name == "a" and not whole and (leads := _leads_on(node, text)):
            yield Candidate(kind="paragraph", text=tidy(node.get_text()), verdict=leads)
            continue
        elif name in _BLOCKS:
            text.pieces.append(_CELL)
        links += name == "a"
        stack.append(("leave", node, inner))
        stack.extend(("enter", child, inner) for child in reversed(node.contents))  # type: ignore[misc]
    yield from _flush(text, place)


def _is_read(silent: Tag, place: _Place, view: _View) -> bool:
    """A button may hold a heading that unfolds its text; one never closed may hold the page."""
    return silent.name == "button" and (place.kind == "heading" or view.share(silent) >= _MOST)


def _leads_on(link: Tag, text: _Text) -> tuple[str, str] | None:
    """The verdict on a "Read more" behind a sentence; within one it is a part of it."""
    before = "".join(text.pieces[-3:]).rstrip()
    if not before.endswith((".", "!", "?", "…")) or len(link.contents) > 2:
        return None
    if not all(isinstance(node, NavigableString) for node in link.contents):
        return None
    rule = rule_for(tidy(link.get_text()))
    return (rule.name, rule.reason) if rule and rule.name == "related links" else None


def _parts(name: str, place: _Place) -> bool:
    """Whether the element begins a block of its own; in a table of data each row is one."""
    return name in _ROWS or (name in _BLOCKS and place.kind != "table")


def _flush(text: _Text, place: _Place) -> Iterator[Candidate]:
    raw = "".join(text.pieces)
    if place.is_plain_text:
        found = list(plaintext.candidates(raw))
    elif place.kind == "code":
        found = [Candidate(kind="code", text=raw.strip("\n"))]
    elif place.kind == "table":
        cells = filter(None, map(tidy, raw.split(_CELL)))
        found = [Candidate(kind="table", text=", ".join(cells))]
    else:
        found = [Candidate(kind=place.kind, text=tidy(raw), level=place.level)]
    for candidate in found:
        if candidate.text.strip():
            yield replace(
                candidate,
                language=place.language,
                verdict=place.verdict or candidate.verdict,
                linked=text.linked / max(1, text.letters),
                containers=place.containers,
                certain=place.certain,
            )
    text.pieces.clear()
    text.letters = text.linked = 0
    text.broken = False


def _add(text: _Text, words: str, linked: bool, *, pre: bool) -> None:
    text.pieces.append(words if pre else words.replace("\n", " "))
    letters = len("".join(words.split()))
    text.broken = text.broken and not letters
    text.letters += letters
    text.linked += letters * linked


def _inside(node: Tag, place: _Place, view: _View) -> _Place:
    """How things stand inside this element."""
    share, whole = view.share(node), view.whole
    name = node.name
    here = Element(name, words_of(node))
    inner = replace(place, containers=(*place.containers, here)[:DEEPEST])
    said = None if whole or share >= _MOST else elements.kind(here.words)
    if (level := _HEADINGS.get(name)) and (level == 1 or said != "standfirst"):
        inner.kind, inner.level = "heading", level
    elif name in ("ul", "ol", "menu"):
        inner.list_depth += 1
    elif name in ("li", "dd", "dt") and place.kind in ("paragraph", "list item"):
        inner.kind, inner.level = "list item", max(1, place.list_depth)
    elif name == "blockquote":
        inner.kind = "quote"
    elif name == "pre":
        inner.kind, inner.is_plain_text = "code", share >= _MOST
    elif name == "table" and _is_data(node, place):
        inner.kind = "table"
    elif name in ("figcaption", "caption"):
        inner.kind = "caption"
    elif said:
        inner.kind = said
    if language := str(node.get("lang") or ""):
        inner.language = language if name not in ("html", "body") else ""
    against = _hidden(node, view) or (None if whole or place.certain else _against(node))
    if against and share < _WRAPS.get(against[0], _MOST):
        inner.verdict = place.verdict or against
    return inner


def _hidden(node: Tag, view: _View) -> tuple[str, str] | None:
    """Whether nobody sees it; what a reader unfolds with a click is not hidden."""
    if (
        node.has_attr("hidden")
        or node.get("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(str(node.get("style") or ""))
    ) and not _is_folded(node, view):
        return _HIDDEN
    return None


def _is_folded(node: Tag, view: _View) -> bool:
    if node.get("id") in view.controlled:
        return True
    if node.get("role") in ("region", "tabpanel") and node.has_attr("aria-labelledby"):
        return True
    around = [node, *itertools.islice(node.parents, 2)]
    return any(_FOLDS.search(words_of(element)) for element in around)


def _against(node: Tag) -> tuple[str, str] | None:
    """What the element itself says against its text."""
    if node.name in _FURNITURE:
        return "page furniture", _FURNITURE[node.name]
    if node.name in ("html", "body", "article", "main"):
        return None
    return elements.charge(words_of(node))


def _is_data(table: Tag, place: _Place) -> bool:
    """Old pages lay out with tables; one that holds headings or paragraphs is such."""
    if sum(element.name == "table" for element in place.containers) >= _TABLES:
        return False
    if table.find(["th", "caption"]) is not None:
        return True
    cells = table.find_all("td", limit=_CELLS)
    return table.find(["p", "h1", "h2", "div"]) is None and not any(
        len(cell.get_text()) > _LONG_CELL for cell in cells
    )


def _is_footnote_mark(node: Tag) -> bool:
    """``<sup><a>3</a></sup>``, ``<a role="doc-noteref">3</a>``, ``[citation needed]``."""
    if node.name == "a" and not _NOTEREF.search(words_of(node)):
        return False
    inside: list[Tag | NavigableString] = [node]
    for element in inside:  # it grows on the way; a mark has few, but any number may come
        if isinstance(element, Tag) and len(inside) <= _MARK:
            inside += element.contents[: _MARK + 1]  # type: ignore[arg-type]
    words = "".join(str(text) for text in inside if isinstance(text, NavigableString)).strip()
    if len(inside) > _MARK or not any(isinstance(e, Tag) and e.name == "a" for e in inside):
        return False
    bracketed = words.startswith("[") and words.endswith("]") and len(words) <= 40
    return bracketed or (len(words) <= 6 and any(map(str.isdigit, words)))
