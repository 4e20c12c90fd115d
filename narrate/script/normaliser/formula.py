"""Chemical formulae: CO2, H₂O."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Found, Language

_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_FORMULA = re.compile(r"(?<![\w-])(?:[A-Z][a-z]?[0-9₀-₉]{0,2}){1,6}(?![\w])")
_PIECE = re.compile(r"([A-Z])([a-z]?)(\d*)")


def find(text: str, language: Language) -> Iterator[Found]:
    known = language.table("names").get("formulae", [])
    for match in _FORMULA.finditer(text):
        plain = match[0].translate(_SUBSCRIPTS)
        if plain not in known and plain == match[0]:
            continue
        if not any(c.isdigit() for c in plain):
            continue
        said = []
        for upper, lower, digits in _PIECE.findall(plain):
            said.append(f"{upper}{' ' + lower.upper() if lower else ''}")
            if digits:
                said.append(amount.integer(digits, language))
        yield *match.span(), " ".join(said)
