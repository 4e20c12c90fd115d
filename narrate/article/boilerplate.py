"""Phrases that surround articles and are no part of them: rules as data, one file a language.

A rule speaks for a whole block: one of its patterns must match all of the text, so that a
sentence which only mentions such a phrase stays.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from narrate.article.phrases import Phrases

LONGEST = 400  # characters; furniture is short, and patterns stay fast

_EDGES = " \t\n|·•–—-*:>»→…[]"
_PART = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    name: str
    reason: str
    patterns: tuple[str, ...]
    """Regular expressions that care for no capitals."""
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
            found += rules_of(tomllib.loads(file.read_text(encoding="utf-8")))
    return tuple(found)


@functools.cache
def reasons() -> dict[str, str]:
    """By its name, the reason of every rule of phrases."""
    return {rule.name: rule.reason for rule in rules()}


def rules_of(table: dict[str, Any]) -> list[Rule]:
    """The rules in a table. Raises KeyError for a key or a part that is missing."""
    parts: dict[str, str] = {}
    for name, pattern in table.get("parts", {}).items():  # a part may hold those above it
        parts[name] = _PART.sub(lambda found: parts[found[1]], pattern)
    return [_rule(rule, parts) for rule in table["rule"]]


def _rule(table: dict[str, Any], parts: dict[str, str]) -> Rule:
    return Rule(
        name=table["name"],
        reason=table["reason"],
        patterns=tuple(_PART.sub(lambda found: parts[found[1]], p) for p in table["patterns"]),
        matches=tuple(table["matches"]),
        spares=tuple(table["spares"]),
    )


def phrases_of(rules: Iterable[Rule]) -> Phrases[Rule]:
    """The patterns of the rules, each meaning its rule."""
    return Phrases((pattern, rule) for rule in rules for pattern in rule.patterns)


def rule_for(text: str, among: Phrases[Rule] | None = None) -> Rule | None:
    """The first rule that drops a block with this text, if one does: of all, or of ``among``."""
    if len(text) > LONGEST:
        return None
    text = text.strip(_EDGES).rstrip(".!")
    if not text:
        return None
    return _general(text) if among is None else next(among.of(text), None)


@functools.lru_cache(maxsize=1 << 15)  # a page's blocks are asked about twice, its menus more
def _general(text: str) -> Rule | None:
    return next(_phrases().of(text), None)


@functools.cache
def _phrases() -> Phrases[Rule]:
    return phrases_of(rules())
