"""Every type that flows through the house, in the order it flows.

    Source -> Page -> Article -> Script -> Clip... -> Narration -> Episode

Values are frozen, slotted and keyword-only; functions in the rooms turn one into the next.
Standard library only: an engine written elsewhere needs nothing of ours but these types.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal, get_args

SourceKind = Literal["url", "file", "text", "feed entry"]
TextKind = Literal["title", "standfirst", "heading", "paragraph", "list item", "quote"]
OtherKind = Literal["code", "table", "caption", "footnote"]
BlockKind = TextKind | OtherKind
Role = Literal["title", "standfirst", "heading", "body", "list", "quote", "aside"]
Boundary = Literal["clause", "sentence", "paragraph", "heading", "section"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A span of a block's text and how it is said."""

    written: str
    spoken: str
    """Empty where the span is not said: a footnote mark, a bracketed aside."""
    start: int
    """Characters from the start of the block's text."""
    end: int
    rule: str = ""
    """What changed it; empty when it is said as written."""
    phonemes: str = ""
    """IPA, where a lexicon gives them."""
    language: str = ""
    """BCP 47, where a lexicon says the name is foreign; otherwise empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What one call of an engine speaks: a sentence, or a part of a long one."""

    block: int
    """Index into the article's blocks."""
    tokens: tuple[Token, ...]
    """Ordered and disjoint; together they cover all that is not white space."""
    role: Role = "body"
    voice: str = ""
    """Name of the voice profile that speaks it."""
    language: str = ""

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def written(self) -> str:
        return _joined(self.tokens, [token.written for token in self.tokens])[0]

    @property
    def spoken(self) -> str:
        return _joined(self.tokens, [token.spoken for token in self.tokens])[0]

    @property
    def spoken_starts(self) -> list[int]:
        """Where each token begins in ``spoken``: an engine's marks count characters there."""
        return _joined(self.tokens, [token.spoken for token in self.tokens])[1]


def _joined(tokens: tuple[Token, ...], texts: list[str]) -> tuple[str, list[int]]:
    """Texts side by side, one space where white space stands between the tokens in the block."""
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    previous_end = 0
    space_is_due = False
    for token, text in zip(tokens, texts, strict=True):
        space_is_due = space_is_due or token.start > previous_end
        if text and space_is_due and pieces:
            pieces.append(" ")
            length += 1
        if text:
            space_is_due = False
        starts.append(length)
        pieces.append(text)
        length += len(text)
        previous_end = token.end
    return "".join(pieces), starts


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    ms: int
    boundary: Boundary


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What will be heard, line by line."""

    language: str
    lines: tuple[Utterance | Pause, ...]

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        return tuple(line for line in self.lines if isinstance(line, Utterance))

    def __str__(self) -> str:
        """A play script: a line for each utterance, pauses in brackets."""
        return "\n".join(
            f"[{line.boundary}: {line.ms} ms]"
            if isinstance(line, Pause)
            else f"{line.role.upper()}: {line.spoken}"
            for line in self.lines
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice profile: who speaks, how, and what of an article is read."""

    name: str
    engine: str
    description: str = ""
    engine_voice: str = ""
    """The engine's own name for the voice; empty: whichever speaks the language."""
    language: str = ""
    """The one language this voice speaks; empty: any that the engine has."""
    accents: Mapping[str, str] = field(default_factory=dict)
    """The variety to use when an article names only the language: en -> en-US."""
    rate: float = 1.0
    """1.0 is the engine's normal speed, 2.0 twice as fast."""
    pitch: float = 1.0
    """1.0 is the voice's own pitch."""
    volume: float = 1.0
    """0.0 to 1.0."""
    pacing: Mapping[Boundary, int] = field(default_factory=dict)
    """Milliseconds of silence."""
    reads: frozenset[BlockKind] = READ_BY_DEFAULT
    lexicons: tuple[str, ...] = ()
    roles: Mapping[Role, str] = field(default_factory=dict)
    """Which other voice profile speaks a role; a role not named is spoken by this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFormat:
    """The shape of raw PCM: signed little-endian integers, channels interleaved."""

    rate: int
    """Frames a second."""
    width: int = 2
    """Bytes a sample."""
    channels: int = 1

    @property
    def frame_bytes(self) -> int:
        return self.width * self.channels

    def frames(self, milliseconds: float) -> int:
        return round(self.rate * milliseconds / 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineVoice:
    """A voice as its engine knows it."""

    id: str
    """The engine's own name for it."""
    language: str
    """BCP 47; empty where the voice speaks any."""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechRequest:
    """One call of an engine: what to say, and how."""

    text: str
    """As it is spoken, never empty."""
    language: str = ""
    engine_voice: str = ""
    """Empty: whichever of the engine's voices speaks the language."""
    rate: float = 1.0
    pitch: float = 1.0
    volume: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A word or sentence begins here."""

    kind: Literal["word", "sentence"]
    frame: int
    """From the start of the clip."""
    start: int
    """Characters into the spoken text of the utterance."""
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    format: AudioFormat
    pcm: bytes
    marks: tuple[Mark, ...] = ()

    @property
    def frames(self) -> int:
        return len(self.pcm) // self.format.frame_bytes

    @property
    def seconds(self) -> float:
        return self.frames / self.format.rate


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
class Audio:
    """PCM on disk: as long as the article is, it never stands in memory whole."""

    format: AudioFormat
    frames: int
    file: BinaryIO
    """Raw PCM; an unnamed temporary file that goes with this object."""

    def chunks(self, frames: int = 1 << 16) -> Iterator[bytes]:
        """The PCM from the start, at most ``frames`` frames a piece."""
        size = frames * self.format.frame_bytes
        position = 0
        while True:
            self.file.seek(position)
            chunk = self.file.read(size)
            if not chunk:
                return
            position += len(chunk)
            yield chunk


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
    audio: Path
    captions: Path
    record: Path
    """JSON: what was said, when, and why."""
    seconds: float
    bytes: int
    """True size of the audio file."""
