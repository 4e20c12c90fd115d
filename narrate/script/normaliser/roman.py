"""Roman numerals, where the word before says that they are: Louis XIV, World War II."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser.language import Found, Language, alternation
from narrate.script.normaliser.template import expand

#: Two letters or more, or V and X; "I" and the letters that are words need a context.
_NUMERAL = r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_VALID = re.compile(_NUMERAL)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def value(numeral: str) -> int:
    """XIV -> 14; 0 where it is no numeral."""
    if not numeral or not _VALID.fullmatch(numeral):
        return 0
    total = 0
    for letter, following in zip(numeral, numeral[1:] + " ", strict=True):
        worth = _VALUES[letter]
        total += -worth if _VALUES.get(following, 0) > worth else worth
    return total


@cache
def _patterns(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    table = language.table("roman")
    names = {
        "rulers": alternation([*table["rulers"], *(ruler.upper() for ruler in table["rulers"])]),
        "numbered": alternation(table["numbered"]),
    }
    return tuple(
        (re.compile(expand(entry["written"].format(**names))), entry["spoken"])
        for entry in table["patterns"]
    )


def find(text: str, language: Language) -> Iterator[Found]:
    for pattern, spoken in _patterns(language):
        for match in pattern.finditer(text):
            number = value(match["roman"].rstrip(".").upper())
            if number:
                ruleset = re.search(r"\{([\w-]+)\}", spoken)
                name = ruleset[1] if ruleset else "cardinal"
                said = language.rules.spell(number, name)
                # With its ending, where it has one: XXIe.
                start, end = match.span("whole" if "whole" in match.groupdict() else "roman")
                if text[end : end + 3] in {".'s", ".’s"}:
                    end += 1
                yield start, end, spoken.replace(f"{{{name}}}", said)
