"""A text as the model reads it: numbers, and which of them begin a word or a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from narrate.speech.piper.config import Config
from narrate.speech.piper.phonemes import Clause, Phonemiser, clauses
from narrate.speech.piper.words import owners

# A word for the listener: from its first letter, figure or spoken sign to its last.
_WORD = re.compile(r"[\w&%@#+=$€£§°](?:\S*[\w%°])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    kind: Literal["word", "sentence"]
    at: int
    """The index into the numbers."""
    start: int
    """Characters into the text."""
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    ids: list[int]
    starts: list[Start]
    """In order; empty where there is nothing to say."""


class Reader:
    """Reads texts for one voice."""

    def __init__(self, config: Config, phonemiser: Phonemiser) -> None:
        self._config = config
        self._phonemiser = phonemiser

    def read(self, text: str) -> Reading:
        """The numbers of a text, a rest after each, as in the voices' training."""
        ids = [*self._config.ids["^"], *self._config.ids["_"]]
        starts: list[Start] = []
        for sentence in _sentences(text):
            words: list[Start] = []
            places: list[int] = []
            for clause in sentence:
                groups = self._groups(text[clause.start : clause.end])
                begun = self._add(ids, groups, clause.mark)
                words += _words(text, clause, groups, begun)
                places += begun
            if places:
                start, end = sentence[0].start, sentence[-1].end
                start += len(text[start:end]) - len(text[start:end].lstrip())
                end = start + len(text[start:end].rstrip())
                starts.append(Start(kind="sentence", at=places[0], start=start, end=end))
                starts += words
        return Reading(ids=[*ids, *self._config.ids["$"]], starts=starts)

    def _groups(self, part: str) -> list[str]:
        """The phonemes of a clause, or its letters, where the voice reads those; by words."""
        if self._config.letters == "text":
            letters = unicodedata.normalize("NFD", part.casefold())
            return [match[0] for match in _WORD.finditer(letters)]
        voice = self._config.espeak_voice or self._config.language
        return self._phonemiser.words(part, voice)

    def _add(self, ids: list[int], groups: list[str], mark: str) -> list[int]:
        """Put a clause behind ``ids``; where in them each of its groups begins."""
        begun = []
        for group in groups:
            if len(ids) > self._empty:
                self._put(ids, " ")
            begun.append(len(ids))
            self._put(ids, group)
        if groups:
            self._put(ids, mark)
        return begun

    def _put(self, ids: list[int], phonemes: str) -> None:
        """A phoneme that the voice never learned is passed over."""
        for phoneme in phonemes:
            if number := self._config.ids.get(phoneme):
                ids += (*number, *self._config.ids["_"])

    @property
    def _empty(self) -> int:
        return len(self._config.ids["^"]) + len(self._config.ids["_"])


def _sentences(text: str) -> Iterator[list[Clause]]:
    sentence: list[Clause] = []
    for clause in clauses(text):
        sentence.append(clause)
        if clause.mark in (".", "!", "?"):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _words(text: str, clause: Clause, groups: list[str], begun: list[int]) -> list[Start]:
    words = list(_WORD.finditer(text, clause.start, clause.end))
    which = owners([word[0] for word in words], groups)
    return [
        Start(kind="word", at=begun[group], start=word.start(), end=word.end())
        for word, group in zip(words, which, strict=False)
    ]
