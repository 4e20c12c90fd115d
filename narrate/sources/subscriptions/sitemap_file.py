"""Sitemaps: XML, an index of others, plain text, gzipped or not (https://www.sitemaps.org)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from xml.parsers import expat

from narrate.sources.media import opening
from narrate.sources.subscriptions.lines import addresses

_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_GZIP = b"\x1f\x8b"
_BARE_AMPERSAND = re.compile(rb"&(?!#?[A-Za-z0-9]{1,32};)")
_LONGEST = 4096  # characters of one value that are kept: an address, a title, a date


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """One address that a sitemap names."""

    address: str
    changed: str = ""
    """ISO 8601, as the sitemap says it; empty when it does not, or nobody can read it."""
    published: str = ""
    """ISO 8601; sitemaps of news say it."""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What one file holds, in its own order."""

    pages: tuple[Location, ...] = ()
    sitemaps: tuple[Location, ...] = ()


def parse(content: bytes, *, limit: int, most: int) -> Sitemap:
    """A sitemap of whichever form; no more than its first ``most`` addresses.

    ``limit`` is bytes after unpacking. Raises ValueError, a clause, for what is too large,
    broken, or no sitemap.
    """
    if content.startswith(_GZIP):
        content = _unpacked(content, limit)
    if opening(content).startswith("<"):
        return _xml(content, most)
    found: list[Location] = []
    for line in addresses(content):
        if line.problem:
            raise ValueError("it is neither XML nor a list of addresses")
        found.append(Location(address=line.address))
        if len(found) == most:
            break
    return Sitemap(pages=tuple(found))


def moment(text: str) -> float:
    """Seconds since the epoch of an ISO 8601 date or time; 0 for none."""
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def _unpacked(content: bytes, limit: int) -> bytes:
    unpacked = bytearray()
    while content:
        member = zlib.decompressobj(31)
        try:
            unpacked += member.decompress(content, limit + 1 - len(unpacked))
        except zlib.error as error:
            raise ValueError("it is packed in a way that does not unpack") from error
        if len(unpacked) > limit:
            raise ValueError("it is too large when it is unpacked")
        if not member.eof:
            raise ValueError("it is packed and breaks off midway")
        content = member.unused_data if member.unused_data.startswith(_GZIP) else b""
    return bytes(unpacked)


def _xml(content: bytes, most: int) -> Sitemap:
    try:
        reader = _read(content, most)
    except expat.ExpatError as error:
        # The mistake that sitemaps make most: "&" in an address, as it is.
        repaired = content if b"\0" in content else _BARE_AMPERSAND.sub(b"&amp;", content)
        if repaired == content:
            raise ValueError(f"it is broken: {error}") from error
        try:
            reader = _read(repaired, most)
        except expat.ExpatError as second:
            raise ValueError(f"it is broken: {second}") from second
    if reader.root not in ("urlset", "sitemapindex"):
        raise ValueError("it is XML, and no sitemap")
    return Sitemap(pages=tuple(reader.pages), sitemaps=tuple(reader.sitemaps))


def _read(content: bytes, most: int) -> _Reader:
    reader = _Reader(most)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(content, True)
    except _Enough:
        pass
    except LookupError as error:
        raise ValueError(f"it is written in an {error}") from error  # unknown encoding: utf-42
    return reader


def _refuse_entity(*_: Any) -> None:
    # A sitemap has no use for entities of its own; bombs have.
    raise ValueError("it defines entities, as no sitemap does")


class _Enough(Exception):  # noqa: N818  nothing went wrong
    """As many addresses as wanted have been read."""


@dataclass(slots=True)
class _Reader:
    """Follows the elements; other schemas' ``loc``, of pictures and films, are not pages."""

    most: int
    root: str = ""
    pages: list[Location] = field(default_factory=list)
    sitemaps: list[Location] = field(default_factory=list)
    _space: str = ""
    _values: dict[str, str] = field(default_factory=dict)
    _key: str = ""
    _text: list[str] = field(default_factory=list)
    _length: int = 0

    def start(self, name: str, _: Any) -> None:
        space, _, local = name.rpartition(" ")
        if not self.root:
            self.root, self._space = local, space
        elif space == self._space and local in ("url", "sitemap"):
            self._values = {}
        self._key = self._meaning(space, local)
        self._text, self._length = [], 0

    def text(self, text: str) -> None:
        if self._key and self._length < _LONGEST:
            self._text.append(text)
            self._length += len(text)

    def end(self, name: str) -> None:
        space, _, local = name.rpartition(" ")
        if self._key:
            self._values[self._key] = "".join(self._text).strip()
            self._key = ""
        elif space == self._space and local in ("url", "sitemap"):
            self._keep(self.pages if local == "url" else self.sitemaps)

    def _meaning(self, space: str, local: str) -> str:
        if space == self._space and local in ("loc", "lastmod"):
            return local
        if space == _NEWS and local in ("title", "publication_date"):
            return local
        return ""

    def _keep(self, where: list[Location]) -> None:
        said, self._values = self._values, {}
        if not said.get("loc") or len(said["loc"]) > _LONGEST:
            return
        where.append(
            Location(
                address=said["loc"],
                changed=_dated(said.get("lastmod", "")),
                published=_dated(said.get("publication_date", "")),
                title=said.get("title", ""),
            )
        )
        if len(self.pages) + len(self.sitemaps) >= self.most:
            raise _Enough


def _dated(text: str) -> str:
    return text if moment(text) else ""


def newest_first(locations: Iterable[Location]) -> list[Location]:
    """Those without a date come last, in their order."""
    return sorted(locations, key=lambda each: -moment(each.published or each.changed))
