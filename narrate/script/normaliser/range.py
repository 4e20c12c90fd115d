"""Ranges and scores: 45–52, 1,000-1,200, 1994–2011, 3:1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser import amount, year
from narrate.script.normaliser.language import Found, Language

#: A word follows that the numbers count: "3-5 días".
_COUNTED = re.compile(r"\s[^\W\d_]{3}")
_EQUALS = re.compile(r"\s?=")


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,/+-])(?P<low>{language.number})\s?[-–—−]\s?(?P<high>{language.number})"
        rf"(?![\w/]|[-–][\dA-Z]|[.,]\d)|(?<![\w.,:])(?P<first>\d+):(?P<second>[1-9]\d{{0,2}}(?:[.,]\d{{3}})+|\d+)(?![\w:]|[.,]\d)"
        r"|(?<![\w.,/])(?P<autumn>(?:19|20)\d\d)/(?P<spring>(?:(?:19|20)\d\d|\d\d))(?![\w/])"
    )


def find(text: str, language: Language) -> Iterator[Found]:
    for match in _pattern(language).finditer(text):
        if match["autumn"]:  # a season: 2023/24
            parts = (year.say(match[name], language) for name in ("autumn", "spring"))
            yield *match.span(), " ".join(parts)
            continue
        low, high = match["low"] or match["first"], match["high"] or match["second"]
        if year.is_year(low) and (year.is_year(high) or year.shortened(low, high)):
            said = year.say(low, language), year.say(high, language)
        else:
            said = amount.number(low, language), amount.number(high, language)
        if match["first"]:
            yield *match.span(), language.words.get("ratio", " to ").join(said)
            continue
        bare = language.words.get("to_uncounted")
        if bare and not _COUNTED.match(text, match.end()):
            yield *match.span(), bare.join(said)
            continue
        sum_follows = _EQUALS.match(text, match.end())
        yield *match.span(), f" {language.words['minus' if sum_follows else 'to']} ".join(said)
