"""Text that is given itself."""

from __future__ import annotations

import io

import pytest

from narrate.errors import SourceError
from narrate.model import Source
from narrate.sources import text
from narrate.sources.limits import Limits
from narrate.sources.reader import read


def test_pasted_text():
    page = read(Source.from_text("Grüße."))
    assert page.content.decode() == "Grüße."
    assert (page.media_type, page.charset, page.url) == ("text/plain", "utf-8", "")


def test_pasted_html_keeps_its_encoding_whatever_it_claims():
    page = read(Source.from_text("<!doctype html><meta charset=latin1><p>Grüße"))
    assert (page.media_type, page.charset) == ("text/html", "utf-8")


def test_a_stream_has_the_identity_of_its_text():
    source = text.from_stream(io.BytesIO("Grüße.".encode()))
    assert source == Source.from_text("Grüße.")


def test_bytes_of_an_unknown_encoding_stay_as_they_are():
    page = read(text.from_stream(io.BytesIO(b"Gr\xfc\xdfe.")))
    assert (page.content, page.charset) == (b"Gr\xfc\xdfe.", "")


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"", "no text"), (b" \n", "no text"), (b"\x89PNG\r\n\x1a\n", "PNG image")],
)
def test_what_is_no_text(content, problem):
    with pytest.raises(SourceError, match=problem):
        read(text.from_stream(io.BytesIO(content)))


def test_too_much_text():
    with pytest.raises(SourceError, match="larger than 10 bytes"):
        text.from_stream(io.BytesIO(b"x" * 11), Limits(size=10))
