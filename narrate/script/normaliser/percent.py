"""Percentages, alone or as a range: 9.1%, 3-4 %."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Found, Language


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    number = rf"[-−+]?{language.number}"
    words = language.table("symbols")["percent"]
    signs = "|".join(re.escape(sign) for sign in words)
    return re.compile(
        rf"(?<![\w.,])(?:(?P<low>{number})\s?(?:[%٪]\s?)?(?:[-–—]|\s[-–—]\s)\s?)?"
        rf"(?P<high>{number})\s?(?P<sign>{signs})(?!\w)"
    )


def find(text: str, language: Language) -> Iterator[Found]:
    words = language.table("symbols")["percent"]
    for match in _pattern(language).finditer(text):
        said = [amount.number(match["high"], language, "cardinal-percent"), words[match["sign"]]]
        if match["low"]:
            said = [amount.number(match["low"], language), language.words["to"], *said]
        yield *match.span(), " ".join(said)
