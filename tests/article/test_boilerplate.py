"""Each rule carries its examples; here they all run."""

from __future__ import annotations

import pytest

from narrate.article.boilerplate import Rule, rule_for, rules


@pytest.mark.parametrize(
    ("rule", "text"), [(r, t) for r in rules() for t in r.matches], ids=lambda v: str(v)[:40]
)
def test_a_rule_drops_its_examples(rule: Rule, text: str) -> None:
    found = rule_for(text)
    assert found is not None


@pytest.mark.parametrize(
    ("rule", "text"), [(r, t) for r in rules() for t in r.spares], ids=lambda v: str(v)[:40]
)
def test_a_rule_spares_what_it_says(rule: Rule, text: str) -> None:
    assert rule.pattern.fullmatch(text.rstrip(".!")) is None
