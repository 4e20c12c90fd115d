"""Utterances as SSML: what it adds, and that nothing in a text becomes markup."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import example, given
from hypothesis import strategies as st

from narrate.model import Token, Utterance
from narrate.speech.ssml import document
from narrate.xml_text import legal

SPACE = "{http://www.w3.org/2001/10/synthesis}"


def said(*tokens: Token) -> Utterance:
    return Utterance(block=0, tokens=tokens)


def test_plain_words_need_none() -> None:
    assert document(said(Token(written="Hello.", spoken="Hello.", start=0, end=6)), "en") == ""


def test_phonemes_and_languages_stand_around_their_words() -> None:
    tokens = (
        Token(written="Shoigu", spoken="Shoigu", start=0, end=6, phonemes="ʃɔɪˈɡuː"),
        Token(written="’s", spoken="’s", start=6, end=8),
        Token(written="Goethe", spoken="Goethe", start=9, end=15, language="de"),
        Token(written="& co", spoken="and co", start=16, end=20),
    )
    assert document(said(*tokens), "en-GB") == (
        '<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en-GB">'
        '<phoneme alphabet="ipa" ph="ʃɔɪˈɡuː">Shoigu</phoneme>’s '
        '<lang xml:lang="de">Goethe</lang> and co</speak>'
    )


@given(
    text=st.text(min_size=1).filter(str.strip),
    phonemes=st.text(),
    language=st.text() | st.just("de"),
)
@example(text="0\r\n1\r", phonemes="\r\n", language="de")
def test_whatever_a_text_or_a_lexicon_holds_stays_text(
    text: str, phonemes: str, language: str
) -> None:
    tokens = (
        Token(written=text, spoken=text, start=0, end=len(text)),
        Token(written="x", spoken=text, start=len(text), end=len(text) + 1,
              phonemes=phonemes, language=language),
    )  # fmt: skip
    utterance = said(*tokens)
    written = document(utterance, language)
    if not written:
        assert not phonemes + language
        return
    root = ET.fromstring(written)
    assert {element.tag for element in root.iter()} <= {
        f"{SPACE}speak",
        f"{SPACE}phoneme",
        f"{SPACE}lang",
    }
    assert len(list(root.iter())) <= 2
    assert "".join(root.itertext()) == legal(utterance.spoken, " ")
