import time

import pytest

from narrate.article.candidate import Candidate
from narrate.article.formats import html


def read(markup: str) -> list[Candidate]:
    return list(html.candidates(html.parse(markup)))


def kept(markup: str) -> list[tuple[str, str]]:
    return [(c.kind, c.text) for c in read(markup) if not c.verdict]


def test_blocks_come_in_reading_order_with_their_kinds() -> None:
    assert kept("<h2>Tea</h2><p>Boil.</p><ul><li>cup</li></ul><blockquote>Ah.</blockquote>") == [
        ("heading", "Tea"),
        ("paragraph", "Boil."),
        ("list item", "cup"),
        ("quote", "Ah."),
    ]


def test_text_beside_an_element_is_a_block_of_its_own() -> None:
    assert [text for _, text in kept("<div>before<p>inside</p>after</div>")] == [
        "before",
        "inside",
        "after",
    ]


def test_words_of_inline_elements_stay_together() -> None:
    assert kept("<p>The <b>b</b>ig <a href='#'>ship</a>.</p>") == [("paragraph", "The big ship.")]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>secret</p>",
        "<p style='display: none'>secret</p>",
        "<p style='visibility:hidden'>secret</p>",
        "<p style='font-size:0'>secret</p>",
        "<p class='sr-only'>secret</p>",
        "<p aria-hidden='true'>secret</p>",
        "<div style='display:none'><div><p>secret</p></div></div>",
        "<p>open <span style='display:none'>secret</span></p>",
        "<script>secret</script>",
        "<template><p>secret</p></template>",
        "<!-- secret -->",
    ],
)
def test_what_a_page_hides_is_not_read(hidden: str) -> None:
    assert "secret" not in " ".join(text for _, text in kept(f"<p>plain</p>{hidden}<p>end</p>"))


def test_zero_width_characters_are_taken_out() -> None:
    assert kept("<p>har\u200bbour\u202e</p>") == [("paragraph", "harbour")]


def test_a_page_nested_a_hundred_thousand_deep_is_read() -> None:
    started = time.monotonic()
    read("<div>" * 100_000 + "bottom" + "</div>" * 100_000)
    assert time.monotonic() - started < 20


def test_a_page_of_very_many_tags_is_read_in_linear_time() -> None:
    started = time.monotonic()
    assert len(read("<p>a</p>" * 100_000)) == 100_000
    assert time.monotonic() - started < 30
