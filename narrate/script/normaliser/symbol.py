"""Signs that stand for words, and signs that stand for none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser.language import Found, Language, alternation
from narrate.script.normaliser.template import Template, compile_all

#: Any sign: not a letter, a digit, white space or punctuation that engines understand.
_SIGN = re.compile(r"[^\w\s.,;:!?'\"‘’“”„‚«»‹›()\-–—…¿¡]|_")
_SLASH = re.compile(r"(?<=\w)[/⁄](?=\w)|\s/\s")
_UNDERSCORE = re.compile(r"(?<=[^\W_])_+(?=[^\W_])")
#: Signs that an engine says in any language, and the joiners of Arabic and Indic letters.
_LETTERLIKE = "°№℃℉\u200c\u200d"
#: Three alternatives or more: the slash itself is said.
_LIST = re.compile(r"[^\W\d]{2,}(?:/[^\W\d]{2,}){2,}")
#: So are those of a path: /etc/hosts, /r/news.
_PATH = re.compile(r"(?<![^\s(\"“])/[^\s/](?:[^\s]*[\w%])?")


@cache
def _templates(language: Language) -> tuple[Template, ...]:
    table = language.table("symbols")
    return compile_all(table.get("patterns", []), {})


@cache
def _words(language: Language) -> re.Pattern[str]:
    return re.compile(alternation(language.table("symbols")["words"]))


def find(text: str, language: Language) -> Iterator[Found]:
    worded = language.knows("symbols")
    if worded:
        yield from _said(text, language)
    for match in _UNDERSCORE.finditer(text):
        yield *match.span(), " "
    for match in _SIGN.finditer(text):
        category = unicodedata.category(match[0])
        if match[0] in _LETTERLIKE and not worded:
            continue  # an engine knows it, or it belongs to the spelling
        if category == "Sc" and worded:
            name = unicodedata.name(match[0], "").lower().removesuffix(" sign")
            yield *match.span(), name
        elif category == "No":
            if worded:
                yield *match.span(), _numeric(unicodedata.numeric(match[0], -1), language)
        elif category in {"So", "Sk", "Cf", "Cc", "Co", "Cn"} or match[0] in "*_|^~`":
            yield *match.span(), ""


def _said(text: str, language: Language) -> Iterator[Found]:
    """Signs that stand for words."""
    for template in _templates(language):
        yield from template.find(text, language, {})
    slash = language.table("symbols")["electronic"]["/"]
    for match in (*_LIST.finditer(text), *_PATH.finditer(text)):
        for position in range(match.start(), match.end()):
            if text[position] == "/":
                inside = text[position - 1 : position].isalnum()
                yield position, position + 1, f" {slash} " if inside else f"{slash} "
    for match in _SLASH.finditer(text):
        yield *match.span(), " "
    words = language.table("symbols")["words"]
    for match in _words(language).finditer(text):
        yield *match.span(), words[match[0]]


def _numeric(number: float, language: Language) -> str:
    return language.rules.spell(int(number)) if number == int(number) >= 0 else ""
