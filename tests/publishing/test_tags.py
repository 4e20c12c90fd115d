"""ID3 read back by two readers that are not ours."""

import io

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.id3 import ID3, ID3NoHeaderError

from narrate.audio.encoder import encoder
from narrate.model import (
    Article,
    Audio,
    AudioFormat,
    Chapter,
    Cue,
    Narration,
    Script,
    Source,
    Timeline,
    Voice,
)
from narrate.publishing.id3 import id3
from narrate.publishing.tags import tags

SOURCE = Source(kind="url", uri="https://example.org/ferry")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
JPEG = b"\xff\xd8\xff\xe0" + bytes(2000)
CHAPTERS = (
    Chapter(start=0, end=22050, title="The ferry"),
    Chapter(start=22050, end=66150, title="Ο πλοίαρχος"),
)


def article(**fields):
    facts = {
        "title": "The ferry’s last run",
        "blocks": (),
        "byline": "Ada Mører",
        "site": "The Harbour",
        "language": "en-GB",
        "published": "2026-03-14T09:30:00Z",
        "url": "https://example.org/ferry?a=1&b=2",
    }
    return Article(**(facts | fields))


def tag(about=None, source=SOURCE, cover=None, chapters=()):
    timeline = Timeline(rate=22050, frames=66150, cues=(), chapters=chapters)
    return id3(tags(narration(timeline, about or article(), source, cover)))


def narration(timeline, about, source=SOURCE, cover=None):
    silent = Audio(format=AudioFormat(rate=22050), frames=timeline.frames, file=io.BytesIO())
    return Narration(
        source=source,
        article=about,
        script=Script(language="en", lines=()),
        voice=Voice(name="v", engine="tone"),
        audio=silent,
        timeline=timeline,
        cover=cover,
    )


def read(content):
    return ID3(io.BytesIO(content), translate=False)


def test_what_is_known_of_the_article_stands_in_the_tag():
    found = read(tag())
    assert found.version == (2, 3, 0)
    texts = {name: str(found[name]) for name in found if name.startswith("T")}
    assert texts.pop("TSSE").startswith("narrate ")
    assert texts == {
        "TIT2": "The ferry’s last run",
        "TPE1": "Ada Mører",
        "TALB": "The Harbour",
        "TYER": "2026",
        "TDAT": "1403",
        "TDRC": "2026-03-14",
        "TLAN": "eng",
        "TLEN": "3000",
        "TCON": "Speech",
    }
    assert found["WOAS"].url == "https://example.org/ferry?a=1&b=2"


def test_what_is_not_known_is_left_out():
    bare = Article(title="It rained", blocks=())
    found = read(tag(bare, source=Source.from_text("It rained.")))
    assert {"TYER", "TDAT", "TDRC", "WOAS", "APIC:", "CTOC:toc"}.isdisjoint(found)
    assert str(found["TLAN"]) == "und"


def test_pasted_text_has_no_address_and_a_file_keeps_its_path_to_itself():
    found = read(tag(article(url=""), source=Source(kind="file", uri="/home/ada/ferry.html")))
    assert "WOAS" not in found
    assert b"/home/ada" not in tag(article(url=""), source=Source(kind="file", uri="/home/ada"))


