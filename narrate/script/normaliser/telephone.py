"""Numbers that are read digit by digit: telephones, addresses of machines, ISBNs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Found, Language, alternation

#: Groups of digits; the first may be an international prefix, the second in brackets.
_NUMBER = re.compile(
    r"(?<![\w.,/-])(?:(?P<plus>\+)\s?\d{1,3}[\s.-]?(?:\(\d{1,5}\)[\s.-]?)?\d+(?:[\s.-]\d{2,})*"
    r"|(?:1[-.\s])?\(\d{3}\)\s?\d{3}[-.\s]\d{4}(?:-\d+)*"
    r"|(?:1[-.\s])?\d{3}(?P<sep>[-.])\d{3}(?P=sep)\d{4}(?:-\d+)*"
    r"|1[-.]\d{3}(?:-(?:\d+|[A-Z]+))+"
    r"|\d{3}-\d{2}-\d{4}"
    r"|\d{3}-\d{4}(?<!00)"
    r"|\d{1,3}(?:\.\d{1,3}){3})(?![\w-]|[.,]\d)"
)
#: Written with stops between the thousands this is a number: 1.000.000.000.
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
#: With fewer digits than this, what follows a plus is an amount: +4.5%.
_SHORTEST = 7
_GROUP = re.compile(r"\d+|[A-Z]+|\.")


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], ...]:
    table = language.table("telephone")
    before = alternation(table["call"])
    codes = alternation(table["codes"])
    return (
        *(re.compile(source) for source in table.get("patterns", [])),
        re.compile(rf"\b(?:{before})\s(?P<number>\d{{3}})(?![\w-]|[.,:]\d)"),
        re.compile(rf"\b(?:{codes})(?:-1[03])?:?\s(?P<number>\d[\d-]{{2,16}}\d[Xx]?|\d+)(?!\w)"),
    )


def find(text: str, language: Language) -> Iterator[Found]:
    for match in _NUMBER.finditer(text):
        if "." in language.group and _THOUSANDS.fullmatch(match[0]):
            continue
        if match["plus"] and sum(c.isdigit() for c in match[0]) < _SHORTEST:
            continue
        yield *match.span(), _say(match[0], language)
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            yield *match.span("number"), _say(match["number"], language)


def _say(written: str, language: Language) -> str:
    said: list[str] = []
    address = bool(re.fullmatch(r"\d{1,3}(?:\.\d{1,3}){3}", written))
    words = language.table("telephone")
    if written[0] == "+":
        said.append(language.words["plus"])
    for group in _GROUP.findall(written):
        if group == ".":
            if address:
                said.append(words["dot"])
        elif group.isdigit():
            toll_free = words.get("toll_free", {}).get(group)
            say = toll_free or _group(group, language, words.get("pairs", False))
            said.append(say if address or said[-1:] == [language.words["plus"]] else f"{say},")
        else:
            said.append(group)
    return " ".join(said).rstrip(",")


def _group(group: str, language: Language, pairs: bool) -> str:
    if pairs and len(group) in {2, 4}:
        return " ".join(amount.integer(group[i : i + 2], language) for i in range(0, len(group), 2))
    return amount.digits(group, language)
