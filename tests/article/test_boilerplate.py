"""Every rule carries its own examples; these tests run them."""

import re
import time
import tomllib
from importlib.resources import files

import pytest

from narrate.article.boilerplate import LONGEST, Rule, reasons, rule_for, rules

LANGUAGES = ("de", "en", "es", "fr")
SECOND_AT_MOST = 0.5  # a rule takes some milliseconds; one that backtracks takes years


@pytest.mark.parametrize(
    ("rule", "text"), [(r, text) for r in rules() for text in r.matches], ids=str
)
def test_a_rule_drops_its_examples(rule: Rule, text: str) -> None:
    found = rule_for(text)
    assert found is not None
    assert found.name == rule.name


@pytest.mark.parametrize("text", [text for r in rules() for text in r.spares])
def test_and_spares_what_is_like_them(text: str) -> None:
    assert rule_for(text) is None


def test_every_rule_has_examples_of_both_kinds_and_a_reason() -> None:
    assert all(rule.matches and rule.spares and rule.reason for rule in rules())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_rule(language: str) -> None:
    file = files("narrate.article.rules").joinpath(f"{language}.toml")
    names = [rule["name"] for rule in tomllib.loads(file.read_text(encoding="utf-8"))["rule"]]
    assert sorted(names) == sorted({rule.name for rule in rules()})


def test_a_rule_has_one_reason_in_all_languages() -> None:
    assert {(r.name, r.reason) for r in rules()} == set(reasons().items())


def test_furniture_is_short() -> None:
    assert rule_for("Listen to article " * 60) is None


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_no_text_keeps_a_rule_busy(rule: Rule) -> None:
    """What begins like furniture and goes on as long as a block may, and never ends like it."""
    pattern = re.compile("|".join(rule.patterns), re.IGNORECASE)
    for example in rule.matches:
        words = example.split()
        for length in range(1, len(words) + 1):
            beginning = " ".join(words[:length])
            for more in (f"{beginning}, ", f"{beginning} ", "A ", "a, ", "/ A", "1:"):
                text = (f"{beginning} " + more * LONGEST)[: LONGEST - 1] + "\0"
                started = time.process_time()
                pattern.fullmatch(text)
                assert time.process_time() - started < SECOND_AT_MOST, text
