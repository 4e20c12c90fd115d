"""Years: four digits that no noun counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Found, Language

_YEAR = re.compile(r"1[0-9]\d\d|20\d\d")


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = language.table("years")
    return (
        re.compile(table["pattern"]),
        re.compile(table["counted"]),
        re.compile(table["era"]),
    )


@cache
def _sure(language: Language) -> re.Pattern[str]:
    """Four digits and what stands before them where they are a year, whatever follows."""
    return re.compile(rf"(?:{language.table('years').get('sure', r'(?!)')})$")


def is_year(written: str) -> bool:
    return bool(_YEAR.fullmatch(written))


def shortened(low: str, high: str) -> bool:
    """Whether "81" after "1980" is 1981."""
    return len(high) == 2 and high.isdigit() and int(high) > int(low[2:])


def say(written: str, language: Language) -> str:
    if len(written) == 2 and written[0] == "0" and "year-tail" in language.rules:
        return language.rules.spell(int(written), "year-tail")
    return amount.integer(written, language, "year")


def find(text: str, language: Language) -> Iterator[Found]:
    pattern, counted, era = _patterns(language)
    for match in era.finditer(text):
        written = match["year"]
        ruleset = "era" if "era" in language.rules else "year"
        yield *match.span("year"), amount.integer(written, language, ruleset)
    for match in pattern.finditer(text):
        sure = _sure(language).search(text, max(0, match.start() - 12), match.end())
        if sure or not counted.match(text, match.end()):
            yield *match.span(), say(match[0], language)
