"""Patterns that a language writes in its tables: how a date or a time is written and said.

``written`` is a regular expression in which ``<name>`` stands for a shared piece, and
``<after im|am>`` for "one of these words and a blank stand before". ``spoken`` names its
groups: ``{day:ordinal}`` says the group by a ruleset or one of the readings below,
``{month}`` says it as written, and what stands in ``[…]`` is left out when a group in it is
missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Found, Language

_GROUP = re.compile(r"\{(\w+)(?::([\w-]+))?\}")
_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_AFTER = re.compile(r"<after ([^>]+)>")
_PIECE = re.compile(r"(?<!\?P)<([a-z]+)(\d?)>")


@dataclass(frozen=True, slots=True)
class Template:
    pattern: re.Pattern[str]
    spoken: str

    def find(self, text: str, language: Language, words: Words) -> Iterator[Found]:
        for match in self.pattern.finditer(text):
            yield *match.span(), self.fill(match, language, words)

    def fill(self, match: re.Match[str], language: Language, words: Words) -> str:
        groups = match.groupdict()

        def optional(part: re.Match[str]) -> str:
            inner = part[1]
            names = _GROUP.findall(inner)
            return inner if all(groups.get(name) for name, _ in names) else ""

        def said(part: re.Match[str]) -> str:
            return _say(groups.get(part[1]) or "", part[2] or "", language, words)

        return _GROUP.sub(said, _OPTIONAL.sub(optional, self.spoken))


#: Readings that are look-ups: name -> what is written, in lower case without stops -> words.
Words = Mapping[str, Mapping[str, str]]


def _say(written: str, how: str, language: Language, words: Words) -> str:
    if not how:
        return written
    if how in words:
        key = re.sub(r"[.\s]", "", written.lower())
        return words[how].get(key) or words[how].get(key.lstrip("0"), written)
    plain = amount.ascii_digits(written)
    if how == "digits":
        return amount.digits(plain, language)
    if how == "number":
        return amount.number(plain, language)
    return language.rules.spell(int(re.sub(r"\D", "", plain)), how)


def expand(source: str) -> str:
    """``<after …>`` as a choice of look-behinds, each of the one width that ``re`` asks for."""

    def choice(match: re.Match[str]) -> str:
        return "(?:" + "|".join(rf"(?<=\b{word} )" for word in match[1].split("|")) + ")"

    return _AFTER.sub(choice, source)


def compile_all(
    entries: list[dict[str, str]], pieces: Mapping[str, str], flags: int = 0
) -> tuple[Template, ...]:
    """The templates of a table; ``<day>`` in a pattern becomes a group ``day`` of that piece,
    ``<day2>`` a group ``day2`` of the same piece."""

    def piece(match: re.Match[str]) -> str:
        name, number = match.groups()
        return f"(?P<{name}{number}>{pieces[name]})" if name in pieces else match[0]

    return tuple(
        Template(re.compile(_PIECE.sub(piece, expand(entry["written"])), flags), entry["spoken"])
        for entry in entries
    )
