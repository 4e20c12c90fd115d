"""Results: Liverpool won 3–0; nought has a name of its own in sport."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Found, Language


@cache
def _pattern(language: Language) -> re.Pattern[str] | None:
    table = language.table("scores")
    if not table:
        return None
    before = rf"\b(?:{table['before']})\s(?:\w+\s){{0,4}}?"
    after = rf"(?=\s(?:{table['after']})\b)" if "after" in table else "(?!)"
    score = r"(?P<score>(?P<low>\d{1,2})[-–—:](?P<high>\d{1,2}))(?![\w-]|[.,]\d)"
    return re.compile(rf"(?:{before}|(?<![\w.,/-])(?=[\d–—:-]+{after})){score}")


def find(text: str, language: Language) -> Iterator[Found]:
    pattern = _pattern(language)
    if pattern is None:
        return
    table = language.table("scores")
    for match in pattern.finditer(text):
        low, high = match["low"], match["high"]
        if "0" in (low, high) and len(low) == len(high) == 1:
            said = [table["nil"] if n == "0" else amount.integer(n, language) for n in (low, high)]
            yield *match.span("score"), table["joined_nil"].join(said)
        else:
            said = [amount.integer(n, language) for n in (low, high)]
            yield *match.span("score"), table["joined"].join(said)
