"""Errors are sentences."""

from __future__ import annotations

from narrate.errors import SourceError


def test_an_input_with_a_very_long_name_does_not_hide_what_happened() -> None:
    address = f"https://example.org/{'a' * 4000}/end"
    said = str(SourceError("there is none", subject=address, advice="Look for another."))
    assert said.startswith("https://example.org/aaa")
    assert said.endswith("aaa/end: there is none. Look for another.")
    assert len(said) < 400
