"""Names made of letters and digits: F-16, A320, MH370, COVID-19, 3D, 97X."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Found, Language

_MODEL = re.compile(
    r"(?<![\w./-])(?P<name>[^\W\d_]+)(?P<dash>[-–]?)(?P<number>\d+)(?!(?:st|nd|rd|th)\b)(?P<tail>[a-zA-Z]{0,3})(?![\w]|[.,]\d)"
)
#: A variant, read part by part: B.1.1.7, XBB.1.5.
_VARIANT = re.compile(r"(?<![\w.-])(?P<name>[A-Z]{1,3})\.(?P<parts>\d+(?:\.\d+)*)(?![\w-]|\.\w)")
#: More than one of a thing with a number: iPhone 15s, Boeing 737s.
_PLURAL = re.compile(r"(?<!\w)[a-z]?[A-Z]\w*\.?\s(?P<number>\d{1,4})s(?!\w)")
_LETTERED = re.compile(
    r"(?<![\w.,-])(?P<number>\d+)-?(?!(?:ST|ND|RD|TH)\b)(?P<name>[A-Z]{1,3}|[dxk])(?!\w|[-.']\w)"
)


@cache
def _ruleset(language: Language) -> str:
    return "serial" if "serial" in language.rules else "cardinal"


def _plural(said: str) -> str:
    """ "B fifty two" -> "B fifty twos"."""
    if said.endswith("y"):
        return f"{said[:-1]}ies"
    return f"{said}{'es' if said.endswith('x') else 's'}"


def find(text: str, language: Language) -> Iterator[Found]:
    for match in _MODEL.finditer(text):
        if not match["name"].isalpha():
            continue  # a superscript is no letter
        number = match["number"]
        ruleset = _ruleset(language) if len(number) in (3, 4) else "cardinal"
        if match["name"].islower() and not match["dash"] and len(number) > 2:
            spoken = amount.digits(number, language)  # a code, such as a password
        else:
            spoken = amount.integer(number, language, ruleset)
        said = f"{match['name']} {spoken}"
        if match["tail"] == "s" and language.code == "en":
            said = _plural(said)
        elif match["tail"]:
            said = f"{said} {match['tail']}"
        yield *match.span(), said
    for match in _VARIANT.finditer(text):
        parts = [amount.integer(part, language) for part in match["parts"].split(".")]
        mark = language.words.get("version_point", language.words["point"])
        point = " " if len(match["name"]) == 1 else f" {mark} "
        yield *match.span(), point.join([match["name"], *parts])
    if language.code == "en":
        for match in _PLURAL.finditer(text):
            said = amount.integer(match["number"], language, _ruleset(language))
            yield match.start("number"), match.end(), _plural(said)
    for match in _LETTERED.finditer(text):
        number = match["number"]
        said = amount.integer(number, language)
        yield *match.span(), f"{said} {match['name']}"
