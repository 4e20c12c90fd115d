"""Names that are said their own way: 24/7, 9/11, AT&T, 401(k)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser.language import Found, Language, alternation


@cache
def _pattern(language: Language) -> re.Pattern[str] | None:
    names = language.table("names").get("names", {})
    if not names:
        return None
    return re.compile(rf"(?<![\w/.])(?:{alternation(names)})(?![\w/])")


def find(text: str, language: Language) -> Iterator[Found]:
    pattern = _pattern(language)
    if pattern is None:
        return
    names = language.table("names")["names"]
    for match in pattern.finditer(text):
        yield *match.span(), names[match[0]]
