"""A recording: when everything in it is heard, and the files it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from narrate.model.article import Article, Source
from narrate.model.script import Script
from narrate.model.sound import Audio
from narrate.model.voice import Voice

if TYPE_CHECKING:
    from upath import UPath

Place: TypeAlias = "Path | UPath"
"""Where a file stands: on this machine, or in an object store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A sentence or word of the article and when it is heard, in audio frames."""

    start: int
    end: int
    text: str
    """As written."""
    block: int
    block_start: int
    """The characters of the block's text that are heard: from here …"""
    block_end: int
    """… to here."""
    words: tuple[Cue, ...] = ()
    """Word cues inside a sentence cue, where the engine gave marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """When everything is heard. All times are audio frames at ``rate``."""

    rate: int
    frames: int
    cues: tuple[Cue, ...]
    """One for each utterance; the last ends at ``frames``."""
    chapters: tuple[Chapter, ...] = ()

    @property
    def seconds(self) -> float:
        return self.frames / self.rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What a player shows of a recording. All texts are safe to write into a file."""

    title: str
    artist: str
    album: str
    date: str = ""
    """YYYY-MM-DD, or the beginning of it; may be empty, as may all that follows."""
    genre: str = "Speech"
    language: str = "und"
    """ISO 639-2."""
    address: str = ""
    """Where the article stands on the web."""
    text: str = ""
    """All that is heard, as written; paragraphs separated by a blank line."""
    lines: tuple[tuple[int, str], ...] = ()
    """Each sentence, and the millisecond in which it begins."""
    chapters: tuple[tuple[int, int, str], ...] = ()
    """Start and end in milliseconds, and title."""
    milliseconds: int = 0
    """How long the recording is."""
    cover: bytes = b""
    """A JPEG or PNG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration:
    source: Source
    article: Article
    script: Script
    voice: Voice
    audio: Audio
    timeline: Timeline
    cover: bytes | None = None
    """The article's picture as its server gave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A narration in files: what ``narrate make`` leaves behind."""

    title: str
    source: str
    """The source's uri."""
    audio: Place
    captions: Place
    record: Place
    """JSON: what was said, when, and why."""
    seconds: float
    bytes: int
    """True size of the audio file."""
    fingerprint: str = ""
    """Of all that its files depend on; empty where nobody knows."""
    stood: bool = field(default=False, compare=False)
    """It was there already, and nothing was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Podcast:
    """What a feed and its pages say of themselves."""

    title: str = "Narrated articles"
    description: str = ""
    """Empty: made from the title."""
    base_url: str = ""
    """Where the folder will stand on the web, ending in a slash; empty: not known yet."""
    author: str = ""
    email: str = ""
    language: str = ""
    """BCP 47; empty: that of most episodes."""
    category: str = "News"
    """One of Apple's, a subcategory after ``>``: ``News > Daily News``."""
    explicit: bool = False
    cover: str = ""
    """A square JPEG or PNG of 1400 to 3000 pixels; empty: one is drawn."""
    corrections: Literal["same episode", "new episode"] = "same episode"
    """What listeners get of an article that was narrated again."""
