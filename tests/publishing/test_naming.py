"""A name for every title, and no title is trusted."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Article, Source
from narrate.publishing.naming import name_of, slug

SOURCE = Source(kind="url", uri="https://example.org/a")


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("The Ferry’s Last Run", "en", "the-ferrys-last-run"),
        ("Größe zählt: Öl über alles", "de", "groesse-zaehlt-oel-ueber-alles"),
        ("Größe zählt", "sv", "grosse-zahlt"),
        ("L’été à Orléans", "fr", "lete-a-orleans"),
        ("¿Qué pasó en Łódź?", "es", "que-paso-en-lodz"),
        ("北京の冬", "ja", "北京の冬"),
        ("हिन्दी में समाचार", "hi", "हिन्दी-में-समाचार"),
        ("İstanbul'da kış", "tr", "istanbulda-kıs"),
        ("../../etc/passwd", "en", "etc-passwd"),
        ("CON", "en", "con-1"),
        ("lpt1", "en", "lpt1-1"),
        ("-rf ~", "en", "rf"),
        ("!!!", "en", ""),
    ],
)
def test_slugs(title, language, expected):
    assert slug(title, language) == expected


def test_the_date_stands_in_front():
    article = Article(title="It rained", blocks=(), published="2026-03-14T09:00:00Z")
    assert name_of(article, SOURCE) == "2026-03-14-it-rained"


def test_without_a_date_the_slug_stands_alone():
    assert name_of(Article(title="It rained", blocks=()), SOURCE) == "it-rained"


def test_without_a_usable_title_the_source_gives_the_name():
    names = {
        name_of(Article(title=title, blocks=()), Source(kind="url", uri=uri))
        for title in ("", "???")
        for uri in ("https://example.org/a", "https://example.org/b")
    }
    assert len(names) == 2
    assert all(name.startswith("narration-") for name in names)


def test_a_long_title_ends_with_a_whole_word():
    assert slug("word " * 100) == "-".join(["word"] * 16)


def test_a_long_title_in_wide_letters_fits_a_file_name():
    """A name may have 255 bytes; an ideograph takes three, a rare one four."""
    for letter in "漢𠀀":
        assert 190 <= len(slug(letter * 300).encode()) <= 200


@given(
    st.text(max_size=400) | st.text("漢𠀀ähe", min_size=50, max_size=200),
    st.sampled_from(["", "de", "en-GB"]),
    st.text(max_size=12) | st.just("2026-03-14"),
)
def test_any_title_gives_a_name_that_is_safe_everywhere(title, language, published):
    article = Article(title=title, blocks=(), language=language, published=published)
    name = name_of(article, SOURCE)
    assert name
    assert all(c == "-" or c.isalnum() or unicodedata.category(c)[0] == "M" for c in name)
    assert name[0] != "-"
    assert name[-1] != "-"
    assert len(f"{name}-abcdef.json".encode()) <= 255
    assert name == name_of(article, SOURCE)
