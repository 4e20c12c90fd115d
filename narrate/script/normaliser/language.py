"""What one language knows: its TOML tables, read once, when first asked for."""

from __future__ import annotations

import re
import tomllib
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from narrate.script.numbers import NumberRules

#: A span of the text, from and to, and how it is said.
Found = tuple[int, int, str]

#: One folder for each language; a file for each kind of knowledge.
LANGUAGES = Path(__file__).parent.parent / "languages"


class Language:
    """The tables of one language. There is one object a language, so it can key a cache."""

    def __init__(self, code: str, folder: Path) -> None:
        self.code = code
        self._folder = folder
        self._tables: dict[str, dict[str, Any]] = {}
        numbers = self.table("numbers") or {"rules": {}, "words": {}, "format": {}}
        #: Whether we have words for its numbers and signs; without them an engine says both.
        self.has_words = bool(numbers["rules"])
        self.rules = NumberRules(numbers["rules"])
        self.words: dict[str, Any] = numbers["words"]
        self.digits: list[str] = numbers["words"].get("digits", [])
        self.decimals: list[str] = numbers["format"].get("decimal", [])
        self.group: list[str] = numbers["format"].get("group", [])

    def table(self, name: str) -> dict[str, Any]:
        """``name.toml`` of this language, empty where there is none."""
        if name not in self._tables:
            path = self._folder / f"{name}.toml"
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            self._tables[name] = tomllib.loads(text)
        return self._tables[name]

    def knows(self, name: str) -> bool:
        """Whether a rule can speak that needs ``name.toml``; one that needs none always can."""
        return not name or (self.has_words and bool(self.table(name)))

    @cached_property
    def number(self) -> str:
        """Regular expression source for a written number, without sign or groups."""
        points = "".join(re.escape(mark) for mark in self.decimals)
        grouped = "|".join(
            rf"(?!0)\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+(?!\d)(?:[{points}]\d+)?"
            for mark in self.group
        )
        return rf"(?:{grouped}|\d+(?:[{points}]\d+)?|(?<![\w.,])[{points}]\d+)"


def load(code: str) -> Language:
    """The language of a BCP 47 code, by its primary subtag; "und", which has no words, where we
    have no tables for it or the code is none."""
    primary = re.split(r"[-_]", code, maxsplit=1)[0].lower()
    return _language(primary if re.fullmatch(r"[a-z]{2,3}", primary) else "und")


@cache
def _language(primary: str) -> Language:
    folder = LANGUAGES / primary
    return Language(primary, folder) if folder.is_dir() or primary == "und" else _language("und")


def alternation(words: Any) -> str:
    """A regular expression that matches any of ``words``, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def spaced(source: str) -> str:
    """A regular expression in which every blank stands for any white space, or none: z. B."""
    return source.replace(r"\ ", r"\s?")
