"""A lexicon in the W3C's Pronunciation Lexicon Specification 1.0.

https://www.w3.org/TR/pronunciation-lexicon/ What it may hold and we have no use for
(metadata, examples) is passed over. A document type is refused: entities are how XML is made
to expand or to fetch.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from narrate.errors import VoiceError
from narrate.script.lexicon import Entry, Lexicon
from narrate.script.lexicon_toml import LONGEST

_PLS = "http://www.w3.org/2005/01/pronunciation-lexicon"
_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"
_TEXTS = ("grapheme", "phoneme", "alias")


@dataclass(slots=True)
class _Lexeme:
    """One lexeme while it is read."""

    role: str
    graphemes: list[str] = field(default_factory=list)
    #: Of each phoneme and alias, in order: its element, what is said, whether it is preferred.
    said: list[tuple[str, str, bool]] = field(default_factory=list)
    alphabet: str = ""
    """The alphabet of phonemes that we cannot read, where there are such."""


def parse(file: Path, content: bytes) -> Lexicon:
    """The lexicon; ``file`` gives its name. Raises VoiceError with the file and the line."""
    reader = _Reader(file)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise VoiceError(f"not XML: {reason}", subject=f"{file}:{error.lineno}") from error
    except (LookupError, ValueError) as error:  # from the codec of a declared encoding
        raise VoiceError(f"not XML: {error}", subject=f"{file}:1") from error
    entries = [*reader.entries, *reader.of_a_role]
    return Lexicon(name=file.stem, language=reader.language, entries=tuple(entries))


@functools.lru_cache(maxsize=64)
def _name(tag: str) -> str:
    """The name of an element of the specification; empty for another's."""
    namespace, _, name = tag.rpartition(" ")
    return name if namespace in ("", _PLS) else ""


class _Reader:
    """Takes what expat meets, element by element."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.language = ""
        self.entries: list[Entry] = []
        #: For one part of speech only, which nobody tells us: asked after the others.
        self.of_a_role: list[Entry] = []
        self._alphabet = "ipa"
        self._depth = 0
        self._lexeme: _Lexeme | None = None
        self._attributes: dict[str, str] = {}
        self._pieces: list[str] | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _name(tag)
        self._depth += 1
        if self._depth == 1:
            if name != "lexicon":
                self._wrong("this is no W3C lexicon: it does not begin with <lexicon>")
            self.language = attributes.get(_LANGUAGE, "")
            self._alphabet = attributes.get("alphabet", "ipa")
        elif self._depth == 2 and name == "lexeme":
            self._lexeme = _Lexeme(role=attributes.get("role", ""))
        elif self._depth == 3 and self._lexeme and name in _TEXTS:
            self._attributes, self._pieces = attributes, []

    def _text(self, piece: str) -> None:
        if self._pieces is not None:
            self._pieces.append(piece)

    def _end(self, tag: str) -> None:
        lexeme = self._lexeme
        if lexeme and self._depth == 3 and self._pieces is not None:
            content = " ".join("".join(self._pieces).split())
            self._pieces = None
            self._take(lexeme, _name(tag), content)
        elif lexeme and self._depth == 2:
            (self.of_a_role if lexeme.role else self.entries).extend(self._made(lexeme))
            self._lexeme = None
        self._depth -= 1

    def _take(self, lexeme: _Lexeme, name: str, content: str) -> None:
        alphabet = self._attributes.get("alphabet", self._alphabet)
        if name == "grapheme" and len(content) > LONGEST:
            self._wrong(f"a <grapheme> has more than {LONGEST} characters")
        if name == "grapheme" and content:
            lexeme.graphemes.append(content)
        elif name == "phoneme" and alphabet != "ipa":
            lexeme.alphabet = alphabet
        elif content and name != "grapheme":
            preferred = self._attributes.get("prefer", "").strip() in ("true", "1")
            lexeme.said.append((name, content, preferred))

    def _made(self, lexeme: _Lexeme) -> list[Entry]:
        """An entry for each grapheme, with the preferred pronunciation, else the first."""
        if not lexeme.graphemes:
            self._wrong("a <lexeme> without a <grapheme>")
        if not lexeme.said:
            if lexeme.alphabet:
                problem = f"only the alphabet “ipa” is read, and this is in “{lexeme.alphabet}”"
                self._wrong(problem)
            return []  # the specification allows it: a word without a pronunciation
        name, content, _ = next((one for one in lexeme.said if one[2]), lexeme.said[0])
        # Engines that take no phonemes say the alias.
        aliases = [said for kind, said, _ in lexeme.said if kind == "alias"]
        ipa = content if name == "phoneme" else ""
        spoken = content if name == "alias" else (aliases or [""])[0]
        return [
            Entry(written=word, spoken=spoken, ipa=ipa, match_case=True)
            for word in lexeme.graphemes
        ]

    def _refuse(self, *_: object) -> None:
        self._wrong("a lexicon may have no document type")

    def _wrong(self, problem: str) -> NoReturn:
        raise VoiceError(problem, subject=f"{self.file}:{self.parser.CurrentLineNumber}")
