"""Quantities with a unit: 120 km/h, 37°C, 5'10", 10m-high."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from narrate.script.normaliser import quantity
from narrate.script.normaliser.language import Found, Language, alternation
from narrate.script.normaliser.template import Template, compile_all

#: A name before a number: iPhone 15s, the No. 2s.
_NAME = re.compile(r"(?<!\w)[a-z]?[A-Z]\w*\.?\s$")
#: Ties a unit to the word that it describes: a 10m-high wave.
_HYPHEN = re.compile(r"[-\u2011][^\W\d_]")


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    table = language.table("units")
    units = alternation(table["units"])
    number = quantity.source(language)
    power = r"[²³]?"
    bare = rf"(?:{units}){power}"
    sizes = alternation(table.get("sizes", {}))
    close = alternation(table["close"])
    size = rf"(?:\s?(?P<size>{sizes})(?=\s(?!(?:{close})(?!\w))))?" if sizes else "(?P<size>(?!))?"
    return re.compile(
        rf"(?<![\w.,])(?<!\w-)(?:(?P<low>[-−+]?{number})(?:(?:\s?(?:{units}){power})?\s?[-–—]\s?|\s(?:x|×|to|by)\s|x|×))?"
        rf"(?P<number>[-−–+]?{number}){size}(?P<space>[\s-]?)"
        rf"(?:(?P<unit>{bare})(?:/(?P<per>{bare}))?)(?![\w²³]|/(?!\d)|['’]\w)"
    )


@cache
def _bare(language: Language) -> re.Pattern[str]:
    """A unit without a number of its own: people per km², 142/km², $2 per MWh."""
    table = language.table("units")
    per = re.escape(table["per"])
    raised = alternation(set(table["units"]) - set(table["close"]))
    plain = alternation([unit for unit in table["units"] if unit[-1] in "23"] or ["²"])
    alone = alternation(table.get("per_unit", ["²"]))
    return re.compile(
        rf"(?:(?P<slash>(?<=[\w.])\s?/\s?)|(?P<per>\b{per}\s))?(?<![\w²³])"
        rf"(?P<unit>(?:{raised})[²³]|(?<=/)(?:{plain})|(?<=\b{per}\s)(?:{alone}))(?![\w²³])"
    )


@cache
def _templates(language: Language) -> tuple[Template, ...]:
    table = language.table("units")
    return compile_all(table.get("patterns", []), {"number": language.number})


def find(text: str, language: Language) -> Iterator[Found]:
    table = language.table("units")
    for template in _templates(language):
        yield from template.find(text, language, {})
    close = set(table["close"])
    quotes = counted = 0
    for match in _pattern(language).finditer(text):
        unit, per, space = match["unit"], match["per"], match["space"]
        if unit == '"':
            quotes += text.count('"', counted, match.end("unit"))
            counted = match.end("unit")
            if quotes % 2 == 0:
                continue  # it closes a quotation
        if unit in close and not per and (space or _named(text, match, table)):
            continue
        unless = table.get("unless", {}).get(unit)
        if unless and re.match(unless, text[match.end() : match.end() + 40]):
            continue
        hyphened = space == "-" or bool(_HYPHEN.match(text, match.end()))
        one = (
            hyphened
            or _attributive(text, match, language)
            or (not (match["low"] or match["size"]) and quantity.is_one(match["number"], language))
        )
        said = [_number(match["number"], unit, language), _unit(unit, one, table)]
        if match["size"]:
            said.insert(1, table["sizes"][match["size"]])
        if match["low"]:
            link = re.search(r"[x×]|by", text[match.end("low") : match.start("number")])
            word = language.words["by" if link else "to"]
            said = [_number(match["low"], unit, language), word, *said]
        if per:
            said += [table["per"], _unit(per, True, table)]
        yield *match.span(), " ".join(said)
    yield from _find_bare(text, language)


def _find_bare(text: str, language: Language) -> Iterator[Found]:
    table = language.table("units")
    for match in _bare(language).finditer(text):
        single = bool(match["slash"] or match["per"])
        said = _unit(match["unit"], single, table)
        if match["slash"]:
            yield match.start(), match.end(), f" {table['per']} {said}"
        else:
            yield *match.span("unit"), said


def _named(text: str, match: re.Match[str], table: dict[str, Any]) -> bool:
    """Whether letter and number are a name: Apt. 4C; or many of a name: iPhone 15s."""
    before = text[max(0, match.start() - 24) : match.start()]
    label = table.get("label")
    named = match["unit"] == "s" and _NAME.search(before)
    return bool(named or (label and re.search(label, before)))


def _attributive(text: str, match: re.Match[str], language: Language) -> bool:
    """Before a noun, as in "a 50kg bag": fifty kilogram."""
    table = language.table("units")
    if "attributive_before" not in table or match["space"]:
        return False
    before = text[max(0, match.start() - 12) : match.start()]
    after = text[match.end() : match.end() + 24]
    plural = table.get("attributive_plural")
    if plural and match["unit"] not in table["sizes"] and re.match(plural, after):
        return True
    return bool(
        re.search(table["attributive_before"], before)
        and re.match(table["attributive_after"], after)
    )


def _number(written: str, unit: str, language: Language) -> str:
    gender = language.table("units").get("genders", {}).get(unit.rstrip("²³"), "unit")
    return quantity.say(written, language, f"cardinal-{gender}")


def _unit(written: str, one: bool, table: dict[str, dict[str, list[str]]]) -> str:
    if written in table["units"]:
        return table["units"][written][0 if one else 1]
    bare, power = written[:-1], written[-1]
    return str(table["powers"][power][0 if one else 1]).replace(
        "{}", table["units"][bare][0 if one else 1]
    )
