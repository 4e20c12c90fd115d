"""A text as numbers, and where in them its words and sentences begin."""

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.speech.piper.config import Config, Letters
from narrate.speech.piper.phonemes import Phonemiser
from narrate.speech.piper.reading import Reader, Reading

LETTERS = "_^$ !',-.:;?abcdefghijklmnopqrstuvwxyzðŋɑɔəɚɛɜɪɹʃʊʌʒˈˌːθ"
IDS = {letter: (at,) for at, letter in enumerate(LETTERS)}


def read(text: str, letters: Letters = "espeak") -> Reading:
    config = Config(rate=16000, language="en-US", letters=letters, espeak_voice="en-us",
                    quality="low", ids=IDS, length=1.0, noise=0.667, noise_of_lengths=0.8,
                    speakers={}, speaker_count=1)  # fmt: skip
    return Reader(config, phonemiser()).read(text)


@functools.cache
def phonemiser() -> Phonemiser:
    return Phonemiser()


def spelt(reading: Reading) -> str:
    return "".join(LETTERS[number] for number in reading.ids)


def test_a_rest_stands_between_all_numbers_and_a_mark_behind_its_clause():
    assert spelt(read("The ferry, at seven.")) == (
        "^_" + "_".join("ðə fˈɛɹi, t sˈɛvən.") + "_$"  # this voice never learned an æ
    )


def test_words_and_sentences_say_where_they_begin():
    text = "“Go,” he said. We went"
    reading = read(text)
    found = [(s.kind, text[s.start : s.end], spelt(reading)[s.at]) for s in reading.starts]
    assert found == [
        ("sentence", "“Go,” he said.", "ˈ"),
        ("word", "Go", "ˈ"),
        ("word", "he", "h"),
        ("word", "said", "s"),
        ("sentence", "We went", "w"),
        ("word", "We", "w"),
        ("word", "went", "w"),
    ]


@pytest.mark.parametrize("text", ["", " ", "…", "— —"])
def test_where_nothing_is_said_nothing_begins(text):
    assert read(text).starts == []


@settings(max_examples=80)
@given(st.text(max_size=120), st.sampled_from(["espeak", "text"]))
def test_any_text_begins_in_order_and_within_itself(text, letters):
    reading = read(text, letters)
    assert [s.at for s in reading.starts] == sorted(s.at for s in reading.starts)
    for start in reading.starts:
        assert 0 <= start.at < len(reading.ids)
        assert 0 <= start.start < start.end <= len(text)
