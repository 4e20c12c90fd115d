"""JSON-LD: what a page tells search engines, read as far as it can be.

Much of it is broken in a few ways: commas too many, line breaks in strings, comments or
CDATA marks around it, signs escaped as HTML. Those are mended; the rest is passed over.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from narrate.article.candidate import folded, tidy

Node = dict[str, Any]

LARGEST = 4 << 20  # characters of one script
_MOST_NODES = 10_000
_DEEPEST = 12  # levels of nesting looked into
_ARTICLE = re.compile(r"(Article|Posting|Report|Review|Recipe|Story|CreativeWork)$")
_SURELY = re.compile(r"(Article|Posting|Report)$")
# Where other pages' articles are named: lists, what is alike, a live blog's entries.
_OTHERS = frozenset(
    "itemListElement hasPart isPartOf relatedLink liveBlogUpdate mentions citation isBasedOn "
    "review comment significantLink about subjectOf exampleOfWork workExample".split()
)
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.{0,40}?\*/)|-->|(?://\s*)?\]\]>"
)
_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*+"?|,(?=\s{0,200}[}\]])|:(?=\s{0,200}[,}\]])|//[^\n]*', re.DOTALL
)
_ESCAPE = re.compile(r"\\([^\"\\/bfnrtu])|\\.", re.DOTALL)
_MARKUP = re.compile(r"<(?:[a-zA-Z/!][^<>]{0,2000})?>")
_decoder = json.JSONDecoder(strict=False)


class LinkedData:
    """All nodes of a page, and which of them is its article."""

    def __init__(self, scripts: Iterable[str]) -> None:
        self.nodes: list[Node] = []
        self._by_id: dict[str, Node] = {}
        for script in scripts:
            for value in values(script):
                self.nodes.extend(islice(self._walk(value, 0), _MOST_NODES))

    def _walk(self, value: object, depth: int) -> Iterator[Node]:
        if depth > _DEEPEST:
            return
        if isinstance(value, list):
            for item in value[:_MOST_NODES]:
                yield from self._walk(item, depth + 1)
        elif isinstance(value, dict):
            name = value.get("@id")
            if isinstance(name, str) and len(value) > 1:
                self._by_id.setdefault(name, value)
            if "@type" in value:
                yield value
            for key, inner in value.items():
                if key not in _OTHERS and isinstance(inner, (dict, list)):
                    yield from self._walk(inner, depth + 1)

    def article(self, url: str, titles: Sequence[str]) -> Node:
        """The page's own article among those listed; empty where none is.

        It is the one with the page's address or headline; of several, the first.
        """
        keys = {folded(title) for title in titles} - {""}
        here = address(url)

        def fits(node: Node) -> int:
            places = (node.get("url"), node.get("@id"), node.get("mainEntityOfPage"))
            theirs = {address(_text_of(place, "@id", "url")) for place in places} - {""}
            return (
                4 * (bool(here) and here in theirs)
                + 4 * (folded(text(node.get("headline"))) in keys)
                + 2 * any(_SURELY.search(kind) for kind in types(node))
                + bool(node.get("headline"))
                + bool(node.get("articleBody"))
            )

        articles = [n for n in self.nodes if any(_ARTICLE.search(kind) for kind in types(n))]
        return max(articles, key=fits, default={})

    def of_type(self, *names: str) -> Iterator[Node]:
        return (node for node in self.nodes if not types(node).isdisjoint(names))

    def resolved(self, value: object) -> list[Node | str]:
        """A property's values, one by one, with references to other nodes followed."""
        items = value if isinstance(value, list) else [value]
        found: list[Node | str] = []
        for item in items[:100]:
            if isinstance(item, dict):
                found.append(self._by_id.get(str(item.get("@id")), item) | item)
            elif isinstance(item, str):
                found.append(self._by_id.get(item, item))
        return found


def values(script: str) -> list[object]:
    """The JSON values in a script; those that cannot be read even when mended are left out."""
    if len(script) > LARGEST:
        return []
    source = _WRAPPING.sub("", script).strip().rstrip(";")
    if source[:40].replace(" ", "").startswith(("{&quot;", "[{&quot;", "{&#34;", "[{&#34;")):
        source = html.unescape(source)
    try:
        return _decoded(source)
    except (ValueError, RecursionError):
        pass
    try:
        return _decoded(_TOKEN.sub(_mended, source))
    except (ValueError, RecursionError):
        return []


def _decoded(source: str) -> list[object]:
    """One value after the other: some pages write several into a script."""
    found: list[object] = []
    at = 0
    while at < len(source) and len(found) < 100:
        value, end = _decoder.raw_decode(source, at)
        found.append(value)
        at = end + len(source[end:]) - len(source[end:].lstrip(" \t\r\n,;"))
    return found


def _mended(token: re.Match[str]) -> str:
    """A string without escapes that JSON has not; ``:`` with its missing value; else nothing."""
    if token[0].startswith('"'):
        return _ESCAPE.sub(lambda escape: escape[1] or escape[0], token[0])
    return ":null" if token[0] == ":" else ""


def types(node: Node) -> set[str]:
    kinds = node.get("@type")
    return {str(k).rpartition("/")[2] for k in (kinds if isinstance(kinds, list) else [kinds])}


def text(value: object) -> str:
    """A text without its markup: linked data often carries HTML, escaped once or twice."""
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), "")
    return plain(value) if isinstance(value, str) else ""


def plain(value: str) -> str:
    """Character references resolved, even those escaped twice; tags taken out."""
    if "&" in value:
        value = html.unescape(html.unescape(value))
    return tidy(_MARKUP.sub(" ", value) if "<" in value else value)


def address(url: str) -> str:
    """What of an address tells pages apart: host and path, as far as sites write them alike."""
    rest = re.sub(r"^https?://(?:www\.|m\.|amp\.)?", "", url.strip().lower())
    path = re.split(r"[?#]", rest, maxsplit=1)[0].rstrip("/")
    return path if "/" in path else ""


def _text_of(value: object, *keys: str) -> str:
    if isinstance(value, dict):
        value = next((value[key] for key in keys if isinstance(value.get(key), str)), "")
    return value if isinstance(value, str) else ""


def names(values: Collection[Node | str]) -> list[str]:
    """The names among a property's values."""
    return [name for v in values if (name := text(v.get("name") if isinstance(v, dict) else v))]
