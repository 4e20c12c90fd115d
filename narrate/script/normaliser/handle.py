"""Hashtags and handles: #MeToo, @user."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.script.normaliser.language import Found, Language

_HANDLE = re.compile(r"(?<![\w/&])([#@])(?=\w*[^\W\d_])(\w+)")
#: Where a capital begins a new word inside a run: MeToo, COVIDVaccine.
_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-ZÀ-Þ])(?=[A-ZÀ-Þ][a-zà-ÿ])|_+")


def find(text: str, language: Language) -> Iterator[Found]:
    words = language.table("symbols").get("handle", {"#": ""})
    for match in _HANDLE.finditer(text):
        if match[1] in words:
            yield match.start(), match.start() + 1, f"{words[match[1]]} ".lstrip(" ")
        start = match.start(2)
        if _HUMP.search(match[2]) and match[1] == "#":
            name = _HUMP.sub(" ", match[2])
            if not any(c.isdigit() for c in name):
                yield start, match.end(), name.strip()