@pytest.mark.parametrize(("picture", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg")])
def test_the_cover_is_the_articles_picture(picture, kind):
    cover = read(tag(cover=picture))["APIC:"]
    assert (cover.mime, cover.type, cover.data) == (kind, 3, picture)


@pytest.mark.parametrize("picture", [b"", b"<svg/>", b"GIF89a", b"<html>not found</html>"])
def test_what_is_no_picture_is_no_cover(picture):
    assert "APIC:" not in read(tag(cover=picture))


def test_chapters():
    found = read(tag(chapters=CHAPTERS))
    contents = found["CTOC:toc"]
    assert contents.child_element_ids == ["chp0", "chp1"]
    assert int(contents.flags) == 3
    shown = [
        (
            found[f"CHAP:{name}"].start_time,
            found[f"CHAP:{name}"].end_time,
            str(found[f"CHAP:{name}"].sub_frames["TIT2"]),
        )
        for name in contents.child_element_ids
    ]
    assert shown == [(0, 1000, "The ferry"), (1000, 3000, "Ο πλοίαρχος")]


@pytest.mark.parametrize("texts", [("It rained.", "It stopped."), ("Ο πλοίαρχος.", "Прощай. 🚢")])
def test_what_is_said_and_when_stands_in_the_tag(texts):
    cues = tuple(
        Cue(start=n * 22050, end=(n + 1) * 22050, text=text, block=n, block_start=0, block_end=9)
        for n, text in enumerate(texts)
    )
    timeline = Timeline(rate=22050, frames=44100, cues=cues)
    found = read(id3(tags(narration(timeline, article()))))
    assert found["USLT::eng"].text == "\n\n".join(texts)
    lines = found["SYLT::eng"]
    assert (lines.format, lines.type) == (2, 2)  # milliseconds; a transcript
    assert lines.text == [(texts[0], 0), (texts[1], 1000)]


def test_one_chapter_is_none():
    assert "CTOC:toc" not in read(tag(chapters=CHAPTERS[:1]))


def test_more_chapters_than_a_table_can_hold():
    """A table counts its entries in one byte, so a long book gets a table of tables."""
    many = tuple(Chapter(start=i, end=i + 1, title=f"No. {i}") for i in range(600))
    found = read(tag(chapters=many))
    tables = found["CTOC:toc"].child_element_ids
    assert tables == ["toc0", "toc1", "toc2"]
    listed = [name for table in tables for name in found[f"CTOC:{table}"].child_element_ids]
    assert listed == [f"chp{i}" for i in range(600)]
    assert len(found.getall("CHAP")) == 600


def test_a_player_reads_tag_chapters_and_sound():
    sound = io.BytesIO()
    sink = encoder(sound, AudioFormat(rate=22050), "mp3")
    sink.write(bytes(2 * 66150))
    sink.finish()
    content = tag(cover=PNG, chapters=CHAPTERS) + sound.getvalue()
    assert content[:3] == b"ID3"
    with av.open(io.BytesIO(content)) as container:
        assert container.format.name == "mp3"
        assert container.metadata["title"] == "The ferry’s last run"
        assert container.metadata["artist"] == "Ada Mører"
        assert container.metadata["album"] == "The Harbour"
        titles = [chapter["metadata"]["title"] for chapter in container.chapters()]
        assert titles == ["The ferry", "Ο πλοίαρχος"]
        assert sum(frame.samples for frame in container.decode(audio=0)) == 66150


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("a\0b\nc\x1bd", "a b c d"),
        ("half \ud800 a letter", "half a letter"),
        ("東京 🚢", "東京 🚢"),
        ("ÿþ Latin", "ÿþ Latin"),
        ("x" * 5000, "x" * 1000),
        ("ID3\x03\0\0", "ID3"),
    ],
)
def test_hostile_titles(title, shown):
    assert str(read(tag(article(title=title)))["TIT2"]) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/über uns", "https://example.org/%C3%BCber%20uns"),
        ("https://example.org/a%20b?q=1#c", "https://example.org/a%20b?q=1#c"),
        ("https://example.org/\0\r\nWOAS", "https://example.org/%20WOAS"),
    ],
)
def test_an_address_stays_one_that_a_browser_takes(url, shown):
    assert read(tag(article(url=url)))["WOAS"].url == shown


@settings(max_examples=60)
@given(st.text(), st.text(), st.text(), st.text(), st.text(), st.binary(max_size=40))
def test_anything_gives_a_tag_that_can_be_read(title, byline, site, language, url, cover):
    about = article(
        title=title, byline=byline, site=site, language=language, url=url, published=site
    )
    content = tag(about, cover=cover, chapters=CHAPTERS)
    try:
        found = read(content + b"\xff\xfb")
    except ID3NoHeaderError:
        pytest.fail("no tag")
    assert not found.unknown_frames
    assert "CTOC:toc" in found  # the last but two, so all before it was read
    assert found.size == len(content)
