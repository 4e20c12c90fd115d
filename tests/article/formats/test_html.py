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
        "<p class='box hidden'>secret</p>",
        "<div class='d-none'><p>secret</p></div>",
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
    started = time.process_time()
    read("<div>" * 100_000 + "bottom" + "</div>" * 100_000)
    assert time.process_time() - started < 20


def test_a_page_of_very_many_tags_is_read_in_linear_time() -> None:
    started = time.process_time()
    assert len(read("<p>a</p>" * 100_000)) == 100_000
    assert time.process_time() - started < 30


def test_a_row_of_a_table_is_one_block_with_its_cells_in_order() -> None:
    table = (
        "<table><caption>Crossings</caption><tr><th>Year</th><th>Ferries</th></tr>"
        "<tr><td><p>1906</p></td><td></td><td>three</td></tr></table>"
    )
    assert kept(table) == [
        ("caption", "Crossings"),
        ("table", "Year, Ferries"),
        ("table", "1906, three"),
    ]


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    layout = "<table><tr><td><h1>Tea</h1><p>Boil.</p></td><td>Pour.</td></tr></table>"
    assert [kind for kind, _ in kept(layout)] == ["heading", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    "folded",
    [
        "<div class='faq-accordion'><p style='display:none'>Yes, in winter too.</p></div>",
        "<div role='region' aria-labelledby='q1' hidden><p>Yes, in winter too.</p></div>",
        "<details><summary>Does it sail?</summary><p>Yes, in winter too.</p></details>",
    ],
)
def test_what_a_reader_can_unfold_is_read(folded: str) -> None:
    assert ("paragraph", "Yes, in winter too.") in kept(folded)


def test_a_page_that_is_one_long_pre_is_read_as_the_plain_text_it_is() -> None:
    text = "The ferry\n\nIt sailed at six, as it had for years, and nobody looked up from the nets."
    assert kept(f"<pre>{text}\n\n- one\n- two</pre>")[-3:] == [
        ("paragraph", "It sailed at six, as it had for years, and nobody looked up from the nets."),
        ("list item", "one"),
        ("list item", "two"),
    ]


PROSE = "<p>" + "The harbour was quiet, and only the lamp on the pier was burning. " * 9 + "</p>"


def test_code_captions_footnotes_and_standfirst_are_told_apart() -> None:
    markup = (
        "<p class='standfirst'>Nine years on.</p><h2 class='article-dek'>A town waits.</h2>"
        f"{PROSE}<pre>x = 1\ny = 2</pre><figure><figcaption>The pier.</figcaption></figure>"
        "<div class='imageCaption'>The lamp.</div>"
        "<section role='doc-endnotes'><ol><li>Harbour books, 1906.</li></ol></section>"
    )
    found = kept(markup)
    assert [found[i] for i in (0, 1, 3, 4, 5)] == [
        ("standfirst", "Nine years on."),
        ("standfirst", "A town waits."),
        ("code", "x = 1\ny = 2"),
        ("caption", "The pier."),
        ("caption", "The lamp."),
    ]
    assert found[-1] == ("footnote", "Harbour books, 1906.")


def test_marks_of_footnotes_are_not_read() -> None:
    assert kept("<p>It sank<sup><a href='#n1'>[1]</a></sup> at 10<sup>3</sup> metres.</p>") == [
        ("paragraph", "It sank at 103 metres.")
    ]


@pytest.mark.parametrize("element", ["table", "sup", "ul", "span hidden", "details", "b"])
def test_any_element_nested_very_deep_costs_linear_time(element: str) -> None:
    started = time.process_time()
    read(f"<p>start</p>{f'<{element}>x' * 20_000}<p>end</p>")
    assert time.process_time() - started < 20


def test_a_link_that_leads_on_behind_a_sentence_is_no_part_of_it() -> None:
    assert kept("<p>It sank in 1906. <a href='/wreck'>Read more</a></p>") == [
        ("paragraph", "It sank in 1906.")
    ]
    assert kept("<p>You can <a href='/wreck'>read more</a> in the harbour books.</p>") == [
        ("paragraph", "You can read more in the harbour books.")
    ]


def test_what_is_hidden_on_a_phone_only_is_read() -> None:
    assert kept("<p class='hidden md:block'>The pier.</p>") == [("paragraph", "The pier.")]
