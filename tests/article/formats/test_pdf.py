"""PDF files: paragraphs, columns, running heads, headings, notes; and what is refused."""

from __future__ import annotations

import random

import pytest

from narrate.article.cleaner import clean
from narrate.article.formats import pdf
from narrate.errors import ArticleError, MissingExtraError
from narrate.model import Article, Page, Source

WALK = (
    "The salt was carried over the hill by forty mules, every",
    "autumn, and nobody in the village remembers when the first",
    "of them went. The keeper of the toll house wrote them into",
    "a book.",
)
RAIN = (
    "In the rain of November the road was six days long, and",
    "the mules walked it in the dark, each with a lamp at its",
    "neck; from the village they looked like a string of stars",
    "that came slowly down the hill.",
)


def cleaned(content: bytes, **options) -> Article:
    source = Source(kind="file", uri="salt.pdf")
    return clean(Page(source=source, content=content, media_type="application/pdf"), **options)


def blocks(content: bytes) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in cleaned(content).blocks]


def test_lines_become_paragraphs(make_pdf, text) -> None:
    spaced = [text(lines=WALK), text(lines=RAIN, base=720 - 4 * 12 - 8)]
    assert blocks(make_pdf(spaced)) == [
        ("paragraph", " ".join(WALK)),
        ("paragraph", " ".join(RAIN)),
    ]


def test_an_indent_begins_a_paragraph(make_pdf, text) -> None:
    below = 720 - 4 * 12
    page = [
        text(lines=WALK),
        text(lines=RAIN[:1], left=84, base=below),
        text(lines=RAIN[1:], base=below - 12),
    ]
    assert [t for _, t in blocks(make_pdf(page))] == [" ".join(WALK), " ".join(RAIN)]


def test_divided_words_are_made_whole_and_compounds_keep_their_hyphen(make_pdf, text) -> None:
    lines = (
        "The har-",
        "bour was a well-",
        "known one, and the state-of-the-",
        "art lamp was lit by Jean-",
        "Paul in the salt-house, every day; the salt-",
        "house stood by the wa-",
        "ter.",
    )
    assert blocks(make_pdf([text(lines=lines)])) == [
        (
            "paragraph",
            "The harbour was a well-known one, and the state-of-the-art lamp was lit by Jean-Paul "
            "in the salt-house, every day; the salt-house stood by the water.",
        )
    ]


def test_two_columns_are_read_one_after_the_other(make_pdf, text) -> None:
    left = [f"Here in the left column stands line number {n} of it" for n in range(1, 9)]
    right = [f"while in the right column stands line number {n}" for n in range(1, 9)]
    page = [text(lines=["The Salt Road"], size=20, left=220, base=740)]
    for number in range(8):  # as a browser prints them: line by line over both columns
        page += [
            text(lines=[left[number]], left=60, base=700 - 12 * number),
            text(lines=[right[number]], left=310, base=700 - 12 * number),
        ]
    assert blocks(make_pdf(page)) == [
        ("title", "The Salt Road"),
        ("paragraph", " ".join([*left, *right])),
    ]


def test_running_heads_and_page_numbers_are_left_out_and_text_goes_over_the_page(
    make_pdf, text
) -> None:
    halves = (
        "The road went over the hill, and down",
        "to the lagoon, where the salt",
        "came from.",
    )
    heads = ("Mules 5", "6 History of Salt", "Mules 7")
    pages = [
        [
            text(lines=[head], base=760, size=8),
            text(lines=[half]),
            text(lines=[f"- {number} -"], base=40, left=290),
        ]
        for number, (head, half) in enumerate(zip(heads, halves, strict=True), 5)
    ]
    article = cleaned(make_pdf(*pages))
    assert article.text == (
        "The road went over the hill, and down to the lagoon, where the salt came from."
    )
    assert {(d.rule, d.text) for d in article.dropped} == {
        ("running head", "Mules 5"),
        ("running head", "6 History of Salt"),
        ("running head", "Mules 7"),
        ("page number", "- 5 -"),
        ("page number", "- 6 -"),
        ("page number", "- 7 -"),
    }


def test_larger_and_bolder_type_makes_headings_with_levels(make_pdf, text) -> None:
    long = [*WALK[:3], *RAIN]
    pages = [
        [
            text(lines=["The Salt Road"], size=24, base=750),
            text(lines=["A history in two parts"], size=13, base=724),
            text(lines=long, base=690),
            text(lines=[f"{n}. The lagoon"], size=14, base=580),
            text(lines=long, base=560),
            text(lines=["In winter"], font="bold", base=450),
            text(lines=long, base=430),
        ]
        for n in (1, 2)
    ]
    del pages[1][:2]
    found = [
        (b.kind, b.level, b.text) for b in cleaned(make_pdf(*pages)).blocks if b.kind != "title"
    ]
    assert [row for row in found if row[0] == "heading"] == [
        ("heading", 2, "1. The lagoon"),
        ("heading", 3, "In winter"),
        ("heading", 2, "2. The lagoon"),
        ("heading", 3, "In winter"),
    ]
    assert ("paragraph", 0, "A history in two parts") in found


