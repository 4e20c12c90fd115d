"""File names from titles that nobody has checked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Article, Source
from narrate.publishing.naming import LONGEST, name_of, slug

SOURCE = Source(kind="url", uri="https://example.org/story")


def named(title: str, published: str = "", language: str = "en") -> str:
    article = Article(title=title, blocks=(), published=published, language=language)
    return name_of(article, SOURCE)


@pytest.mark.parametrize(
    ("title", "language", "name"),
    [
        ("The night ferry sails again", "en", "the-night-ferry-sails-again"),
        ("It’s Okafor's “lamp” — again!", "en", "its-okafors-lamp-again"),
        ("Größe über alles", "de", "groesse-ueber-alles"),
        ("Zoë à la crème, señor", "fr", "zoe-a-la-creme-senor"),
        ("Smørrebrød og Łódź", "da", "smorrebrod-og-lodz"),
        ("Ночной паром", "ru", "ночной-паром"),
        ("夜のフェリー", "ja", "夜のフェリー"),
        ("../../etc/passwd", "en", "etc-passwd"),
        ("C:\\con", "en", "c-con"),
        ("NUL", "en", "nul-1"),
        ("a\0b\nc", "en", "a-b-c"),
        ("\u202egpj.exe", "en", "gpj-exe"),
    ],
)
def test_a_title_becomes_a_slug(title: str, language: str, name: str) -> None:
    assert slug(title, language) == name


def test_the_articles_own_date_comes_first() -> None:
    assert named("The lamp", "2026-11-12T06:30:00+01:00") == "2026-11-12-the-lamp"
    assert named("The lamp") == "the-lamp"
    assert named("The lamp", "yesterday") == "the-lamp"


def test_a_long_title_in_any_script_fits_a_file_name() -> None:
    for title in ("夜" * 200, "\U00020000" * 200, "ночной паром " * 30):
        name = named(title, "2026-11-12")
        assert len(f"{name}-abcdef.json.part".encode()) < 255


def test_a_long_title_is_cut_after_a_word() -> None:
    name = slug("lighthouse " * 30)
    assert len(name) <= LONGEST
    assert set(name.split("-")) == {"lighthouse"}


@pytest.mark.parametrize("title", ["", "!!!", "🛥️🛥️", " \n"])
def test_a_title_of_nothing_gives_a_digest_of_the_source(title: str) -> None:
    assert re.fullmatch(r"narration-[0-9a-f]{12}", named(title))


@given(st.text(max_size=200), st.sampled_from(["en", "de", "ar", ""]))
def test_any_title_is_a_plain_file_name(title: str, language: str) -> None:
    name = named(title, language=language)
    assert 0 < len(name) <= LONGEST + 2
    assert re.fullmatch(r"[^\W_](?:[\w-]*\w)?", re.sub(r"[\u0300-\u036f]", "", name)) or name
    assert not re.search(r'[\x00-\x20/\\:*?"<>|.]', name)
    assert not name.startswith("-")
    assert not name.endswith("-")
