"""The door of the normaliser: a sentence as written, to tokens that say how it is spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.model import Token, Utterance
from narrate.script.normaliser import cardinal
from narrate.script.normaliser.language import Language, load
from narrate.script.normaliser.rules import RULES

_WORD = re.compile(r"\S+")
_END = re.compile(r"[\s'\"’”)\]»]*$")
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")
#: Stands where a rule has spoken while the digits that it left over are read.
_TAKEN = "\ue000"
_UPPER = re.compile(r"[A-ZÀ-ÖØ-Þ].?[A-ZÀ-ÖØ-Þ0-9]|\b[IVX](?:e|er|re|ᵉ|ᵉʳ)?\b")
#: Letters, white space and the punctuation that engines understand; all else is a symbol.
_SYMBOL = re.compile(r"[^\w\s.,;:!?'\"‘’“”()\-–—…]|\d|[_²³]")
#: A stop inside a word or before one: an address, or letters with stops.
_DOTTED = re.compile(r"(?<!\.)\.\w")
_TOKEN = re.compile(r"[^\s.,;:!?()\"“”'‘’\-–—]+")


def tokens(text: str, language: str, start: int = 0) -> tuple[Token, ...]:
    """One sentence as tokens, their spans counted from ``start``.

    The spans are ordered and disjoint and cover every character that is not white space.
    A word said as written is a token of its own with the rule "". In a language that we
    have no words for, pictures, footnote marks and the tails of addresses are left out, and
    the engine says the rest.
    """
    return tuple(_tokens(text, _changes(text, load(language)), start))


def to_spoken(text: str, language: str = "en") -> str:
    """``text`` as it is said: "Dr. Kim paid $5.2m." -> "Doctor Kim paid five point two million
    dollars." in English."""
    return Utterance(block=0, tokens=tokens(text, language)).spoken


def _changes(text: str, language: Language) -> list[tuple[int, int, str, str]]:
    """Start, end, spoken form and rule of every change, in order, without overlap."""
    has = {
        "any": True,
        "digit": bool(_DIGIT.search(text)),
        "symbol": bool(_SYMBOL.search(text)),
        "upper": bool(_UPPER.search(text)),
    }
    if not (has["digit"] or has["symbol"] or has["upper"]) and _plain(text, language):
        return []
    taken = bytearray(len(text))
    changes: list[tuple[int, int, str, str]] = []
    for rule in RULES:
        if not has[rule.needs] or not language.knows(rule.table):
            continue
        for start, end, spoken in rule.find(text, language):
            if start < end and not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                changes.append((start, end, spoken, rule.name))
    if language.has_words and any(
        0 in taken[run.start() : run.end()] for run in _DIGITS.finditer(text)
    ):
        rest = "".join(_TAKEN if mark else c for c, mark in zip(text, taken, strict=True))
        changes += ((*found, "cardinal") for found in cardinal.find(rest, language))
    changes.sort()
    return changes


def _plain(text: str, language: Language) -> bool:
    """Whether a text without digits, signs and capitals in a row holds nothing to say."""
    return (
        not _DOTTED.search(text)
        and _known(language).isdisjoint(_TOKEN.findall(text))
        and (text.isascii() or not any(c.isnumeric() for c in text))
    )


@cache
def _known(language: Language) -> frozenset[str]:
    """The first words of all abbreviations and names of a language."""
    table = language.table("abbreviations")
    contexts = table.get("contexts", [])
    lists = [*table.get("lists", {}).values(), *(entry["words"] for entry in contexts)]
    shorts = [short for words in lists if isinstance(words, dict) for short in words]
    shorts += language.table("names").get("names", {})
    shorts += language.table("acronyms").get("said", {})
    return frozenset(found[0] for short in shorts if (found := _TOKEN.match(short)))


def _tokens(text: str, changes: list[tuple[int, int, str, str]], offset: int) -> Iterator[Token]:
    position, last = 0, ""
    for start, end, spoken, rule in changes:
        yield from _unchanged(text, position, start, offset)
        written = text[start:end]
        said = _apart(text, start, end, _stopped(text, end, written, spoken))
        if last.endswith(" ") and start == position:
            said = said.lstrip(" ")
        last = said
        yield Token(
            written=written,
            spoken=said,
            start=offset + start,
            end=offset + end,
            rule=rule if said != written else "",
        )
        position = end
    yield from _unchanged(text, position, len(text), offset)


def _unchanged(text: str, start: int, end: int, offset: int) -> Iterator[Token]:
    for match in _WORD.finditer(text, start, end):
        yield Token(
            written=match[0],
            spoken=match[0],
            start=offset + match.start(),
            end=offset + match.end(),
        )


def _stopped(text: str, end: int, written: str, spoken: str) -> str:
    """The stop of an abbreviation that ends the sentence stays: an engine needs it."""
    ends = written.endswith(".") and spoken and spoken[-1].isalnum() and _END.match(text, end)
    return f"{spoken}." if ends else spoken


def _apart(text: str, start: int, end: int, spoken: str) -> str:
    """Words that replace signs stand apart from letters beside them: 97X, ninety seven X."""
    if not spoken:
        return spoken
    before = text[start - 1] if start else ""
    beside = _wordlike(before) or before in ",;…" or text[:start].endswith("...")
    if before and not text[start].isalpha() and beside and spoken[0].isalnum():
        spoken = f" {spoken}"
    if (
        end < len(text)
        and not text[end - 1].isalpha()
        and _wordlike(text[end])
        and spoken[-1].isalnum()
    ):
        spoken = f"{spoken} "
    return spoken


def _wordlike(character: str) -> bool:
    return character.isalnum() or character in "%&@#*§$€£¥+=<>°"
