"""What the arguments of the command line stand for."""

from __future__ import annotations

import io
import os
import sys
import threading

import pytest

from narrate.errors import SourceError
from narrate.model import Source
from narrate.sources.arguments import expand
from narrate.sources.reader import read

ARTICLE = b"<!doctype html><title>The ferry</title><p>The ferry sails again on Monday.</p>"
RSS = b"""<rss version='2.0'><channel><title>News</title>
<item><title>One</title><link>/one</link><pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate></item>
<item><title>Two</title><link>/two</link><pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate></item>
</channel></rss>"""


def give_standard_input(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_a_page_is_fetched_once(site):
    address = site.page("/story", ARTICLE)
    (source,) = expand(address)
    assert (source.kind, source.uri) == ("url", address)
    page = read(source)
    assert (page.content, page.media_type) == (ARTICLE, "text/html")
    assert page.source == Source(kind="url", uri=address)
    assert site.requests == ["/story"]


def test_a_feed_is_fetched_once_and_its_pages_not_at_all(site):
    address = site.page("/feed", RSS, "application/rss+xml")
    found = list(expand(address))
    assert [source.uri for source in found] == [site.url("/two"), site.url("/one")]
    assert site.requests == ["/feed"]


def test_a_feed_given_to_read_is_told_what_to_do(site):
    address = site.page("/feed", RSS, "application/rss+xml")
    with pytest.raises(SourceError, match=r"a feed, not an article.*narrate make"):
        read(address)


def test_an_address_that_fails_says_so(site):
    with pytest.raises(SourceError, match="no such page"):
        list(expand(site.url("/nothing")))


def test_a_file_is_itself_and_not_yet_read(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text("Words.")
    assert list(expand(str(path))) == [Source(kind="file", uri=path.as_uri())]


def test_a_feed_in_a_file(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_bytes(RSS.replace(b"/one", b"https://news.example/one"))
    (only,) = expand(str(path))
    assert (only.kind, only.uri, only.title) == ("feed entry", "https://news.example/one", "One")


@pytest.mark.parametrize("name", ["missing.html", "no/such/folder", "x" * 5000, "a\0b"])
def test_a_missing_file_says_so(tmp_path, name):
    with pytest.raises(SourceError):
        list(expand(str(tmp_path / name)))


def test_standard_input(monkeypatch):
    give_standard_input(monkeypatch, b"Words on a pipe.")
    (source,) = expand("-")
    assert source == Source.from_text("Words on a pipe.")
    assert read(source).media_type == "text/plain"


def test_a_feed_on_standard_input(monkeypatch):
    give_standard_input(monkeypatch, RSS.replace(b"/one", b"https://news.example/one"))
    assert [source.uri for source in expand("-")] == ["https://news.example/one"]


def test_nothing_on_standard_input(monkeypatch):
    give_standard_input(monkeypatch, b"")
    (source,) = expand("-")
    with pytest.raises(SourceError, match="no text"):
        read(source)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_read_once(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(ARTICLE,), daemon=True)
    writer.start()
    (source,) = expand(str(pipe))
    writer.join()
    assert read(source).media_type == "text/html"


@pytest.mark.parametrize("address", ["ftp://example.org/a", "file:///etc/hostname", "gopher://x"])
def test_other_schemes_are_refused(address):
    with pytest.raises(SourceError, match="addresses are not read"):
        list(expand(address))
