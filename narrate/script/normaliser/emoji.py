"""Emoji and other pictures: a reader does not say them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.script.normaliser.language import Found, Language

_PICTURE = "\U0001f000-\U0001faff☀-➿⬀-⯿⌀-⏿"
#: What joins and tints pictures; the joiners alone are letters' business in many scripts.
_JOINED = "\ufe0f\u20e3\u200d\U000e0020-\U000e007f"
_EMOJI = re.compile(f"\\s?[{_PICTURE}][{_PICTURE}{_JOINED}]*|[\ufe0f\u20e3]+")


def find(text: str, language: Language) -> Iterator[Found]:
    for match in _EMOJI.finditer(text):
        yield *match.span(), ""
