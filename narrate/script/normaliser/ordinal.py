"""Ordinal numbers: 1st, 23rd, 9,000,000th."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Found, Language
from narrate.script.normaliser.template import Template, compile_all


@cache
def _pattern(language: Language) -> re.Pattern[str] | None:
    table = language.table("ordinals")
    if "pattern" not in table:
        return None
    return re.compile(rf"(?<![\w.,/])(?<![\d.]-){table['pattern']}(?!\w)")


@cache
def _templates(language: Language) -> tuple[Template, ...]:
    table = language.table("ordinals")
    return compile_all(table.get("patterns", []), table.get("pieces", {}))


def find(text: str, language: Language) -> Iterator[Found]:
    for template in _templates(language):
        yield from template.find(text, language, {})
    pattern = _pattern(language)
    if pattern is None:
        return
    table = language.table("ordinals")
    for match in pattern.finditer(text):
        digits = re.sub(r"\D", "", match["number"])
        suffix = match["suffix"].lower()
        if fits(digits, suffix, table):
            ruleset = table.get("rulesets", {}).get(suffix, "ordinal")
            yield *match.span(), amount.integer(digits, language, ruleset)


def fits(digits: str, suffix: str, table: dict[str, Any]) -> bool:
    """Whether the suffix belongs to the number: 2nd but not 2th, and not 12nd."""
    endings: dict[str, list[str]] = table.get("endings", {})
    if not endings:
        return True
    if digits[-2:] in {"11", "12", "13"}:
        return suffix in endings["teen"]
    return suffix in endings.get(digits[-1], endings["other"])
