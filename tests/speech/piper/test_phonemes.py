"""Clauses, and what espeak-ng says of each."""

import functools
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.speech.piper.phonemes import Phonemiser, clauses


@functools.cache
def said(text: str, voice: str) -> list[str]:
    return _phonemiser().words(text, voice)


@functools.cache
def _phonemiser() -> Phonemiser:
    return Phonemiser()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One, two. Three?", [("One,", ","), (" two.", "."), (" Three?", "?")]),
        ("It costs 3.50 — or 1,000.", [("It costs 3.50 —", ";"), (" or 1,000.", ".")]),
        ("He said “no.” She left", [("He said “no.”", "."), (" She left", "")]),
        ("先生、お元気？", [("先生、", ","), ("お元気？", "?")]),
        ("a well-known 1990–2000 thing", [("a well-known 1990–2000 thing", "")]),
        ("wait…", [("wait…", ".")]),
        ("  ", []),
    ],
)
def test_a_text_is_parted_where_the_voice_draws_breath(text, parts):
    assert [(text[c.start : c.end], c.mark) for c in clauses(text)] == parts


@given(st.text(max_size=300))
def test_clauses_cover_the_text(text):
    found = list(clauses(text))
    assert "".join(text[c.start : c.end] for c in found).strip() == text.strip()
    assert all(before.end == after.start for before, after in pairwise(found))


def test_words_are_phonemes_in_ipa_of_the_voice_that_is_asked_for():
    assert said("the ferry", "en-us") == ["ðə", "fˈɛɹi"]
    assert said("die Fähre", "de") == ["diː", "fˈɛːrə"]
    assert said("the ferry", "en-us") == ["ðə", "fˈɛɹi"]


def test_accents_are_apart_from_their_letters_as_the_voices_learned_them():
    (word,) = said("bon", "fr")
    assert "\u0303" in word


def test_a_switch_of_language_is_not_spoken():
    assert not any("(" in word for word in said("der Computer", "de"))


def test_a_voice_that_espeak_does_not_have_is_an_error():
    with pytest.raises(LookupError, match="no voice 'tlh'"):
        said("one", "tlh")


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_has_phonemes_or_none(text):
    assert all(said(text, "en-us"))


def test_a_word_without_end_is_said_whole():
    assert len("".join(said("abracadabra" * 100, "en-us"))) > 1000