def test_bullets_and_numbers_are_list_items(make_pdf, text) -> None:
    page = [
        text(lines=["To bring for the road over the hill, whatever the weather:"]),
        text(lines=["• bread, and as much of the cheese from the valley as can be"], base=706),
        text(lines=["carried"], left=78, base=694),
        text(lines=["• salt", "1. go", "2. come"], base=682),
    ]
    assert blocks(make_pdf(page))[1:] == [
        ("list item", "bread, and as much of the cheese from the valley as can be carried"),
        ("list item", "salt"),
        ("list item", "go"),
        ("list item", "come"),
    ]


def test_notes_captions_tables_and_marks(make_pdf, text) -> None:
    page = [
        text(lines=["The mules were old, and nobody knew how old they really were,"]),
        text(lines=["1"], left=321.5, base=724, size=6),
        text(lines=["so it was told of them that they never died."], base=708),
        text(lines=["Figure 1: Mules on the road, about 1900."], base=680),
        *(
            text(lines=[cell], left=72 + 120 * column, base=650 - 12 * row)
            for row, cells in enumerate((("Year", "Mules"), ("1900", "40"), ("1901", "38")))
            for column, cell in enumerate(cells)
        ),
        text(lines=["1"], left=72, base=103, size=5),
        text(lines=["A mule may live for fifty years, and some of them", "do."], left=76, base=100,
             size=8, leading=9),
    ]  # fmt: skip
    assert blocks(make_pdf(page)) == [
        (
            "paragraph",
            "The mules were old, and nobody knew how old they really were, so it was told of "
            "them that they never died.",
        ),
        ("caption", "Figure 1: Mules on the road, about 1900."),
        ("table", "Year, Mules"),
        ("table", "1900, 40"),
        ("table", "1901, 38"),
        ("footnote", "A mule may live for fifty years, and some of them do."),
    ]


def test_a_power_is_no_mark(make_pdf, text) -> None:
    page = [
        text(lines=["The salt covers 12 km"]),
        text(lines=["2"], left=159, base=724, size=6),
        text(lines=["of land."], left=165),
    ]
    assert blocks(make_pdf(page)) == [("paragraph", "The salt covers 12 km² of land.")]


def test_code_is_code(make_pdf, text) -> None:
    page = [
        text(lines=WALK),
        text(lines=["def salt():", "    return 'road'"], font="mono", base=650),
    ]
    assert blocks(make_pdf(page))[1] == ("code", "def salt():\nreturn 'road'")


def test_a_table_of_contents_is_left_out(make_pdf, text) -> None:
    entries = [f"{n} The road in the year of the flood {'. ' * 20} {n * 4}" for n in range(1, 6)]
    article = cleaned(make_pdf([text(lines=WALK), text(lines=entries, base=600)]))
    assert [d.rule for d in article.dropped] == ["table of contents"] * 5
    assert article.text == " ".join(WALK)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("The Salt Road", "The Salt Road"),
        ("Microsoft Word - salt_final.docx", "The Salt Road: a History"),
        ("A Template for Reports", "The Salt Road: a History"),
        ("", "The Salt Road: a History"),
    ],
)
def test_the_title_is_what_file_and_page_say(make_pdf, text, said: str, title: str) -> None:
    page = [text(lines=["The Salt Road: a History"], size=20), text(lines=WALK, base=680)]
    article = cleaned(make_pdf(page, info={"Title": said, "Author": "Ines Calder"}))
    assert (article.title, article.byline) == (title, "Ines Calder")


def test_text_outside_the_page_is_not_read(make_pdf, text) -> None:
    article = cleaned(make_pdf([text(lines=WALK), text(lines=["a secret order"], left=700)]))
    assert [(d.rule, d.text) for d in article.dropped] == [("hidden text", "asecretorder")]


def test_locked_scanned_and_damaged_files_are_refused(make_pdf, text) -> None:
    key = "<" + "00" * 32 + ">"
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >> /ID [<00> <00>]"
    for content, problem in (
        (make_pdf([text(lines=WALK)], more=lock), r"salt\.pdf: it is locked with a password"),
        (make_pdf([], [text(lines=["4"])]), "pictures, as of a scan, and hold no text"),
        (b"%PDF-1.4\n1 0 obj", "it is damaged"),
    ):
        with pytest.raises(ArticleError, match=problem) as caught:
            cleaned(content)
        assert caught.value.advice


def test_what_is_longer_than_a_book_is_refused(make_pdf, text, monkeypatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 1)
    with pytest.raises(ArticleError, match="it has 2 pages"):
        cleaned(make_pdf([], []))
    monkeypatch.setattr(pdf, "MOST_LETTERS", 100)
    with pytest.raises(ArticleError, match="million letters"):
        cleaned(make_pdf([text(lines=WALK)]))


def test_without_its_library_it_says_what_to_install(make_pdf, text, monkeypatch) -> None:
    def missing(name: str) -> str:
        raise pdf.PackageNotFoundError(name)

    monkeypatch.setattr(pdf, "version", missing)
    with pytest.raises(MissingExtraError, match=r"salt\.pdf: .*pip install 'narrate\[pdf\]'"):
        cleaned(make_pdf([text(lines=WALK)]))


def test_a_damaged_file_is_an_article_or_an_error_of_ours(make_pdf, text) -> None:
    whole = make_pdf([text(lines=WALK)], [text(lines=RAIN, size=14)])
    chance = random.Random(7)
    for _ in range(100):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            article = cleaned(bytes(damaged))
        except ArticleError:
            continue
        assert article.blocks
