import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.article.cleaner import clean
from narrate.article.formats.plaintext import candidates

LONG = (
    "The keeper of the bridge counts every boat that passes below her window, and in the evening "
    "she writes all of them into a book that nobody but her has ever read."
)


def blocks(text: str) -> list[tuple[str, str]]:
    return [(c.kind, c.text) for c in candidates(text)]


def kinds(text: str) -> list[str]:
    return [c.kind for c in candidates(text)]


def test_a_blank_line_parts_paragraphs() -> None:
    assert blocks("One thing.\n\nAnother thing.") == [
        ("paragraph", "One thing."),
        ("paragraph", "Another thing."),
    ]


def test_without_blank_lines_every_line_is_a_paragraph() -> None:
    assert kinds(f"{LONG}\r\n{LONG}\r\nThe bridge at night\r\n{LONG}\r\n") == [
        "paragraph",
        "paragraph",
        "heading",
        "paragraph",
    ]


@pytest.mark.parametrize("line", ["A dry night", "“A dry night”", "A DRY NIGHT", "II. A dry night"])
def test_a_short_line_without_a_stop_is_a_heading(line: str) -> None:
    text = f"It rained.\n\n{line}\n\nIn the morning the square was dry again."
    assert blocks(text)[1] == ("heading", line)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("A dry night\n===========\n", 1),
        ("A dry night\n-----------\n", 2),
        ("### A dry night\n", 3),
        ("2.1 A dry night\n", 3),
    ],
)
def test_marks_and_numbers_give_headings_their_level(text: str, level: int) -> None:
    found = list(candidates(f"It rained.\n\n{text}\n{LONG}"))[1]
    assert (found.kind, found.level) == ("heading", level)


def test_a_line_of_signs_below_a_sentence_is_an_ornament() -> None:
    assert kinds("It rained all of the night.\n---------------------------\nIt is dry.") == [
        "paragraph",
        "paragraph",
        "paragraph",
    ]


def test_lines_wrapped_by_hand_are_put_together() -> None:
    text = (
        "The keeper of the bridge counts every boat that passes\n"
        "below her window, and in the evening she writes it\n"
        "into a book.\n"
    )
    assert len(blocks(text)) == 1
    assert "passes below her window" in blocks(text)[0][1]


def test_a_number_or_dash_that_begins_a_wrapped_line_is_no_item() -> None:
    text = (
        "Der Verein, der die alte Mühle am Bach gerettet hat, heißt nach dem\n"
        "3. Oktober, und wer ihm angehört, der hat im Winter geschaufelt und\n"
        "– das sagen alle – gesungen.\n"
    )
    assert kinds(text) == ["paragraph"]


def test_divided_words_and_scripts_without_spaces_are_joined_as_they_were() -> None:
    text = (
        "The keeper counts all that passes below her window, and the well-\n"
        "known boats she greets by their names before she shuts the window.\n"
    )
    assert "the well-known boats" in blocks(text)[0][1]


def test_verse_keeps_its_lines() -> None:
    text = (
        "The harbour holds its breath at noon, my love,\n"
        "No rope is drawn upon the quay, no sail is set\n"
        "And underneath the daylight moon and stars above\n"
        "The mud is shining, brown and wet, and wetter yet\n"
    )
    assert len(blocks(text)) == 4


def test_bullets_and_numbers_are_list_items() -> None:
    assert blocks("To bring:\n\n- bread\n- salt\n\n1. go\n2. come") == [
        ("paragraph", "To bring:"),
        ("list item", "bread"),
        ("list item", "salt"),
        ("list item", "go"),
        ("list item", "come"),
    ]


def test_items_stand_in_others_and_go_on_below() -> None:
    found = list(candidates("- bread\n  and butter\n    * white\n    * black\n- salt"))
    assert [(c.text, c.level) for c in found] == [
        ("bread and butter", 1),
        ("white", 2),
        ("black", 2),
        ("salt", 1),
    ]


def test_a_number_alone_is_part_of_its_sentence() -> None:
    assert blocks("12. März 1911 steht auf dem Stein über der Tür.") == [
        ("paragraph", "12. März 1911 steht auf dem Stein über der Tür.")
    ]


@pytest.mark.parametrize("dash", ["—", "–"])
def test_a_dash_begins_what_somebody_says(dash: str) -> None:
    assert kinds(f"{dash} Come in, she said.\n{dash} I will not.") == ["paragraph"] * 2


def test_what_mail_quotes_is_a_quote_and_what_signs_it_is_left_out() -> None:
    text = f"Ada wrote:\n\n> I will\n> come.\n\n{LONG}\n\n-- \nBen Reed\nHarbour Office\n"
    assert kinds(text)[:2] == ["paragraph", "quote"]
    assert [c.text for c in candidates(text) if c.verdict] == ["Ben Reed", "Harbour Office"]


@pytest.mark.parametrize(("line", "rule"), [("(kw/Courier)", "agency mark"), ("#a #b", "tags")])
def test_marks_at_the_end_are_left_out(line: str, rule: str) -> None:
    assert {d.rule for d in clean(f"A dry night\n\n{LONG}\n\n{line}").dropped} == {rule}


_WORDS = st.text("abcdefgäßéñ ", min_size=1, max_size=60)
_LINES = st.one_of(
    _WORDS,
    _WORDS.map(str.upper),
    _WORDS.map(lambda words: f"{words}."),
    st.builds(
        lambda mark, words: f"{mark} {words}",
        st.sampled_from(["-", "*", "  -", ">", "> >", "—", "–", "#", "##", "•"]),
        _WORDS,
    ),
    st.sampled_from(["", "", "---", "=====", "***", "-- ", LONG, "(Reuters)", "#harbour", "\t"]),
)


@given(st.lists(_LINES, max_size=25), st.sampled_from(["\n", "\r\n", "\n\n"]))
@settings(deadline=None, max_examples=200)
def test_no_visible_word_is_lost(pieces: list[str], end: str) -> None:
    text = end.join([*pieces, LONG])
    article = clean(text.encode(), language="en")
    found = [*(b.text for b in article.blocks), *(d.text for d in article.dropped)]
    assert _letters(" ".join(found)) == _letters(text)


def _letters(text: str) -> list[str]:
    return sorted(character for character in text if character.isalnum())


@pytest.mark.parametrize(
    "text", ["> " * 200_000, "- a\n" * 40_000, "ab\n--\n" * 40_000, "a" * 2_000_000]
)
def test_large_texts_take_a_moment(text: str) -> None:
    started = time.process_time()
    list(candidates(text))
    assert time.process_time() - started < 5
