"""Footnote marks and editors' brackets: people[4], [sic], "[He] said"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.script.normaliser.language import Found, Language

#: With the blank before it, so that what stands around it stays one space apart.
_MARK = re.compile(
    r"\s*\[(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[a-z]|note \d{1,2}|sic!?|…|\.\.\.|"
    r"citation needed|Anm\. d\. Red\.|NDLR)\]|(?<=[^\W\d_][.,;!?”\"])[¹²³⁴-⁹⁰]+|"
    r"(?<=[^\W\d_]{3})[¹²³⁴-⁹⁰]+|[†‡]+|(?<=[^\W\d_])\*+(?=\W|$)"
)
_BRACKET = re.compile(r"[\[\]]")


def find(text: str, language: Language) -> Iterator[Found]:
    for match in _MARK.finditer(text):
        yield *match.span(), ""
    for match in _BRACKET.finditer(text):
        yield *match.span(), ""
