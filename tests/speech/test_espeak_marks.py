"""What espeak-ng tells of words, as marks on the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from narrate.speech.espeak_marks import Kind, marks


def words(text: str, *events: tuple[int, int], frames: int = 1000) -> list[tuple[str, int]]:
    """Each marked word and its frame; ``events`` are places in the text and frames."""
    told: list[tuple[Kind, int, int]] = [("word", place, frame) for place, frame in events]
    found = marks(told, range(len(text)), text, frames)
    return [(text[mark.start : mark.end], mark.frame) for mark in found]


def test_a_place_before_a_word_is_the_word_s() -> None:
    assert words("“Then” (it) rained", (0, 0), (7, 300), (12, 600)) == [
        ("Then", 0),
        ("it", 300),
        ("rained", 600),
    ]


def test_a_word_in_parts_begins_with_the_first() -> None:
    assert words("1990s on", (0, 0), (2, 300), (4, 500), (6, 600)) == [("1990s", 0), ("on", 600)]


def test_words_said_as_one_share_its_time_by_their_letters() -> None:
    assert words("in the bay", (0, 0), (7, 500)) == [("in", 0), ("the", 200), ("bay", 500)]
    assert words("the U.S.", (0, 0), (4, 400)) == [("the", 0), ("U", 400), ("S", 700)]


def test_what_is_told_of_places_outside_is_passed_over() -> None:
    assert words("it rained", (0, 0), (99, 500), (3, 2000)) == [("it", 0), ("rained", 250)]


@given(
    text=st.text(max_size=50),
    events=st.lists(
        st.tuples(st.sampled_from(["word", "sentence"]), st.integers(-2, 60), st.integers(0, 2000))
    ),
)
def test_marks_are_in_order_and_inside(text: str, events: list[tuple[Kind, int, int]]) -> None:
    found = marks(events, range(len(text)), text, 1000)
    assert [mark.frame for mark in found] == sorted(mark.frame for mark in found)
    assert all(0 <= mark.start < mark.end <= len(text) for mark in found)
    assert all(0 <= mark.frame <= 1000 for mark in found)
    assert len({(mark.kind, mark.start) for mark in found}) == len(found)
