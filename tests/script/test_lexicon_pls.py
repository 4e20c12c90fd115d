"""Lexicons in the W3C's Pronunciation Lexicon Specification."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import VoiceError
from narrate.script.lexicon import Entry
from narrate.script.lexicon_files import read_lexicon
from narrate.script.lexicon_pls import parse

OPENING = """<?xml version="1.0" encoding="UTF-8"?>
{doctype}<lexicon version="1.0" alphabet="{alphabet}" xml:lang="en-GB"
    xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">
"""


def pls(lexemes: str, doctype: str = "", alphabet: str = "ipa") -> bytes:
    opening = OPENING.format(doctype=doctype, alphabet=alphabet)
    return f"{opening}{lexemes}\n</lexicon>\n".encode()


def entries(lexemes: str, **more: str) -> tuple[Entry, ...]:
    return parse(Path("places.pls"), pls(lexemes, **more)).entries


def test_a_file_is_read_by_its_suffix(tmp_path: Path) -> None:
    file = tmp_path / "places.pls"
    file.write_bytes(pls("<lexeme><grapheme>Leith</grapheme><phoneme>liːθ</phoneme></lexeme>"))
    lexicon = read_lexicon(file)
    assert (lexicon.name, lexicon.language) == ("places", "en-GB")
    assert lexicon.entries == (Entry(written="Leith", ipa="liːθ", match_case=True),)


@pytest.mark.parametrize(
    ("lexeme", "read"),
    [
        (
            "<grapheme>Leith</grapheme><grapheme> LEITH\n</grapheme><phoneme>liːθ</phoneme>",
            [("Leith", "", "liːθ"), ("LEITH", "", "liːθ")],
        ),
        (
            "<grapheme>WWF</grapheme><alias>World Wide\n Fund</alias>",
            [("WWF", "World Wide Fund", "")],
        ),
        (  # the first, unless another is preferred
            "<grapheme>Ayr</grapheme><phoneme>ɛː</phoneme><phoneme>ɛər</phoneme>",
            [("Ayr", "", "ɛː")],
        ),
        (
            "<grapheme>Ayr</grapheme><phoneme>ɛː</phoneme>"
            '<phoneme prefer="true">ɛər</phoneme><phoneme prefer="true">e</phoneme>',
            [("Ayr", "", "ɛər")],
        ),
        (  # an alias beside phonemes is for engines that take none
            "<grapheme>Ayr</grapheme><phoneme>ɛər</phoneme><alias>Air</alias>",
            [("Ayr", "Air", "ɛər")],
        ),
        (
            '<grapheme>Ayr</grapheme><phoneme>ɛər</phoneme><alias prefer="true">Air</alias>',
            [("Ayr", "Air", "")],
        ),
        (
            '<grapheme>Ayr</grapheme><phoneme alphabet="x-sampa">E:</phoneme><alias>Air</alias>',
            [("Ayr", "Air", "")],
        ),
        (
            "<grapheme>Ayr</grapheme><alias>Air</alias><example>In Ayr.</example>",
            [("Ayr", "Air", "")],
        ),
        ("<grapheme>Ayr</grapheme>", []),
    ],
)
def test_a_lexeme_becomes_entries(lexeme: str, read: list[tuple[str, str, str]]) -> None:
    found = entries(f"<lexeme>{lexeme}</lexeme>")
    assert [(entry.written, entry.spoken, entry.ipa) for entry in found] == read


def test_an_alphabet_may_be_named_for_one_phoneme() -> None:
    lexeme = '<lexeme><grapheme>a</grapheme><phoneme alphabet="ipa">ɑ</phoneme></lexeme>'
    assert [entry.ipa for entry in entries(lexeme, alphabet="x-sampa")] == ["ɑ"]


def test_what_is_for_one_part_of_speech_comes_after_what_is_for_all() -> None:
    lexemes = """
      <lexeme role="x:noun"><grapheme>wind</grapheme><alias>winned</alias></lexeme>
      <lexeme><grapheme>wind</grapheme><alias>wined</alias></lexeme>"""
    assert [entry.spoken for entry in entries(lexemes)] == ["wined", "winned"]


def test_metadata_is_no_lexeme() -> None:
    metadata = """<metadata><l:lexeme xmlns:l="urn:x"><l:grapheme>no</l:grapheme></l:lexeme>
      <lexeme><grapheme>no</grapheme><alias>yes</alias></lexeme></metadata>"""
    assert entries(metadata) == ()


LEITH = "<lexeme><grapheme>Leith</grapheme><phoneme>liːθ</phoneme></lexeme>"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (pls(LEITH, doctype='<!DOCTYPE l [<!ENTITY a "b">]>\n'), r"\.pls:2: .*document type"),
        (pls(LEITH, doctype='<!DOCTYPE l SYSTEM "file:///etc/x">\n'), r"\.pls:2: "),
        (pls(LEITH, alphabet="x-sampa"), r"\.pls:4: only the alphabet “ipa”"),
        (pls("<lexeme><alias>a</alias></lexeme>"), r"\.pls:4: a <lexeme> without a <grapheme>"),
        (pls(f"<lexeme><grapheme>{'a' * 301}</grapheme></lexeme>"), "more than 300"),
        (b"<lexicon>\n<lexeme>", r"\.pls:2: not XML"),
        (b"", r"\.pls:\d: not XML"),
        (b"<html/>", "no W3C lexicon"),
        (b'<?xml version="1.0" encoding="x-made-up"?><lexicon/>', "not XML: unknown encoding"),
        (b"<lexicon>&lol;</lexicon>", "not XML: undefined entity"),
    ],
)
def test_a_dangerous_or_broken_file_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(VoiceError, match=told):
        parse(Path("bad.pls"), content)


@given(st.binary() | st.text().map(lambda text: pls(text)))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(VoiceError):
        parse(Path("any.pls"), content)


def test_deep_nesting_is_only_passed_over() -> None:
    assert entries("<a>" * 100_000 + "</a>" * 100_000) == ()
