"""How much of a page's prose each element holds: the article's wrappers hold most of it."""

from __future__ import annotations

from collections import defaultdict

from narrate.article.soup import BeautifulSoup, NavigableString, Tag

PROSE = 60  # characters: a shorter run of text may be anything
FARTHEST = 60  # elements looked at above a text
_UNREAD = frozenset(("script", "style", "noscript", "template", "textarea", "title"))


def wrappers(soup: BeautifulSoup) -> dict[int, float]:
    """By ``id`` of the element, its share of the page's prose, links aside: 0.0 to 1.0."""
    held: dict[int, int] = defaultdict(int)
    most = 0
    for text in soup.descendants:
        if type(text) is not NavigableString or len(text) < PROSE or text.isspace():
            continue
        length = len(text)
        above: list[int] = []
        node: Tag | None = text.parent
        while node is not None and len(above) < FARTHEST:
            if node.name == "a" or node.name in _UNREAD:
                above.clear()
                break
            above.append(id(node))
            node = node.parent
        most += length if above else 0
        for number in above:
            held[number] += length
    return {number: length / most for number, length in held.items()}
