"""Times of day: 2:05 p.m. EST, 9am–5pm, 13:00, 1905 GMT."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser.language import Found, Language
from narrate.script.normaliser.template import Template, compile_all


@cache
def _templates(language: Language) -> tuple[Template, ...]:
    table = language.table("times")
    return compile_all(table["patterns"], table["pieces"])


def find(text: str, language: Language) -> Iterator[Found]:
    words = language.table("times")["words"]
    for template in _templates(language):
        yield from template.find(text, language, words)
