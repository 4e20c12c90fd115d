"""Abbreviations and titles, each in the context that tells which word it is: St., Dr., No."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser.language import Found, Language, alternation, spaced


@cache
def _contexts(language: Language) -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    """Patterns with a group "short"; its text, without the final stop, is looked up."""
    table = language.table("abbreviations")
    contexts = []
    for entry in table["contexts"]:
        # The words stand in the entry, or in a list that several entries share.
        words = entry["words"]
        if isinstance(words, str):
            words = table["lists"][words]
        short = f"(?P<short>{spaced(alternation(words))})"
        said = {_joined(written): spoken for written, spoken in words.items()}
        contexts.append((re.compile(entry["written"].replace("<short>", short)), said))
    return tuple(contexts)


def _joined(written: str) -> str:
    return "".join(written.split())


def find(text: str, language: Language) -> Iterator[Found]:
    for pattern, words in _contexts(language):
        for match in pattern.finditer(text):
            start, end = match.span("short")
            if text[end : end + 1] == "." and pattern.groupindex.get("stop"):
                end = match.end("stop")
            yield start, end, words[_joined(match["short"])]
