"""Every rule carries its own examples; these tests run them."""

import pytest

from narrate.article.boilerplate import Rule, rule_for, rules


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


def test_furniture_is_short() -> None:
    assert rule_for("Listen to article " * 60) is None
