"""An utterance as SSML 1.1 (W3C, https://www.w3.org/TR/speech-synthesis11/).

For engines that take it: phonemes where a lexicon gives them, and the language of a foreign
name. All text is escaped and what XML has no place for is gone, so nothing in an article can
be taken for markup.
"""

from __future__ import annotations

import re

from narrate.model import Token, Utterance
from narrate.xml_text import legal

_NAMESPACE = "http://www.w3.org/2001/10/synthesis"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def document(utterance: Utterance, language: str) -> str:
    """The utterance as a whole document; empty where plain text says all of it.

    What is said is ``utterance.spoken``, character for character.
    """
    if not any(token.phonemes or token.language for token in utterance.tokens):
        return ""
    spoken, starts = utterance.spoken, utterance.spoken_starts
    pieces, position = [], 0
    for token, start in zip(utterance.tokens, starts, strict=True):
        if token.spoken and (token.phonemes or token.language):
            end = start + len(token.spoken)
            pieces += [_text(spoken[position:start]), _marked(token, spoken[start:end])]
            position = end
    pieces.append(_text(spoken[position:]))
    code = _attribute(language if _LANGUAGE.fullmatch(language) else "en")
    content = "".join(pieces)
    return f'<speak version="1.1" xmlns="{_NAMESPACE}" xml:lang={code}>{content}</speak>'


def _marked(token: Token, spoken: str) -> str:
    text = _text(spoken)
    if token.phonemes:
        phonemes = _attribute(token.phonemes)
        return f'<phoneme alphabet="ipa" ph={phonemes}>{text}</phoneme>'
    if _LANGUAGE.fullmatch(token.language):
        return f'<lang xml:lang="{token.language}">{text}</lang>'
    return text


def _text(text: str) -> str:
    from xml.sax.saxutils import escape  # loads the standard library's HTTP client

    # A parser makes "\r\n" one character, and places in the text would no longer be the same.
    return escape(legal(text, " "), {"\r": "&#13;"})


def _attribute(text: str) -> str:
    from xml.sax.saxutils import quoteattr

    return quoteattr(legal(text, " "))
