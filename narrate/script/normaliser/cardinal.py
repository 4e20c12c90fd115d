"""Cardinal numbers and decimals, and every digit that no other rule has claimed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Found, Language

#: Stops that part the thousands, in any language: 1.250.000.
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}")
_VERSION = re.compile(r"\d+(?:\.\d+){2,}")


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d.,])\d+(?:\.\d+){{2,}}(?!\w|[.,]\d)"
        rf"|(?<![\w.'’)\]%°])(?<!\w[-–−])[-–−+]?{language.number}|{language.number}"
    )


@cache
def _agreement(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What follows a number, and the ruleset it asks for: veintiuna personas."""
    return tuple(
        (re.compile(entry["following"]), entry["ruleset"])
        for entry in language.table("numbers").get("agreement", [])
    )


@cache
def _label(language: Language) -> re.Pattern[str] | None:
    """What stands before a number that is a name: Absatz 1."""
    labels = language.table("numbers").get("labels")
    return re.compile(labels["before"]) if labels else None


def find(text: str, language: Language) -> Iterator[Found]:
    for match in _pattern(language).finditer(text):
        written = amount.ascii_digits(match[0].replace("–", "-").replace("−", "-"))
        if _GROUPED.fullmatch(written):
            written = written.replace(".", "")
        elif _VERSION.fullmatch(written):
            point = language.words.get("version_point", language.words["point"])
            parts = (amount.integer(part, language) for part in written.split("."))
            yield *match.span(), f" {point} ".join(parts)
            continue
        ruleset = "cardinal"
        label = _label(language)
        if label and label.search(text, max(0, match.start() - 16), match.start()):
            yield *match.span(), amount.number(written, language)
            continue
        for pattern, name in _agreement(language):
            if pattern.match(text, match.end()):
                ruleset = name
                break
        yield *match.span(), amount.number(written, language, ruleset)
