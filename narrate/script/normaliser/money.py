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
    magnitude = rf"(?:[\s-]?(?:{words})\b|\s?(?:{letters})(?!\w))"
    low = rf"(?P<low>{language.number})(?P<low_size>{magnitude})?"
    high = rf"(?P<high>{language.number})(?P<high_size>{magnitude})?"
    before = rf"(?:(?<!\w)(?:{codes})|(?<![A-Za-z])(?:{signs}))"
    after = rf"(?:(?:{codes})(?!\w)|(?:{signs})(?!\w))"
    per = r"(?P<per>\s?/\s?[a-zA-Z]+)?"
    dash = r"\s?[-–—]\s?"
    minor = alternation(table["minor"])
    patterns = [
        rf"(?P<minus>(?<!\w)[-−])?(?P<sign>{before})\s?(?P<minus2>[-−])?{low}"
        rf"(?:{dash}(?:{before})?\s?{high})?(?!\d|[.,]\d){per}",
        rf"(?<![\w.,])(?P<minus>[-−])?(?:{low}{dash})?{high}\s?(?P<sign>{after}){per}",
    ]
    if minor:
        patterns.append(rf"(?<![\w.,])(?:{low}{dash})?{high}(?:(?P<minor>{minor}))(?!\w)")
    return tuple(re.compile(source) for source in patterns)


def find(text: str, language: Language) -> Iterator[Found]:
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            say = _minor if groups.get("minor") else _major
            yield *match.span(), say(text, match, groups, language)


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
        said = f"{said} {table['per_word']} {table['per'].get(unit.lower(), unit)}"
    return said


def _size(written: str | None, table: dict[str, Any]) -> str:
    if not written:
        return ""
    bare = written.strip(" -\u00a0\u202f")
    return str(table["magnitudes"].get(bare) or table["letters"].get(bare, bare))


def _attributive(text: str, match: re.Match[str], language: Language) -> bool:
<<<<<<< HEAD
    """ "a $5m deal": a five million dollar deal."""
=======
    """Before a noun, as in "a $5m deal": a five million dollar deal."""
>>>>>>> normaliser
    table = language.table("money")
    if "attributive_before" not in table:
        return False
    if text[match.end() : match.end() + 1] == "-" or _HYPHENED.search(match[0]):
        return True
    before = re.search(
        table["attributive_before"], text[max(0, match.start() - 12) : match.start()]
    )
<<<<<<< HEAD
    return bool(before and re.match(table["attributive_after"], text[match.end() :][:24]))


def _bare(low: str, written_size: str | None, size: str, code: str, language: Language) -> str:
    """The lower end of a range, without its currency where the two ends share it."""
    own = _size(written_size, language.table("money"))
    to = language.words["to"]
    if own or not size:
        return f"{_sum(low, own, code, language)} {to}"
    return f"{amount.number(low, language, 'cardinal-unit')} {to}"


def _sum(written: str, size: str, code: str, language: Language, single: bool = False) -> str:
    currency = language.table("money")["currencies"][code]
    one, many = currency["one"], currency["many"]
    ruleset = currency.get("ruleset", "cardinal-unit")
    whole, decimals = amount.parse(written, language)
    if size:
        unit = one if single else many
        return f"{_sized(written, size, language)}{_of(unit, language)}"
    if decimals and "minor" in currency and len(decimals.rstrip("0")) <= 2:
        return _with_minor(whole, decimals, currency, language, ruleset)
    if decimals and not decimals.strip("0"):
        written = whole
    unit = one if single or amount.is_one(written, language) else many
    return f"{amount.number(written, language, ruleset)} {unit}"


def _of(unit: str, language: Language) -> str:
    """Between the magnitude and the currency: millions d'euros, millones de euros."""
    table = language.table("money")
    before_vowel, before_consonant = map(str, table.get("of", [" ", " "]))
    return (before_vowel if unit[0] in "aeiouhAEIOUHéÉ" else before_consonant) + unit


def _sized(written: str, size: str, language: Language) -> str:
    """A number and its magnitude, in the form that the number asks for."""
    table = language.table("money")
    forms = table.get("forms", {}).get(size, {"one": size, "many": size})
    singular = amount.is_one(written, language)
    ruleset = forms.get("ruleset", "cardinal-unit")
    counted = amount.number(written, language, ruleset)
    if counted == table.get("silent_one"):
        return str(forms["one"])
    return f"{counted} {forms['one' if singular else 'many']}"


def _with_minor(
    whole: str, decimals: str, currency: dict[str, str], language: Language, ruleset: str
) -> str:
    said = []
    cents = (decimals.rstrip("0") + "00")[:2].lstrip("0")
    if whole.strip("0") or not cents:
        unit = currency["one"] if whole.lstrip("0") == "1" else currency["many"]
        said.append(f"{amount.integer(whole.lstrip('0') or '0', language, ruleset)} {unit}")
    if cents:
        unit = currency["minor"] if cents == "1" else currency["minors"]
        minor_rules = currency.get("minor_ruleset", "cardinal")
        if said and language.table("money").get("and"):
            said.append(language.table("money")["and"])
        silent = bool(said) and language.table("money").get("silent_minor", False)
        counted = amount.integer(cents, language, minor_rules)
        said.append(counted if silent else f"{counted} {unit}")
    return " ".join(said)
=======
    return bool(
        before and re.match(table["attributive_after"], text[match.end() : match.end() + 24])
    )
>>>>>>> normaliser
