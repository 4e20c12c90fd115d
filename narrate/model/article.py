"""What was asked for, what came, and the article in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, get_args

SourceKind = Literal["url", "file", "text", "feed entry"]
TextKind = Literal["title", "standfirst", "heading", "paragraph", "list item", "quote"]
OtherKind = Literal["code", "table", "caption", "footnote"]
BlockKind = TextKind | OtherKind

# Read aloud unless a voice profile says otherwise.
READ_BY_DEFAULT: frozenset[BlockKind] = frozenset(get_args(TextKind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an article is to be had."""

    kind: SourceKind
    uri: str
    """Normalised: the identity that the ledger and the output names use."""
    content: bytes | None = None
    """The text itself, where the source carries it: pasted text, a feed's entry."""
    title: str = ""
    """What the carrier says of it: a feed entry's title, never a guess."""
    published: str = ""
    """ISO 8601."""

    @classmethod
    def from_text(cls, text: str) -> Source:
        """A source that holds its text; its identity is the text itself."""
        content = text.encode()
        digest = hashlib.sha256(content).hexdigest()[:16]
        return cls(kind="text", uri=f"text:{digest}", content=content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What reading a source gave: bytes as they came."""

    source: Source
    content: bytes
    media_type: str
    """Without parameters, lower case: ``text/html``, ``text/plain``, ``text/markdown``, …"""
    charset: str = ""
    """As the transport declared it; empty when it said nothing."""
    url: str = ""
    """After redirects; empty for what has no address."""
    fetched_at: str = ""
    """ISO 8601 in UTC; empty for what was not fetched."""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of an article. Its text is never rewritten after the cleaner made it."""

    kind: BlockKind
    text: str
    level: int = 0
    """Headings: 1 to 6. List items: depth of nesting from 1. Otherwise 0."""
    language: str = ""
    """BCP 47, where it differs from the article's; otherwise empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """What the cleaner left out, and why."""

    text: str
    rule: str
    """The rule's name, as ``narrate text --keep RULE`` takes it."""
    reason: str  # one clause a reader understands


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The text of one article, in reading order, with what is known about it."""

    title: str
    blocks: tuple[Block, ...]
    """The first is the title's, where there is a title."""
    byline: str = ""
    language: str = ""
    """BCP 47, lower case primary subtag: ``en``, ``de``, ``pt-BR``."""
    url: str = ""
    site: str = ""
    published: str = ""
    """ISO 8601: a date, or a date and time."""
    image: str = ""
    """Address of the picture that stands for the article."""
    dropped: tuple[Dropped, ...] = ()
    withheld: Dropped | None = None
    """The rest, where the page keeps it for some: what is here is never narrated."""

    @property
    def text(self) -> str:
        """What will be read with the default profile, title first, a blank line between blocks."""
        return "\n\n".join(b.text for b in self.blocks if b.kind in READ_BY_DEFAULT)
