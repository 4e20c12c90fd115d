"""Silences, and the parting of long sentences."""

import itertools
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Pause, Token, Voice
from narrate.script.normaliser import spoken
from narrate.script.normaliser.language import LANGUAGES
from narrate.script.pacing import DEFAULT_PACING, parts, pause


def tokens_of(text, language="en"):
    return spoken.tokens(text, language)


def parted(text, longest, language="en"):
    """The parts as they are written."""
    parted = parts(tokens_of(text, language), language, longest)
    return [" ".join(token.written for token in part) for part in parted]


def test_the_profile_has_the_word_on_pauses_and_the_rest_is_the_default():
    voice = Voice(name="slow", engine="tone", pacing={"sentence": 800})
    assert pause(voice, "sentence") == Pause(ms=800, boundary="sentence")
    assert pause(voice, "section") == Pause(ms=DEFAULT_PACING["section"], boundary="section")


def test_a_short_sentence_stays_whole():
    assert parted("It rained, and then it stopped.", 400) == ["It rained, and then it stopped."]


def test_a_long_sentence_is_parted_at_its_clauses():
    clause = "the river rose over the lower road"
    text = f"{clause}, and {clause}; nobody had foreseen it, and {clause}."
    assert parted(text, 90) == [
        f"{clause}, and {clause};",
        f"nobody had foreseen it, and {clause}.",
    ]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_without_a_comma_it_is_parted_before_a_word_that_begins_a_clause(language):
    table = tomllib.loads((LANGUAGES / language / "clauses.toml").read_text(encoding="utf-8"))
    for example in table["examples"]:
        assert parted(example["text"], 80, language) == example["parts"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("yesterday we met Ana Maria Lopez Garcia Ruiz near the lake", "Ana Maria Lopez Garcia"),
        ("we had heard that Ursula von der Leyen was in the town", "Ursula von der Leyen"),
        ("they wrote a letter to the Bank of England about it", "Bank of England"),
        ("the pilot of the Boeing 737 said that the wind was strong", "Boeing 737"),
        ("they paid 20 million dollars in 2019 for the old bridge", "20 million"),
        ("Call 0171 555 0199 0171 555 now", "0171 555 0199 0171 555"),
    ],
)
@pytest.mark.parametrize("longest", [8, 14, 20, 30, 40])
def test_never_inside_a_number_or_a_name(text, whole, longest):
    assert any(whole in part for part in parted(text, longest))


def test_a_line_all_in_capitals_is_no_name():
    assert len(parted("THE FERRY STAYS IN PORT UNTIL THE STORM IS OVER", 30)) == 2


def test_one_monstrous_word_is_left_to_the_engine():
    assert parted("a" * 5000, 400) == ["a" * 5000]


def token_runs(words):
    position, run = 0, []
    for word, gap in words:
        run.append(Token(written=word, spoken=word, start=position, end=position + len(word)))
        position += len(word) + gap
    return tuple(run)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "Bob", "x,", "5", "so;", "—", "w" * 30]), st.integers(0, 2)
        ),
        min_size=1,
        max_size=80,
    ),
    st.integers(1, 60),
)
def test_parts_are_the_tokens_again(words, longest):
    tokens = token_runs(words)
    found = parts(tokens, "en", longest)
    assert tuple(token for part in found for token in part) == tokens
    for before, after in itertools.pairwise(found):
        assert before[-1].end < after[0].start


def test_time_grows_with_the_sentence_alone():
    assert len(parts(token_runs([("word", 1)] * 50_000), "en", 400)) > 500
