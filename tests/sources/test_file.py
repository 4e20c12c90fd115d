"""Files, with what can be wrong with them."""

from __future__ import annotations

import os
import sys

import pytest

from narrate.errors import SourceError
from narrate.sources import file
from narrate.sources.limits import Limits
from narrate.sources.reader import read


def error_of(path, **limits) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(path, limits=Limits(**limits))
    assert caught.value.advice
    return caught.value


def test_a_file_comes_as_its_bytes(tmp_path):
    path = tmp_path / "story.html"
    path.write_bytes(b"<p>caf\xe9")
    page = read(path)
    assert page.content == b"<p>caf\xe9"
    assert page.media_type == "text/html"
    assert page.charset == page.url == page.fetched_at == ""
    assert page.source.uri == path.as_uri()


def test_a_file_has_one_identity_however_it_is_named(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "a b#1?.txt").write_text("Words.")
    monkeypatch.chdir(tmp_path / "in")
    page = read("../in/../a b#1?.txt")
    assert page.source == read(tmp_path / "a b#1?.txt").source
    assert read(page.source) == page


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_unicode(tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    with open(path, "w") as out:  # noqa: PTH123
        out.write("Words.")
    page = read(path)
    assert page.source.uri.endswith("caf%E9.txt")
    assert page.content == b"Words."


def test_a_missing_file_with_a_sibling_of_nearly_that_name(tmp_path):
    (tmp_path / "story.html").write_text("x")
    error = error_of(tmp_path / "stroy.html")
    assert error.problem == "no such file"
    assert error.advice == "Did you mean 'story.html'?"
    assert "There is no folder" in error_of(tmp_path / "no" / "story.html").advice
    assert "https://" in error_of(tmp_path / "www.example.org").advice
    assert error_of(tmp_path / "story.html" / "x").problem == "no such file"


def test_a_folder_is_not_a_page(tmp_path):
    assert error_of(tmp_path).problem == "this is a folder"


@pytest.mark.parametrize("content", [b"", b" \r\n\t"])
def test_an_empty_file(tmp_path, content):
    path = tmp_path / "empty.txt"
    path.write_bytes(content)
    assert error_of(path).problem == "the file is empty"


def test_a_file_that_is_too_large(tmp_path):
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 2049)
    assert error_of(path, size=2048).problem == "the file is larger than 2,048 bytes"
    path.write_bytes(b"x" * 2048)
    assert len(read(path, limits=Limits(size=2048)).content) == 2048


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no such device")  # noqa: PTH110
def test_a_file_without_end():
    assert "larger than 1 MiB" in error_of("/dev/zero", size=1 << 20).problem


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("x")
    path.chmod(0)
    assert error_of(path).problem == "you may not read this file"


def test_permission_denied_by_the_system(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert error_of(tmp_path / "a.txt").problem == "you may not read this file"


def test_text_given_where_a_name_should_be():
    error = error_of("The ferry sails again. " * 400)
    assert error.problem == "this is too long for a file's name"
    assert len(error.subject) < 70
    with pytest.raises(SourceError, match="cannot be the name"):
        file.from_path("a\0b")
