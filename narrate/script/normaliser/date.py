"""Dates: Sept. 13, 2023; 7 July 2022; 2023-09-13; 10/06/2005."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser.language import Found, Language, alternation
from narrate.script.normaliser.template import Template, Words, compile_all


@cache
def _templates(language: Language) -> tuple[Template, ...]:
    table = language.table("dates")
    pieces = {"month": alternation(table["months"]), **table["pieces"]}
    return compile_all(table["patterns"], pieces, re.IGNORECASE)


@cache
def _months(language: Language) -> re.Pattern[str]:
    return re.compile(alternation(language.table("dates")["months"]), re.IGNORECASE)


@cache
def _words(language: Language) -> Words:
    table = language.table("dates")
    return {"month": table["months"], **table.get("words", {})}


def find(text: str, language: Language) -> Iterator[Found]:
    verbs = language.table("dates").get("also_words", [])
    named = _months(language).search(text) is not None
    for template in _templates(language):
        if not named and "month" in template.pattern.groupindex:
            continue
        for match in template.pattern.finditer(text):
            groups = match.groupdict()
            # "may 5" in lower case is a verb and a number, unless a year follows.
            bare = groups.get("month") in verbs and not text.startswith(".", match.end("month"))
            if bare and not groups.get("year"):
                continue
            yield *match.span(), template.fill(match, language, _words(language))
