"""The headings of a page that may be its headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from narrate.article.headline import Heading
from narrate.article.linked_data import plain
from narrate.article.marked import HEADINGS, classes, inside, nodes
from narrate.article.soup import NavigableString, Tag

LONGEST = 400  # characters of a headline
_HEADLINE = re.compile(
    r"(?:^|[-_ ])(?:headline|hed|(?:entry|post|article|story|page|content|blog|news)[-_]{1,2}"
    r"(?:title|head(?:line|er|ing)?)|articletitle\w*|p-name|firstheading)(?=$|[-_ ])",
    re.IGNORECASE,
)
_ELSEWHERE = frozenset(("nav", "footer", "aside", "dialog", "template", "noscript", "form"))


def headings(tags: Iterable[Tag]) -> Iterator[Heading]:
    """Those among the elements that may be the headline, in the same order."""
    for tag in tags:
        words = f"{classes(tag)} {tag.get('id') or ''}"[:300]
        parts = tuple(_parts(tag))
        shown = plain("".join(parts)).strip("¶#").strip()
        if 0 < len(shown) <= LONGEST and not inside(tag, _ELSEWHERE):
            yield Heading(
                text=shown,
                level=int(tag.name[1]) if tag.name in HEADINGS else 2,
                parts=tuple(part for part in map(plain, parts) if part),
                named=tag.get("itemprop") == "headline" or _HEADLINE.search(words) is not None,
            )


def _parts(tag: Tag) -> Iterator[str]:
    """The texts in an element, with a space where the page shows one or a line break."""
    before = ""
    for node in nodes(tag):
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
