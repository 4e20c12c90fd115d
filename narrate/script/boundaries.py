"""What a language's ``segmenter.toml`` says about the ends of sentences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

_LANGUAGES = Path(__file__).parent / "languages"
#: BCP 47 for "undetermined": what we know where we know nothing of the language.
_ANY = "und"
_SAME = {"nb": "no", "nn": "no"}

Habit = Literal["joined", "before_number", "before_name", "before_capital", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The words that decide, for one language."""

    abbreviations: Mapping[str, Habit]
    """Without the last stop. A lower-case key stands for any case, another for itself only."""
    starters: frozenset[str]
    """Capitalised, they begin a sentence rather than a name."""
    after_abbreviation: frozenset[str]
    """Words that go on after a time or "etc." though they have a capital: Monday, EST."""
    labels: frozenset[str]
    """Words whose single letter is no initial: Plan B., Vitamin C."""
    stopped_names: frozenset[str]
    """Names that carry a stop of their own: Yahoo!"""
    stops: str
    """What ends sentences in this language alone: the Greek question mark, ";"."""
    ordinals: bool
    """Whether "13." means the thirteenth."""
    ordinal_after: frozenset[str]
    ordinal_nouns: frozenset[str]
    prepositions: frozenset[str]
    """They open a sentence whose verb comes after the time: "At 7 a.m. Mayor Ruiz spoke"."""
    also_names: frozenset[str]
    """Starters that are family names as well: "Theresa M. May"."""
    always_capital: frozenset[str]
    """They have a capital wherever they stand: "I"."""
    credits: frozenset[str]
    """Before a colon, they open the credit of a picture."""
    endings: tuple[str, ...]
    """Abbreviations that end compound words, with a hyphen in the data: "Hauptstr."."""
    attribution: re.Pattern[str] | None
    """A name and a verb of speech: "Why?" Smith asked."""

    def starts(self, word: str) -> bool:
        """Whether the word begins a sentence, alone or shortened: "He", "He's", "L'unità"."""
        return word in self.starters or (
            not word.isalpha() and re.split("['’]", word, maxsplit=1)[0] in self.starters
        )

    def habit(self, word: str) -> Habit | None:
        """How the abbreviation behaves; None for what is no abbreviation."""
        habit = self.abbreviations.get(word)
        if habit is None and len(word) > 1:
            lower = word.lower()
            habit = self.abbreviations.get(lower)
            if habit is None and self.endings and lower.endswith(self.endings):
                habit = "before_number"
            if habit == "joined" and word.isupper() and word.isalpha():
                return None  # "APT" is not "apt."
        return habit


def rules_for(language: str) -> Rules:
    """The rules of a BCP 47 language, by its primary subtag; of any where we have none."""
    primary = language.replace("_", "-").partition("-")[0].lower()
    primary = _SAME.get(primary, primary)
    return _rules_of(primary if primary in _languages() else _ANY)


@cache
def _rules_of(language: str) -> Rules:
    data = _read(_ANY)
    abbreviations = _habits(data)
    if language != _ANY:
        own = _read(language)
        abbreviations |= _habits(own)
        data |= own
    return _rules(data, abbreviations)


@cache
def _languages() -> frozenset[str]:
    return frozenset(file.parent.name for file in _LANGUAGES.glob("*/segmenter.toml"))


def _read(language: str) -> dict[str, Any]:
    return tomllib.loads((_LANGUAGES / language / "segmenter.toml").read_text("utf-8"))


def _habits(data: Mapping[str, Any]) -> dict[str, Habit]:
    return {word: habit for habit, words in data["abbreviations"].items() for word in words.split()}


def _rules(data: Mapping[str, Any], abbreviations: Mapping[str, Habit]) -> Rules:
    ordinals = data.get("ordinals", {})
    return Rules(
        abbreviations=abbreviations,
        starters=_words(data, "starters"),
        after_abbreviation=_words(data, "after_abbreviation"),
        labels=_words(data, "labels"),
        stopped_names=_words(data, "stopped_names"),
        stops=data.get("stops", ""),
        ordinals=bool(ordinals),
        ordinal_after=frozenset(ordinals.get("after", "").split()),
        ordinal_nouns=frozenset(ordinals.get("nouns", "").split()),
        prepositions=_words(data, "prepositions"),
        also_names=_words(data, "also_names"),
        always_capital=_words(data, "always_capital"),
        credits=_words(data, "credits"),
        endings=tuple(_words(data, "endings")),
        attribution=_attribution(_words(data, "speech_verbs")),
    )


def _words(data: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(data.get(key, "").split())


def _attribution(verbs: Iterable[str]) -> re.Pattern[str] | None:
    choices = "|".join(sorted(map(re.escape, verbs)))
    if not choices:
        return None
    return re.compile(rf"(?:[^\W\d_][\w.’'-]{{0,20}} ){{1,4}}(?:{choices})\b")
