from narrate.article.formats.plaintext import candidates
from narrate.article.opening import opening

HEADLINE = "A lamp for the long pier of Oakmere"
LONG = (
    "For two centuries nobody asked what the pier was built on. Now three students have looked "
    "below its planks, and what they found there is older than the town itself."
)


def opened(*lines: str) -> tuple[str, list[str], list[str]]:
    """Title, kinds of the blocks that stay, rules that drop the others."""
    title, rows = opening(list(candidates("\n\n".join(lines))))
    return title, [c.kind for c, v in rows if not v], [v[0] for _, v in rows if v]


def test_the_first_line_without_a_stop_is_the_headline() -> None:
    assert opened(HEADLINE, LONG) == (HEADLINE, ["paragraph"], [])


def test_a_text_that_begins_with_a_sentence_has_no_headline() -> None:
    assert opened(LONG, HEADLINE, LONG)[0] == ""


def test_kicker_and_headline_in_one_line_and_then_each_again() -> None:
    assert opened(f"“At last”: {HEADLINE}", "“At last”", HEADLINE, LONG) == (
        HEADLINE,
        ["paragraph"],
        ["headline printed twice", "kicker"],
    )


def test_headline_and_site_in_one_line_and_then_the_headline_again() -> None:
    assert opened(f"{HEADLINE} | The Courier", HEADLINE, LONG) == (
        HEADLINE,
        ["paragraph"],
        ["headline printed twice"],
    )


def test_a_word_in_capitals_over_the_headline_is_a_kicker() -> None:
    assert opened("HARBOUR", HEADLINE, LONG) == (HEADLINE, ["paragraph"], ["kicker"])


def test_what_stands_between_headline_and_writer_is_the_standfirst() -> None:
    deck = "Three students look below its planks, and the town holds its breath."
    assert opened(HEADLINE, deck, "By Ada Quill", LONG)[1][0] == "standfirst"
    assert opened(HEADLINE, deck, LONG)[1] == ["paragraph", "paragraph"]


def test_furniture_before_the_headline_is_passed_over() -> None:
    assert opened("Skip to content", HEADLINE, LONG)[0] == HEADLINE


def test_an_underlined_headline_counts_wherever_it_stands() -> None:
    text = f"Harbour Society\n\n{HEADLINE}\n{'=' * len(HEADLINE)}\n\n{LONG}"
    title, rows = opening(list(candidates(text)))
    assert title == HEADLINE
    assert [c.text for c, _ in rows] == ["Harbour Society", LONG]
