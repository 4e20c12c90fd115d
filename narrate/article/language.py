"""Which language a text is in, by its smallest words; by its script where there is one.

Enough for choosing a voice, and nothing to install: detectors that know two hundred
languages bring tens of megabytes.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+")
SAMPLE = 20_000  # characters looked at
FEWEST = 0.06  # of all words must be small words of the language


@functools.cache
def _table() -> tuple[dict[str, frozenset[str]], list[tuple[re.Pattern[str], str]]]:
    text = files("narrate.article").joinpath("languages.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    words = {language: frozenset(words.split()) for language, words in data["words"].items()}
    scripts = [(re.compile(f"[{span}]"), language) for language, span in data["scripts"].items()]
    return words, scripts


@functools.cache
def small_words() -> frozenset[str]:
    """The small words of all languages: prose is full of them, and furniture is not."""
    return frozenset().union(*_table()[0].values())


def detect(text: str) -> str:
    """The BCP 47 tag of the language; empty where nothing speaks for one."""
    sample = text[:SAMPLE]
    words, scripts = _table()
    letters = sum(character.isalpha() for character in sample)
    for pattern, language in scripts:
        if letters and len(pattern.findall(sample)) > 0.2 * letters:
            return language
    found = [word.lower() for word in _WORD.findall(sample)]
    if not found:
        return ""
    scores = {language: sum(w in small for w in found) for language, small in words.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= max(2, FEWEST * len(found)) else ""
