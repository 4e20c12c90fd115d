"""Where in a TOML file a key is set: for errors that name the line."""

from __future__ import annotations

import re


def line_of(text: str, key: str) -> int:
    """The line that sets ``key``, else the first that mentions it outside a comment, else 1."""
    word = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
    lines = [line.partition("#")[0] for line in text.splitlines()]
    for candidates in ([line.partition("=")[0] for line in lines], lines):
        for number, line in enumerate(candidates, 1):
            if key and word.search(line):
                return number
    return 1
