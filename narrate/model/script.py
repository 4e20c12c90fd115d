"""What will be said of an article, and the silences between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["title", "standfirst", "heading", "body", "list", "quote", "aside"]
Boundary = Literal["clause", "sentence", "item", "paragraph", "quote", "heading", "section"]


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
