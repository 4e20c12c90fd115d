"""The feeds that a web page says it has."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin

from narrate.errors import SourceError
from narrate.sources.address import normalise

_LINK = re.compile(r"<link\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"([a-z]{1,20})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I
)
_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_HEAD = 1 << 18  # bytes of a page in which its links stand


def feeds(content: bytes, address: str) -> list[str]:
    """The addresses of the feeds that a page links to as its own, in its order."""
    found: dict[str, None] = {}
    for tag in _LINK.findall(content[:_HEAD].decode("utf-8", errors="replace")):
        said = {
            name.lower(): html.unescape(double or single or bare).strip()
            for name, double, single, bare in _ATTRIBUTE.findall(tag)
        }
        if "alternate" in said.get("rel", "").lower().split() and said.get("type") in _TYPES:
            try:
                found[normalise(urljoin(address, said.get("href", "")))] = None
            except (SourceError, ValueError):
                continue
    return list(found)
