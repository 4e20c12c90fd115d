"""Whether a page is nothing but headlines that lead to articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from narrate.article.candidate import Candidate, Element, folded
from narrate.article.refusal.notices import in_title
from narrate.article.refusal.view import View, count
from narrate.article.soup import BeautifulSoup, Tag

FEWEST = 8  # headlines of an index
FEWEST_NAMED = 3  # of one that calls itself an archive or the results of a search
LOOSE = 60  # words of running text that no headline announces: then it is an article
TEASER = 70  # words; a longer text under a headline is no teaser
_HEADLINE = 4  # words
_TEXT = 8  # words: a shorter block that leads nowhere is a name or a date
_LINKS = 5000
_NOWHERE = re.compile(r"(?:https?://[^/]*)?/?|#.*|(?:javascript|mailto):.*")  # or home
_ELLIPSIS = ("…", "...", "]", "→", "»")


def index_page(view: View) -> str:
    """What there is in place of an article, where the page is an index; else empty."""
    if view.soup is None or view.declared.is_article:
        return ""
    leads = _leads(view.soup, view.url)
    headlines = [block for block in view.main if _is_headline(block)]
    if any(map(_is_text, view.main)):  # a text may well link to others, but not to its own site
        headlines = [block for block in headlines if folded(block.text)[:100] in leads]
    named = any(in_title(title, "index title") for title in view.titles)
    number = len({block.text for block in headlines})
    if number < (FEWEST_NAMED if named else FEWEST):
        return ""
    if sum(count(block.text) for block in _untold(view, set(headlines))) >= LOOSE:
        return ""
    return f"its {number} headlines lead to articles, and there is no other text on it"


def _leads(soup: BeautifulSoup, url: str) -> set[str]:
    """The texts, folded, of links to other pages of the same site, and the parts of them."""
    links = []
    for link in soup.find_all("a", href=True, limit=_LINKS):
        if isinstance(link, Tag):
            pieces = [folded(text[:400])[:100] for text in islice(link.strings, 20)]
            links.append(({*pieces, "".join(pieces)[:100]}, str(link["href"])))
    hosts = Counter(filter(None, (_host(href) for _, href in links)))
    own = {"", _host(url) or (hosts.most_common(1)[0][0] if hosts else "")}
    return {
        text
        for texts, href in links
        if _host(href) in own and not _NOWHERE.fullmatch(href)
        for text in texts
    }


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_headline(block: Candidate) -> bool:
    return block.linked >= 0.65 and count(block.text) >= _HEADLINE


def _untold(view: View, headlines: set[Candidate]) -> Iterator[Candidate]:
    """The texts on the page that are no teasers under one of the headlines."""
    crowd: Counter[Element] = Counter()
    for block in view.main:
        if _is_text(block):
            crowd.update(set(block.containers))
    headline: Candidate | None = None
    for block in view.main:
        if block in headlines:
            headline = block
        elif _is_text(block):
            if not block.text.endswith(_ELLIPSIS) and not (
                headline is not None
                and count(block.text) <= TEASER
                and _announces(headline, block, crowd)
            ):
                yield block
            headline = None


def _is_text(block: Candidate) -> bool:
    return (
        block.kind not in ("heading", "caption")  # old pages lay out their text with tables
        and block.linked < 0.5
        and count(block.text) >= _TEXT
    )


def _announces(headline: Candidate, block: Candidate, crowd: Counter[Element]) -> bool:
    """A linked heading, or a link in a box of its own together with the text."""
    if headline.kind == "heading":
        return True
    shared = [e for e, f in zip(headline.containers, block.containers, strict=False) if e is f]
    return bool(shared) and crowd[shared[-1]] <= 2
