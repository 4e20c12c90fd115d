"""SSML as espeak-ng reads it.

It changes the language at ``<voice xml:lang>``; phonemes are mnemonics in ``[[…]]``, so IPA is
put into those (``engines/espeak.toml``). Where a sign has no mnemonic the word is said as it is
spelt. ``[[`` in a text would be taken for phonemes: it never reaches espeak-ng as it is.

What it makes of some neighbours, and is kept from here: after ``(`` it passes over phonemes;
what touches their ``]]``, markup too, it spells out; and it says "dot" for a stop behind a
bracket when markup follows, unless there is a space, and one that is written as a number.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable
from importlib.resources import files
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape


def dialect(ssml: str, language: str) -> tuple[str, list[int]]:
    """SSML as espeak-ng reads it; for each of its characters, the one that it says next."""
    pieces: list[str] = []
    origins: list[int] = []
    said = 0

    def markup(text: str) -> None:
        pieces.append(text)
        origins.extend([said] * len(text))

    def tag(text: str) -> None:
        markup(f" &#32;{text}")

    def spoken(text: str, write: Callable[[str], str]) -> None:
        nonlocal said
        for character in text:
            shown = write(character)
            pieces.append(shown)
            origins.extend([said] * len(shown))
            said += 1

    def walk(element: ET.Element) -> None:
        nonlocal said
        text = element.text or ""
        name = element.tag.rpartition("}")[2]
        phonemes = mnemonics(element.get("ph", ""), language) if name == "phoneme" else ""
        foreign = element.get("{http://www.w3.org/XML/1998/namespace}lang", "")
        if phonemes:
            pieces.append(f" [[{escape(phonemes)}]] ")
            origins.extend([said] * len(pieces[-1]))
            said += len(text)
        elif name == "lang" and foreign:
            tag(f'<voice xml:lang="{escape(foreign, _QUOTE)}">')
            spoken(text, _plain)
            tag("</voice>")
        else:
            spoken(text, _plain)
        for child in element:
            walk(child)
            spoken(child.tail or "", _plain)

    markup("<speak>")
    walk(ET.fromstring(ssml))  # noqa: S314 - made by speech/ssml.py, without a document type
    tag("</speak>")
    return "".join(pieces), origins


_QUOTE = {'"': "&quot;"}


def _plain(character: str) -> str:
    """A character that begins neither markup nor phonemes."""
    return "(" if character == "[" else ")" if character == "]" else escape(character)


def mnemonics(ipa: str, language: str) -> str:
    """IPA in espeak-ng's own signs; empty where one of them has none."""
    table = _signs(language.partition("-")[0])
    found: list[str] = []
    at = 0
    while at < len(ipa):
        for length in (3, 2, 1):
            sign = table.get(ipa[at : at + length])
            if sign is not None:
                found.append(sign)
                at += length
                break
        else:
            return ""
    return "".join(found)


@functools.cache
def _signs(language: str) -> dict[str, str]:
    content = (files("narrate.speech.engines") / "espeak.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(content)
    return {**tables["any"], **tables.get(language, {})}
