"""ZIP files from strangers: nothing is unpacked further than it may be."""

from __future__ import annotations

import io
import zipfile

import pytest

from narrate.article.formats import archive
from narrate.article.formats.archive import Archive
from narrate.errors import ArticleError


def test_members_are_read_by_name(make_zip) -> None:
    assert Archive(make_zip({"a/b.txt": "salt"})).read("a/b.txt") == b"salt"


def test_a_size_that_a_header_states_is_not_believed(make_zip) -> None:
    bomb = make_zip({"a": b"\0" * (archive.LARGEST_MEMBER + 1)})
    stated = (archive.LARGEST_MEMBER + 1).to_bytes(4, "little")
    assert bomb.count(stated) == 2
    with pytest.raises(ArticleError, match="'a' in it"):
        Archive(bomb.replace(stated, (5).to_bytes(4, "little"))).read("a")


def test_all_members_together_have_a_limit(make_zip) -> None:
    opened = Archive(make_zip(dict.fromkeys("abc", b"\x00" * 400)), largest=1000)
    assert len(opened.read("a") + opened.read("b")) == 800
    with pytest.raises(ArticleError, match="its text unpacks to more than"):
        opened.read("c")


def test_what_cannot_be_unpacked_is_named(make_zip) -> None:
    whole = make_zip({"a": "salt" * 99})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as zipped:
        zipped.writestr("a", "salt")
    locked = bytearray(whole)
    locked[whole.index(b"PK\x01\x02") + 8] |= 1
    for content, problem in (
        (whole[:-30], "the file is damaged"),
        (whole[:35] + b"\xff\xff" + whole[37:], "'a' in it is damaged"),
        (bytes(locked), "'a' in it is locked with a password"),
        (file.getvalue(), "'a' in it is packed in an unknown way"),
        (make_zip({}) + b"PK\x01\x02" * 20_001, "it holds more than 20,000 files"),
    ):
        with pytest.raises(ArticleError, match=problem) as caught:
            Archive(content).read("a")
        assert caught.value.advice


def test_xml_is_read_without_entities(make_zip) -> None:
    xml = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><b>&x;salt</b></a>'
    root = Archive(make_zip({"a.xml": xml})).xml("a.xml")
    assert "root:" not in "".join(root.itertext())
