"""Whole pages: what is kept, in order, and which rule dropped the rest."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.article.cleaner import clean
from narrate.article.formats import html
from narrate.errors import ArticleError
from narrate.model import Article, Page, Source

PAGES = Path(__file__).parents[1] / "fixtures" / "articles"
TYPES = {".html": "text/html", ".txt": "text/plain", ".md": "text/markdown"}
EXPECTED = tomllib.loads((PAGES / "expected.toml").read_text(encoding="utf-8"))


def cleaned(name: str, keep: tuple[str, ...] = ()) -> Article:
    file = PAGES / name
    page = Page(
        source=Source(kind="file", uri=name),
        content=file.read_bytes(),
        media_type=TYPES[file.suffix],
    )
    return clean(page, keep=keep)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_gives_its_article_and_nothing_else(name: str) -> None:
    expected = EXPECTED[name]
    article = cleaned(name)
    assert article.language.partition("-")[0] == expected["language"]
    assert article.blocks[0].kind == "title"
    # Each expected line is the kind and the first words of a block; all blocks are named.
    assert len(article.blocks) == len(expected["blocks"])
    for block, line in zip(article.blocks, expected["blocks"], strict=True):
        kind, beginning = line.split(": ", 1)
        assert block.kind == kind
        assert block.text.startswith(beginning)
    assert [d.rule for d in article.dropped] == expected["dropped"]
    assert all(d.reason for d in article.dropped)


def test_a_rule_can_be_kept() -> None:
    assert "Listen to article" in cleaned("lighthouse.txt", ("listen notice",)).text


def test_metadata_comes_with_the_article() -> None:
    article = cleaned("harbour.html")
    assert article.byline == "Ines Calder"
    assert article.published == "2025-03-04T08:15:00Z"
    assert article.site == "The Oakmere Courier"
    assert article.url == "https://courier.example/ferry"


@pytest.mark.parametrize("content", [b"", b"  \n", b"<html><body></body></html>", b"\0\0\0\0"])
def test_no_article_is_an_error_that_says_what_to_do(content: bytes) -> None:
    with pytest.raises(ArticleError) as caught:
        clean(content, url="https://courier.example/x")
    assert caught.value.subject == "https://courier.example/x"
    assert caught.value.advice


@given(st.binary(max_size=400), st.sampled_from(sorted(TYPES.values())))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_an_article_or_an_article_error(content: bytes, media_type: str) -> None:
    page = Page(source=Source(kind="file", uri="x"), content=content, media_type=media_type)
    try:
        article = clean(page)
    except ArticleError:
        return
    assert article.blocks


_TAGS = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<table><tr><td>", "<li>", "<h1>", "<article>", "<!--"]
    + ["-->", "<![CDATA[", "<a>", "</a>", "<button>", "<form>", "<span hidden>"]
)


@given(st.lists(st.one_of(_TAGS, st.text(max_size=30)), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_soup_of_tags_is_read_without_empty_blocks(pieces: list[str]) -> None:
    try:
        article = clean("<html>" + "".join(pieces))
    except ArticleError:
        return
    assert all(block.text.strip() for block in article.blocks)


PROSE = (
    "<p>The harbour was quiet that night, and only the lamp on the pier was burning, as ever.</p>"
)


def test_headings_and_links_behind_the_last_prose_are_left_out() -> None:
    article = clean(
        f"<html><h1>A quiet night</h1>{PROSE}<h2>Elsewhere</h2>"
        "<h3><a href='/b'>The bakery closes in the spring</a></h3></html>"
    )
    assert [block.kind for block in article.blocks] == ["title", "paragraph"]
    assert {d.rule for d in article.dropped} >= {"end of the page"}


@pytest.mark.parametrize("opening", ["<div class='has sidebar'>", "<form>", "<button>"])
def test_what_holds_the_prose_is_spared_its_name(opening: str) -> None:
    article = clean(f"<html><body>{opening}<h1>A quiet night</h1>{PROSE}</body></html>")
    assert "only the lamp on the pier" in article.text


GERMAN = "Das Schiff verließ den Hafen, und ein Jahr lang wurde es von niemandem mehr gesehen."


def test_a_template_that_names_the_wrong_language_is_not_believed() -> None:
    article = clean(
        f"<html lang='en'><body><h1>Das Schiff</h1><p lang='en'>{GERMAN * 3}</p></html>"
    )
    assert article.language == "de"
    assert {block.language for block in article.blocks} == {""}
    assert clean("<html lang='en-GB'><h1>A quiet night</h1>" + PROSE).language == "en-GB"


def test_a_quote_in_another_language_keeps_its_own() -> None:
    article = clean(f"<html lang='en'><h1>Night</h1>{PROSE * 4}<blockquote>{GERMAN}</blockquote>")
    assert [block.language for block in article.blocks if block.kind == "quote"] == ["de"]


def test_what_the_page_says_of_a_quote_comes_before_what_is_heard() -> None:
    quote = f"<blockquote lang='de-AT'>{GERMAN}</blockquote><p>And then it was quiet again.</p>"
    article = clean(f"<html lang='en'><h1>Night</h1>{PROSE * 4}{quote}</html>")
    assert [block.language for block in article.blocks if block.kind == "quote"] == ["de-AT"]


def test_a_page_of_more_blocks_than_any_book_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "".join(f"<p>It sails at six in the evening, on day {n}.</p>" for n in range(40))
    page = f"<html><body><article><h1>The ferry</h1>{lines}</article></body></html>"
    assert len(clean(page).blocks) == 41
    monkeypatch.setattr(html, "MOST_BLOCKS", 40)
    with pytest.raises(ArticleError, match="more than 40 paragraphs"):
        clean(page)
