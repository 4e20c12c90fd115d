import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.article.byline import by_line, byline


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ada Quill", "Ada Quill"),
        ("Von Jonas Aalto und Mara Lindqvist", "Jonas Aalto, Mara Lindqvist"),
        ("Par Élise Moreau, envoyée spéciale", "Élise Moreau"),
        ("Por José Ortega y Casas", "José Ortega y Casas"),
        ("By Ada Quill, Staff Writer", "Ada Quill"),
        ("Ada Quill, MD, PhD", "Ada Quill"),
        ("Ada Quill | The Courier", "Ada Quill"),
        ("Ada Quill (ada.quill@courier.example) @adaquill", "Ada Quill"),
        ("View all posts by Ada Quill", "Ada Quill"),
        ("Ada Quill Monday, November 18", "Ada Quill"),
        ("Ada Quill 12 March 2024", "Ada Quill"),
        ("Thanh Le and Yifan Sun", "Thanh Le, Yifan Sun"),
        ("ADA QUILL", "Ada Quill"),
        ("https://courier.example/authors/ada", ""),
        ("admin", ""),
        ("adaquill", ""),
        ("Courier Staff", ""),
        ("The Courier", ""),
        ("Quill & Quill", "Quill & Quill"),
        ("", ""),
    ],
)
def test_a_byline_is_names_and_nothing_else(text: str, names: str) -> None:
    assert byline([text], ["The Courier"]) == names


def test_each_name_is_there_once() -> None:
    assert byline(["Ada Quill", "ada quill, Ben Reed", "Ben Reed"]) == "Ada Quill, Ben Reed"


def test_a_visible_line_counts_only_if_it_says_by() -> None:
    assert by_line("By Ada Quill") == "Ada Quill"
    assert by_line("About the author") == ""


@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_text_gives_short_names_without_addresses(values: list[str]) -> None:
    found = byline(values)
    assert "http" not in found or "://" not in found
    assert len(found) < 600
