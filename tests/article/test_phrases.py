"""Which of many patterns match a text."""

from __future__ import annotations

from narrate.article.phrases import Phrases

PHRASES = Phrases(
    [
        ("(?:please )?subscribe(?: to .{1,40})?|sign up", "newsletter"),
        (r"\d{1,3}", "number"),
        ("x", "site"),
        ("please .*", "request"),
    ]
)


def test_a_text_is_whatever_matches_all_of_it() -> None:
    assert list(PHRASES.of("Sign up")) == ["newsletter"]
    assert list(PHRASES.of("40")) == ["number"]
    assert list(PHRASES.of("X")) == ["site"]
    assert list(PHRASES.of("We ask you to subscribe to nothing")) == []


def test_those_that_match_come_in_their_order() -> None:
    assert list(PHRASES.of("PLEASE subscribe to The Courier")) == ["newsletter", "request"]
