"""Numbers as words in the four languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.script.normaliser.language import Language, load
from narrate.script.numbers import LARGEST, NumberRules


def _language(code: str) -> Language:
    language = load(code)
    assert language is not None
    return language


@pytest.mark.parametrize(
    ("language", "ruleset", "number", "words"),
    [
        ("en", "cardinal", 0, "zero"),
        ("en", "cardinal", 101, "one hundred one"),
        ("en", "cardinal-unit", 1_005, "one thousand and five"),
        (
            "en",
            "cardinal",
            12_345_678,
            "twelve million three hundred forty five thousand six hundred seventy eight",
        ),
        ("en", "ordinal", 1_000_000, "one millionth"),
        ("en", "ordinal", 112, "one hundred twelfth"),
        ("en", "year", 1906, "nineteen o six"),
        ("en", "year", 2000, "two thousand"),
        ("en", "year", 1900, "nineteen hundred"),
        ("en", "year", 2023, "twenty twenty three"),
        ("en", "serial", 1600, "sixteen hundred"),
        ("en", "serial", 101, "one oh one"),
        ("en", "decade", 1980, "nineteen eighties"),
        ("de", "cardinal", 21, "einundzwanzig"),
        ("de", "cardinal", 101, "einhunderteins"),
        ("de", "cardinal", 101_001, "einhunderteintausendeins"),
        ("de", "cardinal", 2_000_001, "zwei Millionen eins"),
        ("de", "year", 1989, "neunzehnhundertneunundachtzig"),
        ("de", "ordinal", 3, "dritte"),
        ("de", "ordinal", 101, "einhunderterste"),
        ("de", "ordinal", 100, "hundertste"),
        ("fr", "cardinal", 71, "soixante et onze"),
        ("fr", "cardinal", 80, "quatre-vingts"),
        ("fr", "cardinal", 81, "quatre-vingt-un"),
        ("fr", "cardinal", 99, "quatre-vingt-dix-neuf"),
        ("fr", "cardinal", 200, "deux cents"),
        ("fr", "cardinal", 201, "deux cent un"),
        ("fr", "cardinal", 80_000, "quatre-vingt mille"),
        ("fr", "cardinal", 200_000, "deux cent mille"),
        ("fr", "cardinal-f", 21, "vingt et une"),
        ("fr", "ordinal", 1, "premier"),
        ("fr", "ordinal", 21, "vingt et unième"),
        ("fr", "ordinal", 75, "soixante-quinzième"),
        ("es", "cardinal", 16, "dieciséis"),
        ("es", "cardinal", 100, "cien"),
        ("es", "cardinal", 101, "ciento uno"),
        ("es", "cardinal", 1_000, "mil"),
        ("es", "cardinal", 21_000, "veintiún mil"),
        ("es", "cardinal", 1_000_000_000, "mil millones"),
        ("es", "cardinal-f", 231, "doscientas treinta y una"),
        ("es", "ordinal", 21, "vigesimoprimero"),
        ("es", "ordinal-f", 3, "tercera"),
    ],
)
def test_spelled(language: str, ruleset: str, number: int, words: str) -> None:
    assert _language(language).rules.spell(number, ruleset) == words


@given(
    code=st.sampled_from(["en", "de", "fr", "es"]),
    number=st.integers(min_value=0, max_value=LARGEST),
    ruleset=st.sampled_from(["cardinal", "ordinal", "year"]),
)
def test_every_number_has_words(code: str, number: int, ruleset: str) -> None:
    words = _language(code).rules.spell(number, ruleset)
    assert words == words.strip()
    assert "  " not in words
    assert not any(c.isdigit() or c in "{}[]|" for c in words)


@given(
    code=st.sampled_from(["en", "de", "fr", "es"]),
    numbers=st.sets(st.integers(min_value=0, max_value=LARGEST), min_size=2, max_size=2),
)
def test_two_numbers_never_sound_the_same(code: str, numbers: set[int]) -> None:
    one, other = numbers
    rules = _language(code).rules
    assert rules.spell(one) != rules.spell(other)


def test_the_templates() -> None:
    rules = NumberRules(
        {
            "base": {"0": "nil", "1": "one", "2": "two", "10": "[ten {rest}|just ten]"},
            "copy": {"0": "<{=:base}>", "20/20": "score[-{rest:base}]"},
        }
    )
    assert rules.spell(10, "base") == "just ten"
    assert rules.spell(12, "base") == "ten two"
    assert rules.spell(12, "copy") == "<ten two>"
    assert rules.spell(22, "copy") == "score-two"
    assert "base" in rules
    with pytest.raises(KeyError):
        rules.spell(1, "missing")
