"""A sum of money in words, once it is known what is counted."""

from __future__ import annotations

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Language

_VOWELS = "aeiouhAEIOUHéÉ"


def lower_end(written: str, own_size: str, size: str, code: str, language: Language) -> str:
    """The lower end of a range, without its currency where the two ends share a magnitude."""
    if own_size or not size:
        return say(written, own_size, code, language)
    return amount.number(written, language, "cardinal-unit")


def say(written: str, size: str, code: str, language: Language, single: bool = False) -> str:
    """A sum in words: a number as written, its magnitude ("million" or empty) and the code of
    its currency; ``single`` asks for the currency's singular."""
    currency = language.table("money")["currencies"][code]
    one, many = currency["one"], currency["many"]
    ruleset = currency.get("ruleset", "cardinal-unit")
    whole, decimals = amount.parse(written, language)
    if size:
        unit = one if single else many
        return f"{_sized(written, size, language)}{_of(unit, size, language)}"
    if decimals and "minor" in currency and len(decimals.rstrip("0")) <= 2:
        return _with_minor(whole, decimals, currency, language, ruleset)
    if decimals and not decimals.strip("0"):
        written = whole
    unit = one if single or amount.is_one(written, language) else many
    return f"{amount.number(written, language, ruleset)} {unit}"


def _of(unit: str, size: str, language: Language) -> str:
    """What links magnitude and currency: millions d'euros, millones de euros, mil euros."""
    table = language.table("money")
    if "of" not in table or table["forms"][size].get("bare"):
        return f" {unit}"
    before_vowel, before_consonant = table["of"]
    return f"{before_vowel if unit[0] in _VOWELS else before_consonant}{unit}"


def _sized(written: str, size: str, language: Language) -> str:
    """A number and its magnitude, in the form that the number asks for."""
    table = language.table("money")
    forms = table.get("forms", {}).get(size, {"one": size, "many": size})
    singular = amount.is_one(written, language)
    ruleset = forms.get("ruleset", "cardinal-unit")
    counted = amount.number(written, language, ruleset)
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
