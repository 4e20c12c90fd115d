"""The tag, read back by the library that everybody reads tags with."""

from __future__ import annotations

import io
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3

from narrate.model import Article, Chapter, Source, Timeline
from narrate.publishing.tags import id3

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
JPEG = b"\xff\xd8\xff\xe0" + bytes(100)
SOURCE = Source(kind="url", uri="https://example.org/lamp")
CHAPTERS = (
    Chapter(start=0, end=22050, title="The lamp"),
    Chapter(start=22050, end=66150, title="Was es kostet – 東京"),
)


def read(
    article: Article,
    *,
    source: Source = SOURCE,
    chapters: tuple[Chapter, ...] = CHAPTERS,
    cover: bytes | None = None,
) -> ID3:
    timeline = Timeline(rate=22050, frames=66150, cues=(), chapters=chapters)
    tag = id3(article=article, source=source, timeline=timeline, cover=cover)
    return ID3(io.BytesIO(tag + b"\xff\xf3\x80\xc4" + bytes(400)), translate=False)


LAMP = Article(
    title="The lamp – 東京",
    blocks=(),
    byline="Mara Lindqvist",
    site="The Harbour Ledger",
    published="2026-11-12T06:30:00+01:00",
    language="de-AT",
)


def test_who_what_when_and_where_from() -> None:
    tag = read(LAMP)
    assert str(tag["TIT2"]) == "The lamp – 東京"
    assert str(tag["TPE1"]) == "Mara Lindqvist"
    assert str(tag["TALB"]) == "The Harbour Ledger"
    assert (str(tag["TYER"]), str(tag["TDAT"])) == ("2026", "1211")
    assert str(tag["TDRC"]) == "2026-11-12"
    assert str(tag["TLAN"]) == "deu"
    assert str(tag["TLEN"]) == "3000"
    assert tag["WOAS"].url == "https://example.org/lamp"


def test_chapters_and_their_table_of_contents() -> None:
    tag = read(LAMP)
    contents = tag["CTOC:toc"]
    assert contents.child_element_ids == ["chp0", "chp1"]
    second = tag["CHAP:chp1"]
    assert (second.start_time, second.end_time) == (1000, 3000)
    assert str(second.sub_frames["TIT2"]) == "Was es kostet – 東京"
    assert not read(LAMP, chapters=CHAPTERS[:1]).getall("CHAP"), "one chapter is none"


def test_a_cover_is_what_it_begins_with() -> None:
    for picture, kind in ((PNG, "image/png"), (JPEG, "image/jpeg")):
        cover = read(LAMP, cover=picture)["APIC:"]
        assert (cover.mime, cover.data, cover.type) == (kind, picture, 3)
    assert not read(LAMP, cover=b"<svg onload=alert(1)>").getall("APIC")


def test_a_file_has_no_address_on_the_web() -> None:
    assert not read(LAMP, source=Source(kind="file", uri="file:///home/me/x")).getall("WOAS")


@given(st.text(max_size=300), st.text(max_size=50), st.text(max_size=30))
def test_no_text_breaks_the_tag(title: str, byline: str, published: str) -> None:
    article = Article(title=title, blocks=(), byline=byline, published=published, language="xx")
    chapters = (Chapter(start=0, end=9, title=title), Chapter(start=9, end=10, title=byline))
    tag = read(article, chapters=chapters, cover=PNG)
    assert tag["APIC:"].data == PNG
    assert len(tag.getall("CHAP")) == 2
    shown = str(tag.get("TIT2", ""))
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in shown)
    assert set(shown) <= {*title, " "}


def test_an_address_keeps_its_meaning() -> None:
    source = Source(kind="url", uri="https://example.org/größe?a=1&b=%20x#top")
    assert read(LAMP, source=source)["WOAS"].url == (
        "https://example.org/gr%C3%B6%C3%9Fe?a=1&b=%20x#top"
    )


def test_a_book_of_600_chapters_lists_them_all() -> None:
    chapters = tuple(Chapter(start=n, end=n + 1, title=f"No. {n}") for n in range(600))
    tag = read(LAMP, chapters=chapters)
    listed = [
        name
        for table in ("toc0", "toc1", "toc2")
        for name in tag[f"CTOC:{table}"].child_element_ids
    ]
    assert tag["CTOC:toc"].child_element_ids == ["toc0", "toc1", "toc2"]
    assert listed == [f"chp{n}" for n in range(600)]
    assert len(tag.getall("CHAP")) == 600


def test_a_title_of_a_million_letters_is_cut() -> None:
    assert len(str(read(Article(title="x" * 1_000_000, blocks=()))["TIT2"])) == 1000
