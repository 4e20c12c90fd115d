"""Sentences: what each language's file promises, and what holds for any text at all."""

import time
import tomllib
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import narrate.script.segmenter
from narrate.script.boundaries import Habit, Rules
from narrate.script.segmenter import sentence_spans, split_sentences

LANGUAGES = Path(narrate.script.segmenter.__file__).parent / "languages"


def examples():
    for file in sorted(LANGUAGES.glob("*/segmenter.toml")):
        data = tomllib.loads(file.read_text("utf-8"))
        assert data["examples"], file
        for example in data["examples"]:
            yield pytest.param(
                file.parent.name,
                example["text"],
                example["sentences"],
                id=f"{file.parent.name}: {example['text'][:50]}",
            )


@pytest.mark.parametrize(("language", "text", "sentences"), list(examples()))
def test_examples_of_the_language(language, text, sentences):
    assert split_sentences(text, language) == sentences


@pytest.mark.parametrize("file", sorted(LANGUAGES.glob("*/segmenter.toml")), ids=str)
def test_the_language_file_says_nothing_twice_and_nothing_unheard(file):
    data = tomllib.loads(file.read_text("utf-8"))
    known = {field.name for field in fields(Rules)} | {"speech_verbs", "examples"}
    assert data.keys() - {"ordinals"} <= known
    assert data["abbreviations"].keys() <= set(get_args(Habit))
    words = [word for habit in data["abbreviations"].values() for word in habit.split()]
    assert [word for word, count in Counter(words).items() if count > 1] == []
    assert [word for word in words if word.endswith(".")] == []


pieces = st.sampled_from(
    [
        *"abzABZé.!?…,;:'\"“”‘’«»()[]-—*•0135 \n\t\xa0",
        ". ",
        "Mr. ",
        "U.S. ",
        "a.m. ",
        "\n\n",
        "1) ",
        "He ",
        "。",
        "؟ ",
        "etc. ",
        "[3]",
        "said ",
        "No. 5",
        "www.a.com",
        "(!) ",
        "why?) ",
        "Bros.’ ",
        "13. ",
        "so; ",
        "？",
        ": 1. ",
    ]
)
texts = st.lists(pieces, max_size=60).map("".join) | st.text(max_size=80)


languages = st.sampled_from(
    [*sorted(file.parent.name for file in LANGUAGES.glob("*/segmenter.toml")), "xx", "de-AT", ""]
)


@given(text=texts, language=languages)
def test_sentences_are_slices_in_order_that_cover_all_but_white_space(text, language):
    spans = sentence_spans(text, language)
    covered = bytearray(len(text))
    position = 0
    for start, end in spans:
        assert position <= start < end
        assert text[start:end] == text[start:end].strip()
        covered[start:end] = b"\x01" * (end - start)
        position = end
    assert all(mark or text[index].isspace() for index, mark in enumerate(covered))
    assert split_sentences(text, language) == [text[start:end] for start, end in spans]


@given(first=texts, second=texts)
def test_a_blank_line_always_ends_a_sentence(first, second):
    both = split_sentences(f"{first}\n\n{second}")
    squeezed = ["".join(sentence.split()) for sentence in both]
    head = "".join(first.split())
    assert any("".join(squeezed[:count]) == head for count in range(len(squeezed) + 1))


@pytest.mark.parametrize(
    "text",
    [
        "The quick brown fox saw Dr. Ape in the U.S. on Sept. 3. It ran. " * 15_000,
        "." * 100_000,
        ". " * 100_000,
        "U.S. " * 10_000,
        "a\n" * 50_000,
        "\n " * 100_000,
        '."' * 50_000,
        ".[1" * 50_000,
        "(" * 100_000 + ")." * 50_000,
        "word" * 100_000,
        "He said, “" * 20_000,
        "! » " * 40_000,
        "he (a.) b " * 20_000,
        "?) A" * 40_000,
        "U.S. (" * 20_000,
        "1) a " * 30_000,
        "so; " * 40_000,
        "." + " " * 200_000 + "A",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_time_grows_with_the_text_alone(text):
    begun = time.process_time()
    sentences = split_sentences(text)
    assert time.process_time() - begun < 2  # milliseconds where linear; minutes where not
    assert "".join("".join(sentences).split()) == "".join(text.split())


def test_region_falls_back_to_its_language():
    assert split_sentences("Am 3. Mai kam sie.", "de-CH") == ["Am 3. Mai kam sie."]
    assert split_sentences("Den 3. Mai kom hun.", "nb_NO") == ["Den 3. Mai kom hun."]


def test_what_a_language_adds_does_not_take_away_from_what_holds_in_any():
    assert split_sentences("Dann kam Mr. Lund aus London.", "de") == [
        "Dann kam Mr. Lund aus London."
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("他说：“我走了。”她哭了。", ["他说：“我走了。”", "她哭了。"]),
        ("「行く。」と彼は言った。本当？はい。", ["「行く。」と彼は言った。", "本当？", "はい。"]),
        ("本当ですか?はい。", ["本当ですか?", "はい。"]),
        ("هل وصلت؟ قال: «لا.» ثم ذهب.", ["هل وصلت؟", "قال: «لا.»", "ثم ذهب."]),
        ("Նա եկավ։ Հետո գնաց։", ["Նա եկավ։", "Հետո գնաց։"]),
        ("وہ آیا۔ پھر گیا؟ ہاں۔", ["وہ آیا۔", "پھر گیا؟", "ہاں۔"]),
        ("สวัสดี ลาก่อน", ["สวัสดี ลาก่อน"]),
    ],
)
def test_scripts_with_stops_of_their_own(text, sentences):
    assert split_sentences(text, "xx") == sentences


def test_wrapped_lines_go_on_and_items_do_not():
    wrapped = "The committee met in the old town hall on Monday and heard that\nParis would pay."
    assert split_sentences(wrapped) == [wrapped]
    assert split_sentences("• Bring a coat\n• Bring a torch") == [
        "• Bring a coat",
        "• Bring a torch",
    ]


def test_an_abbreviation_at_the_end_of_a_line_and_lines_from_windows():
    assert split_sentences("She met Dr.\nLund.") == ["She met Dr.\nLund."]
    assert split_sentences("Ferry stays\r\nNobody knows why today.") == [
        "Ferry stays",
        "Nobody knows why today.",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n \t"])
def test_nothing_to_say(text):
    assert split_sentences(text) == []
