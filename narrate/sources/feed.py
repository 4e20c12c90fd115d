"""A feed stands for its entries: RSS, Atom or JSON Feed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.errors import SourceError
from narrate.model import Page, Source
from narrate.sources import jsonfeed
from narrate.sources.item import Item, to_source
from narrate.sources.media import HTML, opening

_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
    }
)
_ROOT = re.compile(r"<(?:[a-z0-9]+:)?(?:rss|feed|rdf)[\s>]")


def is_feed(content: bytes, media_type: str = "") -> bool:
    """Whether a document, or its first 64 KiB, is a feed: by its own root, then by its type."""
    start = opening(content)
    if start.startswith("<!doctype rss"):
        return True
    if start.startswith(("<!doctype", "<html")):
        return False
    if start.startswith("{"):
        return jsonfeed.MARK in content
    # Some servers put a warning or blank lines before an RSS feed, and still declare it.
    return bool(_ROOT.match(start)) or media_type in _TYPES


def sources(page: Page) -> Iterator[Source]:
    """One source for each entry, newest first; entries without a date come last, in order.

    An entry carries its content where the feed has the whole of it; otherwise reading it
    fetches its link, and because a stranger chose that link, never from a private address.
    Raises SourceError for a feed that is empty or broken beyond recovery.
    """
    found = items(page)
    if not found:
        raise SourceError(
            "the feed has no entries that can be read",
            subject=page.url or page.source.uri,
            advice="Look at it in a browser; it may be new, or have moved.",
        )
    for source, _ in found:
        yield source


def items(page: Page) -> list[tuple[Source, Item]]:
    """As ``sources``, each with what the feed says of it; there may be none.

    Raises SourceError for a feed that is broken beyond recovery.
    """
    address = page.url or page.source.uri
    try:
        if opening(page.content).startswith("{"):
            site, said = jsonfeed.entries(page.content)
        else:
            from narrate.sources import xmlfeed  # loads feedparser: only for a feed

            site, said = xmlfeed.entries(page.content, charset=page.charset, address=page.url)
    except ValueError as error:
        raise SourceError(
            f"the feed is broken: {error}",
            subject=address,
            advice="Tell its publisher; until then give the articles' own addresses.",
        ) from error
    found: dict[str, tuple[Source, Item]] = {}
    for item in sorted(said, key=lambda each: -each.order):
        source = to_source(item, feed=address, site=site)
        if source is not None:
            found.setdefault(source.uri, (source, item))
    return list(found.values())


def entry_page(source: Source) -> Page:
    """The page that a feed's entry carries itself."""
    return Page(
        source=source,
        content=source.content or b"",
        media_type=HTML,
        charset="utf-8",
        url=source.uri if "#" not in source.uri else "",
    )
