"""Players in pages that something else built."""

from __future__ import annotations

from pathlib import Path

import pytest

import narrate
from narrate.errors import OutputError
from narrate.publishing.site.attach import BEGIN, attach
from tests.publishing.site.conftest import FERRY, Make

POST = f"""<!doctype html>\r\n<html lang=en><head><title>Ferry</title>{{head}}</head>
<body><header><a href="/">Blog</a></header>{FERRY}</body></html>
"""


@pytest.fixture
def built(tmp_path: Path) -> Path:
    pages = tmp_path / "public"
    (pages / "posts" / "ferry").mkdir(parents=True)
    (pages / "index.html").write_text("<!doctype html><title>Blog</title><h1>Blog</h1>")
    post = POST.format(head="<link rel=canonical href='https://blog.example.org/posts/ferry/'>")
    (pages / "posts" / "ferry" / "index.html").write_bytes(post.encode() + b"<!-- \xff -->")
    return pages


def test_a_page_that_was_narrated_gets_its_player_below_the_headline(
    built: Path, tmp_path: Path, tone_voice: str
) -> None:
    page = built / "posts" / "ferry" / "index.html"
    before = page.read_bytes()
    narrate.make(page, voice=tone_voice, to=tmp_path / "site", file_format="mp3")
    done = attach(built, tmp_path / "site")
    assert (done.players, done.written, done.unmatched) == (1, (page,), ())
    after = page.read_bytes()
    head, _, rest = after.partition(b"</h1>")
    assert rest.startswith(BEGIN.encode())
    assert b'src="../../narrate/ferry' not in after  # the name is the article's date and title
    assert b'href="../../narrate/narrate-player.css"' in after
    assert before.startswith(head)
    assert after.endswith(b"<!-- \xff -->")
    names = {path.name for path in (built / "narrate").iterdir()}
    assert names == {"narrate-player.js", "narrate-player.css", "the-ferry-is-back.mp3"}
    assert attach(built, tmp_path / "site").written == ()
    assert page.read_bytes() == after


def test_the_player_of_a_recording_that_is_gone_goes(
    built: Path, tmp_path: Path, tone_voice: str
) -> None:
    page = built / "posts" / "ferry" / "index.html"
    before = page.read_bytes()
    made = narrate.make(page, voice=tone_voice, to=tmp_path / "site", file_format="mp3")
    attach(built, tmp_path / "site")
    made.record.unlink()
    assert attach(built, tmp_path / "site").written == (page,)
    assert page.read_bytes() == before


def test_a_recording_of_the_address_finds_the_page(built: Path, make: Make) -> None:
    head = "<link rel=canonical href='https://blog.example.org/posts/ferry'>"
    folder = make(FERRY, head).parent
    done = attach(built, folder, base_url="https://cdn.example.org/a/")
    assert done.players == 1
    page = (built / "posts" / "ferry" / "index.html").read_text(errors="replace")
    assert 'src="https://cdn.example.org/a/the-ferry-is-back.mp3"' in page
    assert not (built / "narrate").exists()


def test_a_recording_that_belongs_nowhere_is_said(built: Path, make: Make) -> None:
    done = attach(built, make(FERRY).parent)
    assert (done.players, done.written, done.unmatched) == (0, (), ("The ferry is back",))


def test_pages_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no such folder"):
        attach(tmp_path / "none", tmp_path)


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("<body><main><p>x</p></main>", "<main>"),
        ("<body class=a><p>x</p>", "<body class=a>"),
        ("<h1>a</h1 ><h1>b</h1>", "<h1>a</h1 >"),
        ("just text", "just text"),
        ("<h1>never closed </h1", "<h1>never closed </h1"),
        ("", ""),
    ],
)
def test_where_a_page_without_a_headline_takes_it(page: str, place: str) -> None:
    from narrate.publishing.site.attach import _Outline

    assert page[: _Outline(page).below_headline].endswith(place)
