from hypothesis import given
from hypothesis import strategies as st

from narrate.speech.pieces import part_words, pieces


def test_a_short_text_is_one_piece() -> None:
    assert list(pieces("The ferry leaves at seven.", 100)) == ["The ferry leaves at seven."]


def test_a_long_text_is_cut_after_a_sentence_if_it_can_be() -> None:
    assert list(pieces("One, two three. Four five six", 20)) == ["One, two three.", "Four five six"]


def test_a_word_without_end_is_cut_anywhere() -> None:
    assert list(pieces("a" * 25, 10)) == ["a" * 10, "a" * 10, "a" * 5]


@given(st.text(max_size=300), st.integers(1, 40))
def test_nothing_is_lost_and_no_piece_is_too_long(text: str, longest: int) -> None:
    found = list(pieces(text, longest))
    assert all(0 < len(piece) <= longest for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_word_is_parted_only_when_it_is_too_long_in_bytes() -> None:
    assert part_words("The harbour-master's ferry", 8, 3) == "The harbour-master's ferry"
    assert part_words("abcdefghij", 8, 3) == "abcdefgh, ij"
    assert part_words("東京東京", 8, 3) == "東京, 東京"
    assert part_words("year 12345", 8, 3) == "year 123, 45"


def test_an_accent_stays_with_its_letter() -> None:
    assert part_words("aaae\u0301e", 4, 9) == "aaae\u0301, e"


@given(st.text(max_size=300), st.integers(4, 40))
def test_parting_words_loses_nothing(text: str, longest: int) -> None:
    parted = part_words(text, longest, 3)
    assert "".join(parted.replace(",", "").split()) == "".join(text.replace(",", "").split())
