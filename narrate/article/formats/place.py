"""What the elements around a text say of it: its kind, and whether it is shown and read."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from narrate.article.candidate import Element
from narrate.article.formats import elements
from narrate.article.formats.elements import words_of
from narrate.article.soup import Tag
from narrate.model import BlockKind

DEEPEST = 60  # elements: no page that people read is deeper; others cost memory
_FURNITURE = {
    "nav": "it is the site's navigation",
    "footer": "it is the foot of the page",
    "aside": "it stands beside the article",
    "form": "it is to be filled in",
}
_TABLES = 6  # in one another; to look into more of them takes too long
_CELLS = 40  # that are looked at in a table
_LONG_CELL = 300  # characters: that is text, and the table but holds it
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])")
_HIDES = re.compile(r"(?:^| )(?:is-)?(?:hidden|hide|d-none|invisible)(?: |$)")
_SHOWS = re.compile(r"[-:](?:block|flex|grid|inline|table|visible|show)")
_HIDDEN = ("hidden text", "the page does not show it")
_FOLDS = re.compile(r"accordion|collaps|faq|toggle-?content|tab-?pane", re.IGNORECASE)
# An element that holds most of the page's prose wraps the article, whatever its class says
# ("has-sidebar", "ad-free", "menu-open"); of comments and hidden text there may be much.
MOST = 0.35
BARELY_ANYTHING_ELSE = 0.85
_WRAPS = {"hidden text": BARELY_ANYTHING_ELSE, "comments": BARELY_ANYTHING_ELSE}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
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
class Place:
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

    def within(self, element: Element) -> Place:
        """The same place, but one element further in."""
        around = self.containers
        return Place(
            self.kind,
            self.level,
            self.language,
            self.list_depth,
            self.is_plain_text,
            self.verdict,
            self.certain,
            (*around, element) if len(around) < DEEPEST else around,
        )


def inside(node: Tag, place: Place, view: View) -> Place:
    """How things stand inside this element."""
    share, whole = view.share(node), view.whole
    name = node.name
    here = Element(name, words_of(node))
    inner = place.within(here)
    said = None if whole or share >= MOST else elements.kind(here.words)
    if (level := _HEADINGS.get(name)) and (level == 1 or said != "standfirst"):
        inner.kind, inner.level = "heading", level
    elif name in ("ul", "ol", "menu"):
        inner.list_depth += 1
    elif name in ("li", "dd", "dt") and place.kind in ("paragraph", "list item"):
        inner.kind, inner.level = "list item", max(1, place.list_depth)
    elif name == "blockquote":
        inner.kind = "quote"
    elif name == "pre":
        inner.kind, inner.is_plain_text = "code", share >= MOST
    elif name == "table" and _is_data(node, place):
        inner.kind = "table"
    elif name in ("figcaption", "caption"):
        inner.kind = "caption"
    elif said:
        inner.kind = said
    if language := str(node.get("lang") or ""):
        inner.language = language if name not in ("html", "body") else ""
    against = hidden(node, view)
    if not against and not whole and not place.certain:
        against = _against(name, here.words)
    if against and share < _WRAPS.get(against[0], MOST):
        inner.verdict = place.verdict or against
    return inner


def hidden(node: Tag, view: View) -> tuple[str, str] | None:
    """Whether nobody sees it; what a reader unfolds with a click is not hidden."""
    said = node.attrs
    if (
        "hidden" in said
        or said.get("aria-hidden") == "true"
        or ("style" in said and _HIDDEN_STYLE.search(str(said["style"] or "")))
        or ("class" in said and _is_hidden_by_class(words_of(node)))
    ) and not _is_folded(node, view):
        return _HIDDEN
    return None


@functools.lru_cache(maxsize=4096)  # a page has many elements, and few classes
def _is_hidden_by_class(words: str) -> bool:
    """As Bootstrap and Tailwind hide; "hidden md:block" is shown on a screen that is wide."""
    return _HIDES.search(words) is not None and _SHOWS.search(words) is None


def _is_folded(node: Tag, view: View) -> bool:
    if node.get("id") in view.controlled:
        return True
    if node.get("role") in ("region", "tabpanel") and node.has_attr("aria-labelledby"):
        return True
    around = [node, *itertools.islice(node.parents, 2)]
    return any(_FOLDS.search(words_of(element)) for element in around)


def _against(name: str, words: str) -> tuple[str, str] | None:
    """What the element itself says against its text."""
    if name in _FURNITURE:
        return "page furniture", _FURNITURE[name]
    if name in ("html", "body", "article", "main"):
        return None
    return elements.charge(words)


def _is_data(table: Tag, place: Place) -> bool:
    """Old pages lay out with tables; one that holds headings or paragraphs is such."""
    if sum(element.name == "table" for element in place.containers) >= _TABLES:
        return False
    if table.find(["th", "caption"]) is not None:
        return True
    cells = table.find_all("td", limit=_CELLS)
    return table.find(["p", "h1", "h2", "div"]) is None and not any(
        len(cell.get_text()) > _LONG_CELL for cell in cells
    )
