"""Decades: the 1980s, the '80s, in his 60s."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser.language import Found, Language

#: Between two decades: 1960s-80s.
_DASH = re.compile(r"(?<=s)\s?[-–]\s?['‘’]?$")


@cache
def _pattern(language: Language) -> re.Pattern[str] | None:
    source = language.table("dates").get("decade")
    return re.compile(source) if source else None


def find(text: str, language: Language) -> Iterator[Found]:
    pattern = _pattern(language)
    if pattern is None:
        return
    for match in pattern.finditer(text):
        number = int(match["decade"])
        said = language.rules.spell(number, "decade") + (match.groupdict().get("end") or "")
        start = match.start()
        dash = _DASH.search(text, max(0, start - 4), start)
        if dash:
            yield dash.start(), start, f" {language.words['to']} "
        yield start, match.end(), said
