"""Which phonemes are which word's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.speech.piper.words import owners


@pytest.mark.parametrize(
    ("words", "groups", "expected"),
    [
        ("the ferry", "ðə fˈɛɹi", [0, 1]),
        ("one of the men of the town", "wˈʌn ʌvðə mˈɛn ʌvðə tˈaʊn", [0, 1, 1, 2, 3, 3, 4]),
        ("in the end", "ɪnðɪ ˈɛnd", [0, 0, 1]),
        ("in 1999 he left", "ɪn nˈaɪntiːn nˈaɪnti nˈaɪn hiː lˈɛft", [0, 1, 4, 5]),
        ("", "", []),
        ("one two", "", []),
        ("one", "a b c d e f g h i j", []),
    ],
)
def test_words_are_paired_with_what_was_said(words, groups, expected):
    assert owners(words.split(), groups.split()) == expected


@given(st.lists(st.text(min_size=1), max_size=40), st.lists(st.text(min_size=1), max_size=40))
def test_whatever_was_said_words_begin_in_order(words, groups):
    found = owners(words, groups)
    assert len(found) in (0, len(words))
    assert found == sorted(found)
    assert all(0 <= group < len(groups) for group in found)
