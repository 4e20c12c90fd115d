"""The headings of a page that may be its headline."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import islice

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from narrate.article.headline import Heading
from narrate.article.linked_data import plain

LONGEST = 400  # characters of a headline
_MOST = 200  # headings looked at, and nodes in each: one that was never closed holds the page
_FARTHEST = 60  # elements looked at above one
_HEADINGS = ("h1", "h2", "h3")
_HEADLINE = re.compile(
    r"(?:^|[-_ ])(?:headline|hed|(?:entry|post|article|story|page|content|blog|news)[-_]{1,2}"
    r"(?:title|head(?:line|er|ing)?)|articletitle\w*|p-name|firstheading)(?=$|[-_ ])",
    re.IGNORECASE,
)
_ELSEWHERE = frozenset(("nav", "footer", "aside", "dialog", "template", "noscript", "form"))


def headings(soup: BeautifulSoup) -> Iterator[Heading]:
    """The headings that may be the headline, in the order of the page."""
    for tag in soup.find_all(_is_heading, limit=_MOST):
        words = " ".join([*tag.get_attribute_list("class"), str(tag.get("id") or "")])[:300]
        parts = tuple(_parts(tag))
        shown = plain("".join(parts)).strip("¶#").strip()
        if 0 < len(shown) <= LONGEST and not inside(tag, _ELSEWHERE):
            yield Heading(
                text=shown,
                level=int(tag.name[1]) if tag.name in _HEADINGS else 2,
                parts=tuple(part for part in map(plain, parts) if part),
                named=tag.get("itemprop") == "headline" or _HEADLINE.search(words) is not None,
            )


def inside(tag: Tag, names: Container[str]) -> bool:
    """Whether one of the elements nearest around it has one of the names."""
    return any(parent.name in names for parent in islice(tag.parents, _FARTHEST))


def _is_heading(tag: Tag) -> bool:
    return tag.name in _HEADINGS or tag.get("itemprop") == "headline"


def _parts(tag: Tag) -> Iterator[str]:
    """The texts in an element, with a space where the page shows one or a line break."""
    before = ""
    for node in islice(tag.descendants, _MOST):
        if isinstance(node, Tag):
            if node.name in ("br", "div", "p", "small"):
                before = ""
                yield " "
        elif type(node) is NavigableString and node.parent and node.parent.name != "style":
            words = str(node)
            # Spans side by side may each stand in a line of their own.
            if before[-1:].islower() and words[:1].isupper():
                yield " "
            before = words
            yield words
