"""Cardinal numbers and decimals, and every digit that no other rule has claimed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Found, Language


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w)\]%°])(?<!\w[-–−])[-–−+]?{language.number}|{language.number}")


def find(text: str, language: Language) -> Iterator[Found]:
    for match in _pattern(language).finditer(text):
        written = match[0].replace("–", "-").replace("−", "-")
        yield *match.span(), amount.number(amount.ascii_digits(written), language)
