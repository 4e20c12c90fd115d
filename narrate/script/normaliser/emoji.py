"""Emoji and other pictures: a reader does not say them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.script.normaliser.language import Found, Language

_EMOJI = re.compile("\\s?[\U0001f000-\U0001faff☀-➿⬀-⯿⌀-⏿️‍⃣\U000e0020-\U000e007f]+")


def find(text: str, language: Language) -> Iterator[Found]:
    for match in _EMOJI.finditer(text):
        yield *match.span(), ""
