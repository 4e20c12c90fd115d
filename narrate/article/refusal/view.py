"""A page as its reader sees it: what a refusal is judged by.

Nothing here leans on the verdicts on single blocks, other than on what is hidden: those are
given to articles, and on a page without one they say little.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from narrate.article.candidate import Candidate, Element, tidy
from narrate.article.marked import Marked
from narrate.article.refusal.declared import Declared, declared
from narrate.article.refusal.notices import notices_in
from narrate.article.soup import BeautifulSoup, Tag

_FURNITURE = frozenset(("nav", "footer", "aside", "form", "dialog"))
_WRAPS = 0.5  # of all words: an element that holds as much is no furniture, whatever its name


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    titles: tuple[str, ...]
    """What stands in the browser's title bar, and the first headings."""
    shown: tuple[Candidate, ...]
    """Every block that is not hidden, in order."""
    main: tuple[Candidate, ...]
    """Those outside of navigation, foot, forms and asides."""
    declared: Declared
    soup: BeautifulSoup | None
    """None for a text that is no page."""
    url: str
    words: int
    """Words that lead nowhere, outside of furniture and titles."""
    notices: Callable[[str], frozenset[str]]
    """The kinds of notices in a block's text: each is asked about once for every kind of page."""


def view(blocks: Sequence[Candidate], marked: Marked | None, url: str = "") -> View:
    """The page in these blocks; ``marked`` holds its tree, ``url`` is its address."""
    soup = marked.soup if marked else None
    shown = tuple(b for b in blocks if not b.verdict or b.verdict[0] != "hidden text")
    held: dict[Element, int] = defaultdict(int)
    for block in shown:
        for element in block.containers:
            if element.name in _FURNITURE:
                held[element] += count(block.text)
    most = _WRAPS * sum(count(block.text) for block in shown)
    furniture = {element for element, words in held.items() if words < most}
    headings = [block for block in shown if block.kind == "heading"]
    great = [block.text for i, block in enumerate(headings) if i == 0 or block.level <= 2]
    title = soup.title if soup else None
    named = [tidy(title.get_text())] if isinstance(title, Tag) else []
    first = [shown[0].text] if shown and not soup else []
    titles = tuple(filter(None, [*named, *first, *great[:2]]))
    main = tuple(block for block in shown if furniture.isdisjoint(block.containers))
    return View(
        titles=titles,
        shown=shown,
        main=main,
        declared=declared(marked) if marked else Declared(),
        soup=soup,
        url=url,
        words=sum(count(b.text) for b in main if b.linked < 0.5 and b.text not in titles),
        notices=functools.cache(notices_in),
    )


def count(text: str) -> int:
    """Words; in scripts that put no spaces between them, every six letters are one."""
    return max(len(text.split()), len(text) // 6)


def short(text: str, longest: int = 80) -> str:
    """The beginning of a text, to be quoted in an error."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
