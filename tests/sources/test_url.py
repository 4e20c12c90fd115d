"""Pages over HTTP, from a real server on loopback."""

from __future__ import annotations

import gzip
import pickle
import re
import socket
import time
import zlib
from http.server import BaseHTTPRequestHandler

import pytest

from narrate.errors import SourceError
from narrate.sources import url
from narrate.sources.limits import Limits
from narrate.sources.status import StatusError

ARTICLE = b"<!doctype html><title>The ferry</title><p>The ferry sails again on Monday.</p>"


def read(address: str, **limits: float):
    return url.read(url.from_address(address), Limits(**limits))


def error_of(address: str, **limits: float) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(address, **limits)
    assert caught.value.advice, "an error says what to do next"
    assert caught.value.subject, "an error says what it is about"
    return caught.value


def test_a_page_comes_as_it_is_with_what_the_server_says_of_it(site):
    address = site.page(
        "/story",
        ARTICLE,
        "Text/HTML; charset=ISO-8859-1",
        ETag='"v1"',
        Last_Modified="Tue, 24 Nov 2026 08:00:00 GMT",
    )
    page = read(address + "#top")
    assert page.content == ARTICLE
    assert page.media_type == "text/html"
    assert page.charset == "iso-8859-1"
    assert page.url == page.source.uri == address
    assert page.etag == '"v1"'
    assert page.last_modified == "Tue, 24 Nov 2026 08:00:00 GMT"
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", page.fetched_at)


def test_it_says_who_it_is(site):
    read(site.page("/", ARTICLE))
    assert site.headers[0]["user-agent"].startswith("narrate/")
    assert "cookie" not in site.headers[0]
    assert "authorization" not in site.headers[0]


@pytest.mark.parametrize(
    ("path", "declared", "content", "media_type"),
    [
        ("/a", "", ARTICLE, "text/html"),
        ("/a", "text/plain", ARTICLE, "text/html"),
        ("/a", "text/plain", b"Only words.", "text/plain"),
        ("/raw/README.md", "text/plain; charset=utf-8", b"# Words\n", "text/markdown"),
        ("/a", "text/html", b"%PDF-1.7 ...", "application/pdf"),
        ("/a", "application/octet-stream", b"%PDF-1.7 ...", "application/pdf"),
        ("/a", "application/xhtml+xml", b"<?xml version='1.0'?>\n<html></html>", None),
        ("/a", "text/html", b"<p>A bare fragment.</p>", "text/html"),
    ],
)
def test_the_content_has_the_last_word_on_its_type(site, path, declared, content, media_type):
    page = read(site.page(path, content, declared))
    assert page.media_type == (media_type or declared)


def test_an_unknown_declared_charset_counts_as_none(site):
    assert read(site.page("/", ARTICLE, "text/html; charset=klingon")).charset == ""


def test_redirects_are_followed_and_the_last_address_kept(site):
    site.page("/new", ARTICLE)
    site.moved("/middle", "/new?utm_source=mail")
    site.pages["/new?utm_source=mail"] = site.pages["/new"]
    page = read(site.moved("/old", "/middle"))
    assert page.url == site.url("/new")
    assert page.source.uri == site.url("/old")


def test_a_redirect_loop_ends(site):
    site.moved("/b", "/a")
    error = error_of(site.moved("/a", "/b"))
    assert "more than 10 times" in str(error)
    assert len(site.requests) == 11


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://x/"])
def test_a_redirect_to_another_scheme_is_refused(site, target):
    assert "not http or https" in error_of(site.moved("/", target)).problem


def test_a_password_in_a_redirect_is_not_kept(site):
    site.page("/new", ARTICLE)
    old = site.moved("/old", f"http://anna:secret@127.0.0.1:{site.port}/new")
    assert "secret" not in str(read(old))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (401, "user name and password (401)"),
        (403, "refuses to give the page (403)"),
        (404, "the server has no such page (404)"),
        (410, "was taken down (410)"),
        (429, "too many requests (429)"),
        (451, "refuses"),
        (500, "a fault of its own (500)"),
        (503, "a fault of its own (503)"),
        (304, "did not give the page (304)"),
        (418, "did not give the page (418)"),
    ],
)
def test_a_status_becomes_a_sentence(site, code, words):
    error = error_of(site.status("/", code))
    assert isinstance(error, StatusError)
    assert words in error.problem
    assert error.status == code
    assert error.retry_after is None


