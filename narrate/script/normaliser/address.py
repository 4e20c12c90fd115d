"""House numbers, roads, flights, postal codes: numbers that stand for a thing, not a count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Found, Language
from narrate.script.normaliser.template import Template, compile_all


@cache
def _templates(language: Language) -> tuple[Template, ...]:
    table = language.table("address")
    return compile_all(table.get("patterns", []), table.get("pieces", {}))


@cache
def _serial(language: Language) -> re.Pattern[str] | None:
    table = language.table("address")
    return re.compile(table["serial"]) if "serial" in table else None


def find(text: str, language: Language) -> Iterator[Found]:
    words = language.table("address").get("words", {})
    for template in _templates(language):
        for match in template.pattern.finditer(text):
            spoken = template.fill(match, language, words)
            yield match.start(), match.end(), spoken
    serial = _serial(language)
    if serial is not None:
        for match in serial.finditer(text):
            yield *match.span("number"), amount.integer(match["number"], language, "serial")
