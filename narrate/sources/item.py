"""One item of a feed, of whichever format, and the source it is."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from narrate.errors import SourceError
from narrate.model import Source
from narrate.sources.address import normalise
from narrate.sources.digest import digest

# Shorter than this, what a feed carries of an article may be its beginning only; the
# usual excerpt of a blog is 55 words.
FULL_WORDS = 100

_TAG = re.compile(r"<[^<>]*>")
_CUT = re.compile(
    r"(\.\.\.|…|read more|continue reading|keep reading|weiterlesen|mehr lesen|lire la suite"
    r"|leer más)[\s\]».→]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a feed says of one article."""

    link: str = ""
    identity: str = ""
    """The feed's own, unique within the feed only."""
    title: str = ""
    author: str = ""
    language: str = ""
    published: str = ""
    """ISO 8601, in the time zone the feed gives."""
    updated: str = ""
    """When it was changed last, as the feed writes it."""
    order: float = 0.0
    """Seconds since the epoch; 0 where the feed gives no date."""
    content: str = ""
    """HTML that the feed offers as the article's whole content."""
    summary: str = ""
    """HTML that the feed offers as a description."""


def to_source(item: Item, *, feed: str, site: str = "") -> Source | None:
    """The entry as a source: its content where the feed carries the whole, else its link.

    ``feed`` is the feed's own address. A link that is not http or https is as good as none
    (no feed names a file of this machine); None for an entry with neither link nor content.
    """
    link = _link(item.link, feed)
    carried = item.content if link and _is_whole(item.content) else ""
    if not link:
        carried = item.content or item.summary
        if not _words(carried):
            return None
    uri = link or f"{feed}#{quote(item.identity or item.title or carried[:200], safe='')}"
    return Source(
        kind="feed entry",
        uri=uri,
        content=_document(item, carried, link, site).encode() if carried else None,
        title=item.title,
        published=item.published,
    )


def mark(item: Item, source: Source) -> str:
    """Changes when what would be narrated of the item does, as far as the feed tells.

    An item with its whole text is what its words are, whatever markup or date goes around
    them; of one that only links, the feed's dates tell as well.
    """
    words = " ".join(_words(item.content or item.summary))
    dates = () if source.content is not None else (item.published, item.updated)
    return digest(item.title, words, *dates)


def _link(link: str, feed: str) -> str:
    try:
        absolute = urljoin(feed, link.strip()) if link.strip() else ""
        return normalise(absolute) if absolute else ""
    except (SourceError, ValueError):
        return ""


def _words(markup: str) -> list[str]:
    return html.unescape(_TAG.sub(" ", markup)).split()


def _is_whole(markup: str) -> bool:
    words = _words(markup)
    return len(words) >= FULL_WORDS and not _CUT.search(" ".join(words[-5:])[-80:])


def _document(item: Item, markup: str, link: str, site: str) -> str:
    """A page of its own, so that an entry is cleaned as every other page is."""
    described = {
        "author": item.author,
        "article:published_time": item.published,
        "og:site_name": site,
    }
    head = [
        f'<meta {"name" if name == "author" else "property"}="{name}"'
        f' content="{html.escape(value)}">'
        for name, value in described.items()
        if value
    ]
    if link:
        head.append(f'<link rel="canonical" href="{html.escape(link)}">')
    language = f' lang="{html.escape(item.language)}"' if item.language else ""
    title = html.escape(item.title)
    heading = f"<h1>{title}</h1>" if title else ""
    return (
        f'<!DOCTYPE html><html{language}><head><meta charset="utf-8"><title>{title}</title>'
        f"{''.join(head)}</head><body><article>{heading}{markup}</article></body></html>"
    )


def paragraphs(text: str) -> str:
    """Plain text as HTML: a blank line parts paragraphs."""
    parts = (html.escape(part.strip()) for part in re.split(r"\n[ \t\r]*\n", text))
    return "".join(f"<p>{part}</p>" for part in parts if part)
