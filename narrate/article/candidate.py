"""What readers of documents hand to the cleaner: blocks that may belong to the article."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from narrate.model import BlockKind

_SIGNS = re.compile(r"[\W_]+")
_ASCII_SIGNS = {code: None for code in range(128) if _SIGNS.fullmatch(chr(code))}
# Zero-width characters and bidirectional controls: invisible, and used to hide things.
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """An element of a page that holds blocks; two of them are the same only if they are one."""

    name: str
    words: str = ""
    """Its classes and its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A block of a document, with what speaks for and against it."""

    kind: BlockKind
    text: str
    level: int = 0
    language: str = ""
    verdict: tuple[str, str] | None = None
    """Rule and reason, where the reader of the document already knows that it goes."""
    certain: bool = False
    """Whether the verdict stands, or its being None, whatever else speaks."""
    linked: float = 0.0
    """Share of the text that is links: 0.0 to 1.0."""
    containers: tuple[Element, ...] = ()
    """The elements that it stands in, outermost first."""

    @property
    def parent(self) -> Element | None:
        """The element around its own."""
        return self.containers[-2] if len(self.containers) > 1 else None

    @property
    def look(self) -> tuple[tuple[str, str], ...]:
        """The nearest elements by their names: what is laid out alike has the same."""
        return tuple((element.name, element.words) for element in self.containers[-3:])


def tidy(text: str) -> str:
    """One line: white space folded, what is invisible taken out."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", _CONTROL.sub(" ", text)))
    elif not text.isprintable():
        text = _CONTROL.sub(" ", text)
    return " ".join(text.split())


def folded(text: str) -> str:
    """For comparing: letters and digits only, in lower case."""
    text = text.casefold()
    return text.translate(_ASCII_SIGNS) if text.isascii() else _SIGNS.sub("", text)
