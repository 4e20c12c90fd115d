import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.article.headline import Heading, headline, kicker, repeats, without_site


def shown(*texts: str, level: int = 1) -> list[Heading]:
    return [Heading(text=text, level=level, parts=(text,)) for text in texts]


def test_what_readers_see_is_the_headline_not_what_is_told_to_search_engines() -> None:
    said = ["Oakmere ferry: When it sails, tickets and prices", "Oakmere ferry 2025 | The Courier"]
    assert headline(shown("At last, a ferry for Oakmere"), said, ["The Courier"]) == (
        "At last, a ferry for Oakmere"
    )


def test_the_name_of_the_site_and_of_a_section_are_no_headlines() -> None:
    found = shown("The Courier", "News", "Rain over the old harbour")
    said = ["Rain over the old harbour - News - The Courier"]
    assert headline(found, said, ["courier.example", "The Courier"]) == "Rain over the old harbour"


def test_a_heading_unlike_all_that_is_said_is_not_trusted() -> None:
    assert headline(shown("Hello, I am Ada"), ["A lamp for the pier | Ada Quill"], []) == (
        "A lamp for the pier"
    )


def test_a_smaller_heading_is_the_headline_only_where_it_is_said_word_for_word() -> None:
    said = ["Ten trees for dry gardens | Leaf"]
    assert headline(shown("Ten trees for dry gardens", level=2), said, []) == (
        "Ten trees for dry gardens"
    )
    assert headline(shown("Five trees for dry gardens", level=2), said, []) == (
        "Ten trees for dry gardens"
    )


def test_a_kicker_inside_the_heading_is_left_out() -> None:
    heading = Heading(
        text="Exclusive The lamp is lit 12", level=1, parts=("Exclusive", "The lamp is lit", "12")
    )
    assert headline([heading], ["The lamp is lit"], []) == "The lamp is lit"


def test_capitals_give_way_to_the_same_words_in_small_letters() -> None:
    assert headline(shown("THE LAMP IS LIT"), ["The lamp is lit - Leaf"], ["Leaf"]) == (
        "The lamp is lit"
    )
    assert headline(shown("history of the lamp"), ["History of the lamp"], []) == (
        "History of the lamp"
    )


def test_a_title_that_was_cut_is_taken_whole_from_elsewhere() -> None:
    whole = "The keeper of the bridge counts every boat that passes below her window in the evening"
    assert headline([], ["The keeper of the bridge counts every boat that…", whole], []) == whole


@pytest.mark.parametrize(
    ("title", "sites", "bare"),
    [
        ("Rain over the harbour | The Courier", [], "Rain over the harbour"),
        ("Opinion | Let the ferry sail again", [], "Let the ferry sail again"),
        ("Rain over the harbour - Courier", ["courier"], "Rain over the harbour"),
        ("Courier: Rain over the harbour", ["courier"], "Courier: Rain over the harbour"),
        ("Rain — and then the sun", [], "Rain — and then the sun"),
        ("Rain | Courier.example", ["courier.example"], "Rain"),
        ("Rain and sun - Weather - Courier", ["courier"], "Rain and sun - Weather"),
        ("“A gift”: the ferry of Oakmere", [], "“A gift”: the ferry of Oakmere"),
    ],
)
def test_a_headline_keeps_its_own_dashes_and_loses_the_site(
    title: str, sites: list[str], bare: str
) -> None:
    assert without_site(title, sites) == bare


def test_repeats_and_kickers_are_told_from_headlines() -> None:
    assert repeats("The Lamp is lit!", "the lamp is lit")
    assert kicker("Harbour: The lamp is lit", "The lamp is lit") == "Harbour:"
    assert kicker("Yesterday the lamp is lit", "The lamp is lit") is None


@given(
    st.lists(st.text(max_size=40)), st.lists(st.text(max_size=40)), st.lists(st.text(max_size=9))
)
def test_any_headings_and_titles_give_a_text_that_one_of_them_holds(
    headings: list[str], said: list[str], sites: list[str]
) -> None:
    found = headline(shown(*headings), said, sites)
    assert found == "" or any(found in text for text in (*headings, *said))
