"""What is read off a pattern holds for every text that the pattern matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.article.boilerplate import rules
from narrate.article.literals import Reader, plain, split
from narrate.article.refusal.notices import notices

PATTERNS = [pattern for each in (*rules(), *notices()) for pattern in each.patterns]


@pytest.mark.parametrize(
    ("pattern", "held"),
    [
        ("sign up", [[("sign up",)]]),
        ("(?:please )?sign up", [[("sign up",)]]),
        ("ads?", [[("ad",)]]),
        ("go+gle", [[("gle",), ("go",)]]),
        (r"\d+ comments?", [[(" comment",)]]),
        ("(?:share|print) this", [[(" this",), ("share", "print")]]),
        ("(?:a(?:b|c)?|d)e", [[("e",), ("a", "d")]]),
        ("share|print", [[("share",)], [("print",)]]),
        ("(?:share|.*) this", [[(" this",)]]),
        ("(?!the )tip", [[("tip",)]]),
        ("(?=.*links)we", [[("links",), ("we",)]]),
        (r"mr\. x", [[("mr",), (" x",)]]),
        ("Straße", [[("strasse",)]]),
        (".*", [[]]),
    ],
)
def test_what_all_matches_hold(pattern: str, held: list[list[tuple[str, ...]]]) -> None:
    assert Reader().alternatives(pattern) == held


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_is_its_alternatives(pattern: str) -> None:
    parts = split(pattern)
    assert "|".join(parts) == pattern
    assert len(parts) == len(Reader().alternatives(pattern))
    for part in parts:
        re.compile(part, re.IGNORECASE)


WORD = st.text("abß.ıſK", min_size=1, max_size=3).map(re.escape)
PATTERN = st.recursive(
    WORD | st.sampled_from([r"\w", "[ab]", "."]),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map("".join)
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})")
        | inner.map(lambda part: f"(?:{part})?")
        | inner.map(lambda part: f"(?:{part}){{0,2}}")
        | inner.map(lambda part: f"(?:{part})+")
    ),
    max_leaves=8,
)


@given(st.lists(PATTERN, min_size=1, max_size=3).map("|".join), st.data())
def test_a_text_that_matches_holds_what_it_must(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(pattern, re.IGNORECASE), fullmatch=True))
    seen = plain(text)
    assert any(
        all(any(literal in seen for literal in literals) for literals in held)
        for held in Reader().alternatives(pattern)
    )
