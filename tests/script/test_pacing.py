"""Silences, and the parting of long sentences."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Pause, Token, Voice
from narrate.script.normaliser import spoken
from narrate.script.pacing import DEFAULT_PACING, parts, pause


def tokens_of(text):
    return spoken.tokens(text, "en")


def written(parted):
    return [" ".join(token.written for token in part) for part in parted]


def test_the_profile_has_the_word_on_pauses_and_the_rest_is_the_default():
    voice = Voice(name="slow", engine="tone", pacing={"sentence": 800})
    assert pause(voice, "sentence") == Pause(ms=800, boundary="sentence")
    assert pause(voice, "section") == Pause(ms=DEFAULT_PACING["section"], boundary="section")


def test_a_short_sentence_stays_whole():
    tokens = tokens_of("It rained, and then it stopped.")
    assert parts(tokens) == [tokens]


def test_a_long_sentence_is_parted_at_its_clauses():
    clause = "the river rose over the lower road"
    text = f"{clause}, and {clause}; nobody had foreseen it, and {clause}."
    assert written(parts(tokens_of(text), longest=90)) == [
        f"{clause}, and {clause};",
        f"nobody had foreseen it, and {clause}.",
    ]


def test_never_inside_a_number_and_only_then_inside_a_name():
    figures = parts(tokens_of("Call 0171 555 0199 0171 555 0199 0171 555 0199 now"), longest=20)
    assert not any(
        before[-1].written[-1].isdigit() and after[0].written[0].isdigit()
        for before, after in itertools.pairwise(figures)
    )
    names = parts(
        tokens_of("yesterday we met Ana Maria Lopez Garcia Ruiz near the lake"), longest=40
    )
    assert any("Ana Maria Lopez Garcia Ruiz" in part for part in written(names))


def test_one_monstrous_word_is_left_to_the_engine():
    monster = tokens_of("a" * 5000)
    assert parts(monster) == [monster]


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
    parted = parts(tokens, longest)
    assert tuple(token for part in parted for token in part) == tokens
    for before, after in itertools.pairwise(parted):
        assert before[-1].end < after[0].start


def test_time_grows_with_the_sentence_alone():
    assert len(parts(token_runs([("word", 1)] * 50_000))) > 500
