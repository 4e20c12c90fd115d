"""Fractions: 3/4, 19 1/2, ½."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Found, Language

#: Regular expression source; a whole number before it is said with it.
FRACTION = r"(?:\d+[\s-])?\d+\s?[/⁄]\s?\d+|(?:\d+\s?)?[¼-¾⅐-⅞↉]"
_FIND = re.compile(
    rf"(?<![\w/.,])(?<![A-Za-z][-–])(?P<minus>(?<!\S)[-−])?(?:{FRACTION})(?:(?:st|nd|rds?|ths?|ST|ND|RD|TH)\b)?(?![\w/⁄]|[.,]\d)"
)
_SLASHED = re.compile(r"(?:(\d+)[\s-])?(\d+)\s?[/⁄]\s?(\d+)")
#: Years are no part of a fraction: a season (2023/24), a law (39/2015).
_SEASON = re.compile(r"(?:19|20)\d\d/(?:(?:19|20)\d\d|\d\d)|\d{1,3}/(?:19[5-9]|20[0-9])\d")
#: Above this a quotient is no part of a whole: a blood pressure, a model, a case number.
_LARGEST = 10**6


def find(text: str, language: Language) -> Iterator[Found]:
    for match in _FIND.finditer(text):
        minus = match["minus"] or ""
        said = say(match[0].removeprefix(minus), language)
        if said:
            yield *match.span(), f"{language.words['minus']} {said}" if minus else said


def say(written: str, language: Language) -> str:
    """ "3/4" -> "three quarters"; empty where it is no fraction."""
    written = amount.ascii_digits(written)
    if _SEASON.fullmatch(written):
        return ""
    slashed = _SLASHED.match(written)
    if slashed:
        whole, above, below = slashed.groups()
        if len(above) > 7 or len(below) > 7 or not 1 <= int(below) <= _LARGEST:
            return ""
        return _say(whole or "", int(above), int(below), language)
    value = Fraction(unicodedata.numeric(written[-1])).limit_denominator(20)
    return _say(written[:-1].strip(), value.numerator, value.denominator, language)


def _say(whole: str, above: int, below: int, language: Language) -> str:
    words = language.words
    over_above = words.get("over_above", _LARGEST)
    if below == 1 or (not whole and (below > over_above or (above > below and below > 10))):
        parts = [amount.integer(str(n), language) for n in (above, below)]
        over = f" {words['over']} ".join(parts)
        return f"{amount.integer(whole, language)} {words['and']} {over}" if whole else over
    ruleset = "denominator" if above == 1 else "denominator-plural"
    part = language.rules.spell(below, ruleset)
    one = words.get("fraction_one", "")
    count = one if above == 1 and one else amount.integer(str(above), language)
    if whole and (above, below) == (1, 2) and "mixed_half" in words:
        return str(words["mixed_half"]).format(language.rules.spell(int(whole), "stem"))
    if not whole:
        half = words.get("half", "") if (above, below) == (1, 2) else ""
        return half or f"{count} {part}"
    mixed = words.get("and_half", "") if (above, below) == (1, 2) else ""
    return f"{amount.integer(whole, language)} {words['and']} {mixed or f'{count} {part}'}"
