"""Phrases that surround articles and are no part of them: rules as data, one file a language.

A rule speaks for a whole block: its pattern must match all of the text, so that a sentence
which only mentions such a phrase stays.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

LONGEST = 400  # characters; furniture is short, and patterns stay fast

_EDGES = " \t\n|·•–—-*:>»→…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    name: str
    reason: str
    pattern: re.Pattern[str]
    matches: tuple[str, ...]
    """Examples that it drops; a test runs them."""
    spares: tuple[str, ...]
    """Examples that it leaves."""


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Every rule of every language: pages quote furniture in languages not their own."""
    found: list[Rule] = []
    for file in sorted(files("narrate.article.rules").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            found += map(_rule, tomllib.loads(file.read_text(encoding="utf-8"))["rule"])
    return tuple(found)


def _rule(table: dict[str, Any]) -> Rule:
    return Rule(
        name=table["name"],
        reason=table["reason"],
        pattern=re.compile(table["pattern"], re.IGNORECASE),
        matches=tuple(table["matches"]),
        spares=tuple(table["spares"]),
    )


def rule_for(text: str) -> Rule | None:
    """The first rule that drops a block with this text, if one does."""
    if len(text) > LONGEST:
        return None
    text = text.strip(_EDGES).rstrip(".!")
    if not text:
        return None
    return next((rule for rule in rules() if rule.pattern.fullmatch(text)), None)
