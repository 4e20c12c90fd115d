"""Words divided at the end of a line."""

from __future__ import annotations

import pytest

from narrate.article.formats.typeset.joining import Vocabulary


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["the har-", "bour"], "the harbour"),
        (["a well-", "known one"], "a well-known one"),
        (["a high-", "ly paid one"], "a highly paid one"),
        (["COVID-", "19"], "COVID-19"),
        (["INTERNA-", "TIONAL"], "INTERNATIONAL"),
        (["Jean-", "Paul"], "Jean-Paul"),
        (["state-of-the-", "art"], "state-of-the-art"),
        (["1990 -", "2000"], "1990 - 2000"),
        (["https://a.example/salt-", "road of"], "https://a.example/salt-road of"),
        (["https://a.example/", "salt"], "https://a.example/salt"),
        (["the end—", "and more"], "the end—and more"),
        (["the end —", "and more"], "the end — and more"),
        (["Donaudampf-", "schiff"], "Donaudampfschiff"),
        (["東京の", "港は"], "東京の港は"),
        (["it was", "raining"], "it was raining"),
    ],
)
def test_lines_are_joined(lines: list[str], text: str) -> None:
    assert Vocabulary(lines).joined(lines) == text


@pytest.mark.parametrize(
    ("said", "text"), [("by tug-boat only", "tug-boat"), ("by tugboat only", "tugboat")]
)
def test_the_document_itself_tells_how_a_word_goes(said: str, text: str) -> None:
    assert Vocabulary([said, "a tug-", "boat"]).joined(["tug-", "boat"]) == text