def test_the_time_to_wait_is_told_and_survives_another_process(site):
    error = error_of(site.status("/", 429, Retry_After="120"))
    assert isinstance(error, StatusError)
    assert "120 seconds" in error.advice
    again = pickle.loads(pickle.dumps(error))
    assert (again.status, again.retry_after, str(again)) == (429, 120.0, str(error))


def test_gzip_is_unpacked(site):
    address = site.page("/", gzip.compress(ARTICLE), Content_Encoding="gzip")
    assert read(address).content == ARTICLE


def test_what_does_not_unpack_is_an_error(site):
    address = site.page("/", b"this is not gzip", Content_Encoding="gzip")
    assert "does not unpack" in error_of(address).problem


def test_half_of_what_was_packed_is_an_error_not_half_a_page(site):
    packed = gzip.compress(ARTICLE)
    address = site.page("/", packed[: len(packed) // 2], Content_Encoding="gzip")
    assert "breaks off midway" in error_of(address).problem


def test_a_page_packed_over_and_over_is_refused(site):
    address = site.page("/", b"", Content_Encoding=", ".join(["gzip"] * 2000))
    assert "as nobody asked for" in error_of(address).problem


def test_a_gzip_bomb_stops_at_the_limit(site):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(150)) + packer.flush()
    address = site.page("/", bomb, Content_Encoding="gzip")
    started = time.monotonic()
    assert "larger than 2 MiB" in error_of(address, size=2 << 20).problem
    assert time.monotonic() - started < 2


def test_a_body_that_says_it_is_too_large_is_not_even_read(site):
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(51 << 20))
        request.end_headers()

    assert "larger than 50 MiB" in error_of(site.put("/", answer)).problem


def test_a_body_without_end_stops_at_the_limit(site):
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(b"<p>on and on</p>" * 4096)

    assert "larger than 1 MiB" in error_of(site.put("/", answer), size=1 << 20).problem


def test_a_server_that_says_nothing_is_left(site):
    error = error_of(site.put("/", lambda _: time.sleep(1.0)), wait=0.2)
    assert "sent nothing for 0.2 seconds" in error.problem


def test_no_wait_outlasts_the_deadline(site):
    error = error_of(site.put("/", lambda _: time.sleep(1.0)), wait=20.0, deadline=0.3)
    assert "did not come whole within 0.3 seconds" in error.problem


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_server_that_drips_meets_the_deadline(site, where):
    def answer(request: BaseHTTPRequestHandler) -> None:
        if where == "body":
            request.send_response(200)
            request.end_headers()
        else:
            request.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        for _ in range(40):
            request.wfile.write(b"x")
            time.sleep(0.05)

    started = time.monotonic()
    error = error_of(site.put("/", answer), deadline=0.4)
    assert "did not come whole within 0.4 seconds" in error.problem
    assert time.monotonic() - started < 1.5


def test_a_connection_that_breaks_midway_is_an_error_not_half_a_page(site):
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "5000")
        request.end_headers()
        request.wfile.write(ARTICLE)

    assert "the connection broke" in error_of(site.put("/", answer)).problem


def test_what_is_not_http_at_all_is_an_error(site):
    address = site.put("/", lambda request: request.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n"))
    assert "the connection broke" in error_of(address).problem


def test_an_empty_page_is_an_error(site):
    assert "empty page" in error_of(site.page("/", b" \n ")).problem


def test_a_picture_is_called_by_its_name(site):
    error = error_of(site.page("/", b"\x89PNG\r\n\x1a\n....", "text/html"))
    assert error.problem == "this is a PNG image, not an article"
    assert "image/heic" in error_of(site.page("/b", b"....", "image/heic")).problem


def test_refused_connections_unknown_names_and_missing_tls_are_sentences(site):
    assert "no secure connection" in error_of(f"https://127.0.0.1:{site.port}/").problem
    with socket.create_server(("127.0.0.1", 0)) as server:
        unused = server.getsockname()[1]
    assert "refuses connections" in error_of(f"http://127.0.0.1:{unused}/").problem
    assert "no server of that name" in error_of("http://no-such-host.invalid/").problem


def test_a_proxy_is_used_where_the_system_has_one(site, monkeypatch):
    site.page("http://example.test/story", ARTICLE)
    monkeypatch.setenv("http_proxy", f"http://anna:geheim@127.0.0.1:{site.port}")
    monkeypatch.setenv("no_proxy", "")
    assert read("http://example.test/story").content == ARTICLE
    assert site.requests == ["http://example.test/story"]
    assert site.headers[0]["proxy-authorization"].startswith("Basic ")


def test_another_kind_of_proxy_is_refused_in_words(monkeypatch):
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1080")
    assert "proxy cannot be used" in error_of("http://example.test/").problem
