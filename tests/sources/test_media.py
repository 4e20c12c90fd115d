"""What a document is, by its content."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import SourceError
from narrate.sources.media import judge, opening


def archive(*members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        for member in members:
            zipped.writestr(member, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "suffix", "media_type"),
    [
        (b"<!DOCTYPE html><p>a", ".txt", "text/html"),
        (b"\xef\xbb\xbf\n<html lang='en'>", "", "text/html"),
        (b"<!-- saved from --><!-- url -->\n<!doctype HTML>", ".txt", "text/html"),
        ("<!doctype html><p>ä".encode("utf-16"), ".html", "text/html"),
        ("Wide words.".encode("utf-16"), ".txt", "text/plain"),
        (b"Words.", "", "text/plain"),
        (b"Words.", ".log", "text/plain"),
        (b"MZ is not always a program.", ".txt", "text/plain"),
        (b"# Words", ".MD", "text/markdown"),
        (b"# Words", ".markdown", "text/markdown"),
        (b"<p>a", ".htm", "text/html"),
        (b"<?xml version='1.0'?><html>", ".xhtml", "text/html"),
        (b"caf\xe9", ".txt", "text/plain"),
        (b"%PDF-1.4", ".txt", "application/pdf"),
        (b"\r\n%PDF-1.4", ".txt", "application/pdf"),
        (b"A PDF file begins with %PDF-1.4.", ".txt", "text/plain"),
        (archive("mimetype", "META-INF/container.xml"), ".zip", "application/epub+zip"),
        (
            archive("word/document.xml"),
            "",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (b"not a pdf at all", ".pdf", "text/plain"),
    ],
)
def test_what_may_hold_an_article(content, suffix, media_type):
    assert judge(content, subject="it", suffix=suffix) == media_type


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"RIFF1234WEBPVP8 ", "a WebP image"),
        (b"RIFF1234WAVEfmt ", "a WAV recording"),
        (b"\0\0\0\x20ftypisom", "a video or audio file"),
        (b"ID3\x04\0", "an MP3 recording"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"\x7fELF\x02", "a program"),
        (b"MZ\x90\0\x03\0", "a program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office file"),
        (rb"{\rtf1\ansi", "a Rich Text file"),
        (b"x" * 60 + b"BOOKMOBI", "a Kindle book"),
        (archive("a.txt"), "a ZIP archive"),
        (archive("content.xml", "mimetype"), "an OpenDocument file"),
        (b"what \0\0 is this", "binary data of an unknown kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "an SVG image"),
    ],
)
def test_what_cannot_is_called_by_its_name(content, name):
    with pytest.raises(SourceError, match=f"this is {name}.*, not an article") as caught:
        judge(content, subject="it")
    assert caught.value.advice


def test_a_cut_off_archive_is_called_damaged():
    with pytest.raises(SourceError, match="damaged"):
        judge(archive("word/document.xml")[:40], subject="it")


@pytest.mark.parametrize(
    ("declared", "name"),
    [("application/json", "JSON data"), ("application/rss+xml", "a feed"), ("text/css", "a style")],
)
def test_what_the_server_says_counts_when_the_content_says_nothing(declared, name):
    with pytest.raises(SourceError, match=name):
        judge(b"hello", subject="it", declared=declared)


def test_wide_text_may_be_declared_without_a_mark():
    wide = "Words.".encode("utf-16-le")
    assert judge(wide, subject="it", declared="text/plain", charset="utf-16le") == "text/plain"


@given(st.binary(max_size=200), st.sampled_from(["", "text/html", "text/plain", "image/png"]))
def test_any_bytes_get_a_type_or_a_sentence(content, declared):
    opening(content)
    try:
        verdict = judge(content, subject="it", declared=declared)
    except SourceError as error:
        verdict = str(error)
    assert verdict.startswith(("it: ", "text/", "application/"))
