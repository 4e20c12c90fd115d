"""Sums of money: $5.2m, A$1.1 million, EUR 3bn, 50p, $5-10m, $20/mo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from narrate.script.normaliser import amount, currency
from narrate.script.normaliser.language import Found, Language, alternation

#: A magnitude tied to its number stands before a noun: a $30-million contract.
_HYPHENED = re.compile(r"\d-[a-z]")


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], ...]:
    table = language.table("money")
    signs, codes = alternation(table["signs"]), alternation(table["codes"])
    words, letters = alternation(table["magnitudes"]), alternation(table["letters"])
    magnitude = rf"(?:[\s-]?(?:{words})(?!\w)|\s?(?:{letters})(?!\w))"
    low = rf"(?P<low>{language.number})(?P<low_size>{magnitude})?"
    high = rf"(?P<high>{language.number})(?P<high_size>{magnitude})?"
    word = alternation(table["words_too"]) if "words_too" in table else "(?!)"
    a_sum = rf"(?!(?:{word})(?![A-Za-z$])(?!\s?\d[\d.]*(?:,\d{{3}}|{magnitude})))"
    before = rf"{a_sum}(?:(?<!\w)(?:{codes})|(?<![A-Za-z])(?:{signs}))"
    after = rf"(?:(?:{codes})(?!\w)|(?:{signs})(?!\w))"
    powers = alternation(
        [u for u in language.table("units").get("units", {}) if u[-1] in "23"] or ["²"]
    )
    per = rf"(?P<per>\s?/\s?(?:[a-zA-Z]+[²³]?|{powers})(?!\w))?"
    dash = r"\s?[-–—]\s?"
    minor = alternation(table["minor"])
    patterns = [
        rf"(?P<minus>(?<!\w)[-−])?(?P<sign>{before})\s?(?P<minus2>[-−])?{low}"
        rf"(?:{dash}(?:{before})?\s?{high})?(?!\d|[.,]\d){per}",
        rf"(?<![\w.,])(?P<minus>[-−])?(?:{low}{dash})?{high}\s?(?P<sign>{after}){per}",
    ]
    if minor:
        patterns.append(rf"(?<![\w.,/])(?:{low}{dash})?{high}(?:(?P<minor>{minor}))(?!\w)")
    return tuple(re.compile(source) for source in patterns)


def find(text: str, language: Language) -> Iterator[Found]:
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            say = _minor if groups.get("minor") else _major
            said = say(text, match, groups, language)
            unit = f" {said.rpartition(' ')[2]}"
            # "$5 million dollars" names its currency twice.
            twice = len(unit) if text.startswith(unit, match.end()) else 0
            yield match.start(), match.end() + twice, said


def _minor(
    text: str, match: re.Match[str], groups: dict[str, str | None], language: Language
) -> str:
    """A sum in the small coin alone: 50p."""
    low, high = groups["low"], groups["high"] or ""
    one, many = language.table("money")["minor"][groups["minor"]]
    said = amount.number(high, language)
    if low:
        return f"{amount.number(low, language)} {language.words['to']} {said} {many}"
    return f"{said} {one if amount.is_one(high, language) else many}"


def _major(
    text: str, match: re.Match[str], groups: dict[str, str | None], language: Language
) -> str:
    table = language.table("money")
    low, high = groups["low"], groups["high"]
    size = _size(groups["high_size"] if high else groups["low_size"], table)
    sign = groups["sign"] or ""
    code = table["signs"].get(sign) or table["codes"][sign]
    said = currency.say(
        high or low or "", size, code, language, _attributive(text, match, language)
    )
    if high and low:
        own = _size(groups["low_size"], table)
        first = currency.lower_end(low, own, size, code, language)
        said = f"{first} {language.words['to']} {said}"
    if groups.get("minus") or groups.get("minus2"):
        said = f"{language.words['minus']} {said}"
    if groups["per"]:
        unit = groups["per"].strip(" /")
        units = language.table("units").get("units", {})
        one = table["per"].get(unit.lower()) or units.get(unit, [unit])[0]
        said = f"{said} {table['per_word']} {one}"
    return said


def _size(written: str | None, table: dict[str, Any]) -> str:
    if not written:
        return ""
    bare = written.strip().strip("-").strip()
    return str(table["magnitudes"].get(bare) or table["letters"].get(bare, bare))


def _attributive(text: str, match: re.Match[str], language: Language) -> bool:
    """Before a noun, as in "a $5m deal": a five million dollar deal."""
    table = language.table("money")
    if "attributive_before" not in table:
        return False
    if text[match.end() : match.end() + 1] == "-" or _HYPHENED.search(match[0]):
        return True
    before = re.search(
        table["attributive_before"], text[max(0, match.start() - 12) : match.start()]
    )
    return bool(
        before and re.match(table["attributive_after"], text[match.end() : match.end() + 24])
    )
