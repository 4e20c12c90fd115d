"""The elements of a page that say something of its article, found in one walk over it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import islice

from narrate.article.soup import BeautifulSoup, NavigableString, PageElement, Tag

MOST = 200  # elements of a kind that are kept, and nodes looked at in one
FARTHEST = 60  # elements looked at above one
HEADINGS = ("h1", "h2", "h3")
_NAMES = frozenset(("html", "base", "title", "time", *HEADINGS))
_PROPERTIES = frozenset(("author", "headline", "datePublished"))
_WRITER = re.compile(
    r"(?:^|[-_ ])(?:byline|author|by-?author)(?:[-_ ]{1,2}names?)?(?=$|[-_ ])", re.IGNORECASE
)
_WHEN = re.compile(
    r"(?:^|[-_ ])(?:(?:entry|post|article|publish(?:ed)?|pub)?[-_]?(?:date|time)(?:stamp|line)?|"
    r"published(?:[-_]?(?:on|at))?)(?=$|[-_ ])",
    re.IGNORECASE,
)
_CLASSES = {".writer": _WRITER, ".when": _WHEN}


class Marked:
    """Elements by their name (``h1``), property (``[author]``), class (``.when``) or relation."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.soup = soup
        self.meta: dict[str, str] = {}
        """What meta elements say, by name in small letters; the first one counts."""
        self._found: dict[str, list[Tag]] = defaultdict(list)
        for node in soup.descendants:
            if isinstance(node, Tag):
                if node.name == "meta":
                    self._say(node)
                elif node.name in _NAMES:
                    self._keep(node.name, node)
                if node.attrs:
                    self._sort(node)

    def __getitem__(self, name: str) -> list[Tag]:
        """In the order of the page, at most two hundred."""
        return self._found.get(name, [])

    def _say(self, tag: Tag) -> None:
        keys = ("property", "name", "http-equiv", "itemprop")
        name = next((str(tag[key]) for key in keys if tag.get(key)), "")
        content = tag.get("content")
        if name and content:
            self.meta.setdefault(name.lower(), str(content))

    def _keep(self, name: str, tag: Tag) -> None:
        if len(self._found[name]) < MOST:
            self._found[name].append(tag)

    def _sort(self, tag: Tag) -> None:
        prop = tag.get("itemprop")
        if isinstance(prop, str) and prop in _PROPERTIES:
            self._keep(f"[{prop}]", tag)
        if "rel" in tag.attrs and tag.name in ("a", "link"):
            for relation in ("author", "canonical"):
                if relation in tag.get_attribute_list("rel"):
                    self._keep(relation, tag)
        if tag.name == "script":
            kind = str(tag.get("type") or "").strip().lower()
            if kind.startswith("application/ld+json"):
                self._keep("linked data", tag)
        if tag.get("class") and tag.name not in ("html", "body"):
            for name in _named(classes(tag)):
                self._keep(name, tag)


@lru_cache(maxsize=4096)  # a page has many elements, and few classes
def _named(words: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in _CLASSES.items() if pattern.search(words))


def classes(tag: Tag) -> str:
    return " ".join(map(str, tag.get_attribute_list("class")))[:300]


def inside(tag: Tag, names: Container[str]) -> bool:
    """Whether one of the elements nearest around it has one of the names."""
    return any(parent.name in names for parent in islice(tag.parents, FARTHEST))


def nodes(tag: Tag) -> Iterator[PageElement]:
    """What is in an element, in order, but no more than its beginning: it may hold the page."""
    stack: list[PageElement] = list(reversed(tag.contents[:MOST]))
    for _ in range(MOST):
        if not stack:
            return
        node = stack.pop()
        yield node
        if isinstance(node, Tag):
            stack.extend(reversed(node.contents[:MOST]))


def beginning(tag: Tag) -> str:
    """The beginning of an element's text."""
    return " ".join(str(node) for node in nodes(tag) if type(node) is NavigableString)
