"""A folder of recordings becomes a folder that can be uploaded."""

from __future__ import annotations

import json
import struct
import zlib
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from narrate.errors import OutputError
from narrate.model import Podcast
from narrate.picture import shape
from narrate.publishing.site.build import build
from narrate.publishing.site.cover import drawn
from narrate.publishing.site.embed import snippet
from narrate.publishing.site.recordings import of_file, recordings
from tests.publishing.site.conftest import FERRY, Make

PODCAST = Podcast(title="Read to you", base_url="https://example.org/audio/")
HOSTILE = """
<article><h1>&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; "quoted" 'too'</h1>
<p>Nobody at the harbour had seen &lt;/script&gt;&lt;img src=x onerror=alert(2)&gt; before this.</p>
<p>The board met &lt;!-- all night --&gt; and {{ 7 * 7 }} members voted for it, at dawn.</p>
</article>"""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_recordings_give_the_same_bytes_and_nothing_is_written_twice(make: Make) -> None:
    folder = make(FERRY).parent
    first = build(folder, PODCAST)
    before = contents(folder)
    assert {"index.html", "feed.xml", "sitemap.xml", "cover.png"} <= set(first.written)
    again = build(folder, PODCAST)
    assert (again.written, again.removed) == ((), ())
    assert contents(folder) == before


def test_pages_of_a_recording_that_is_gone_go_and_nothing_else(make: Make) -> None:
    audio = make(FERRY)
    make(FERRY.replace("ferry", "tram"))
    folder = audio.parent
    build(folder, PODCAST)
    (folder / "notes.html").write_text("mine")
    for file in (audio, audio.with_suffix(".json"), audio.with_suffix(".vtt")):
        file.unlink()
    built = build(folder, PODCAST)
    assert f"{audio.stem}.html" in built.removed
    assert not list(folder.glob(f"{audio.stem}.*"))
    assert (folder / "notes.html").read_text() == "mine"
    assert b"The tram is back" in (folder / "index.html").read_bytes()


def test_a_manifest_from_elsewhere_takes_nothing_away_outside_the_folder(make: Make) -> None:
    folder = make(FERRY).parent
    victim = folder.parent / "victim.txt"
    victim.write_text("mine")
    (folder / "narrate-site.json").write_text(json.dumps({"files": ["../victim.txt", "/etc/x"]}))
    build(folder, PODCAST)
    assert victim.read_text() == "mine"


def test_a_file_that_is_not_ours_is_not_overwritten(make: Make) -> None:
    folder = make(FERRY).parent
    (folder / "index.html").write_text("my own page")
    with pytest.raises(OutputError, match="not one that narrate made"):
        build(folder, PODCAST)
    assert (folder / "index.html").read_text() == "my own page"


def test_a_build_that_is_cut_off_does_not_take_its_own_files_for_others(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make(FERRY).parent
    with monkeypatch.context() as patch:
        patch.setattr("narrate.publishing.site.build.feed", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            build(folder, PODCAST)
    assert (folder / "index.html").exists()
    make(FERRY.replace("ferry", "tram"))
    assert build(folder, PODCAST).episodes == 2


def test_without_an_address_there_are_pages_and_no_feed(make: Make) -> None:
    folder = make(FERRY).parent
    assert not build(folder, Podcast()).has_feed
    assert (folder / "index.html").exists()
    assert not (folder / "feed.xml").exists()


def test_a_folder_without_recordings_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="narrate make"):
        build(tmp_path, PODCAST)


class Elements(HTMLParser):
    """What a page is made of, as a browser's own parser would take it apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


def test_hostile_text_stays_text(make: Make) -> None:
    audio = make(HOSTILE, name="x")
    build(audio.parent, PODCAST)
    for name in ("x.html", "index.html", "x.embed.html"):
        page = (audio.parent / name).read_text(encoding="utf-8")
        found = Elements(page)
        assert not found.handlers
        assert "49 members" not in page
        assert found.tags.count("img") == (1 if name == "index.html" else 0)
        # One for the player; the data of player and search engines run nothing.
        assert page.count("<script") == {"x.html": 3, "index.html": 1, "x.embed.html": 2}[name]
    ET.fromstring((audio.parent / "feed.xml").read_bytes())


def test_what_others_machines_read(make: Make) -> None:
    audio = make(FERRY, name="x")
    build(audio.parent, PODCAST)
    page = (audio.parent / "x.html").read_text(encoding="utf-8")
    (data,) = page.split('<script type="application/ld+json">')[1:]
    said = json.loads(data.partition("</script>")[0])
    assert said["audio"]["@type"] == "AudioObject"
    assert said["audio"]["contentUrl"] == "https://example.org/audio/x.mp3"
    assert said["audio"]["contentSize"] == str(audio.stat().st_size)
    assert '<meta property="og:audio" content="https://example.org/audio/x.mp3">' in page
    frame = json.loads((audio.parent / "x.oembed.json").read_text())
    assert frame["type"] == "rich"
    assert 'src="https://example.org/audio/x.embed.html"' in frame["html"]
    chapters = json.loads((audio.parent / "x.chapters.json").read_text())
    assert [c["title"] for c in chapters["chapters"]] == ["The ferry is back", "What it costs"]


def test_a_snippet_names_the_place_of_the_files(make: Make) -> None:
    audio = make(FERRY, name="a story")
    shown = snippet(of_file(audio), base_url="https://cdn.example.org/", text='#a"b')
    assert 'src="https://cdn.example.org/a%20story.mp3"' in shown
    assert 'href="https://cdn.example.org/narrate-player.css"' in shown
    assert 'data-text="#a&#34;b"' in shown
    assert of_file(audio.with_suffix(".json")).audio == audio


def test_what_is_not_a_recording_has_no_snippet(tmp_path: Path) -> None:
    (tmp_path / "song.mp3").write_bytes(b"la la")
    with pytest.raises(OutputError, match=r"NAME\.json"):
        of_file(tmp_path / "song.mp3")


def test_a_record_that_cannot_be_read_leaves_the_others(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    folder = make(FERRY).parent
    (folder / "broken.mp3").write_bytes(b"x")
    (folder / "broken.json").write_text("{}")
    assert [r.title for r in recordings(folder)] == ["The ferry is back"]
    assert "broken.mp3" in caplog.text


def test_the_drawn_cover_is_a_square_that_apps_take() -> None:
    picture = drawn("Read to you")
    assert shape(picture) == ("image/png", 1400, 1400)
    assert len(picture) < 200_000
    assert picture == drawn("Read to you") != drawn("Another")
    (at,) = [i for i in range(len(picture)) if picture[i : i + 4] == b"IDAT"][:1]
    (length,) = struct.unpack(">I", picture[at - 4 : at])
    assert len(zlib.decompress(picture[at + 4 : at + 4 + length])) == 1400 * (1 + 3 * 1400)


def test_a_cover_that_apps_refuse_is_refused(make: Make, tmp_path: Path) -> None:
    folder = make(FERRY).parent
    small = tmp_path / "small.png"
    small.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 600, 600))
    with pytest.raises(OutputError, match="600 by 600"):
        build(folder, Podcast(cover=str(small)))
    with pytest.raises(OutputError, match="cannot be read"):
        build(folder, Podcast(cover=str(tmp_path / "none.jpg")))
