"""What units and currencies count: a number, a fraction or a range, with a magnitude."""

from __future__ import annotations

import re

from narrate.script.normaliser import amount, fraction
from narrate.script.normaliser.language import Language

#: A whole number before the fraction: "2 1/2", "2½".
_WHOLE = re.compile(r"\d+[\s-]\d|\d+\s?[^\W\d]")


def source(language: Language) -> str:
    """Regular expression source of a quantity."""
    return rf"(?:{fraction.FRACTION}|{language.number})"


def say(written: str, language: Language, ruleset: str = "cardinal") -> str:
    sign = written[0] if written[0] in "-−–+" else ""
    bare = written[len(sign) :].strip()
    if _is_fraction(bare):
        said = fraction.say(bare, language) or amount.number(bare, language, ruleset)
    else:
        said = amount.number(bare, language, ruleset)
    if sign:
        word = language.words["plus" if sign == "+" else "minus"]
        said = f"{word} {said}"
    return said


def is_one(written: str, language: Language) -> bool:
    """Whether what is counted stands in the singular: one mile, half a mile."""
    bare = written.lstrip("-−–+").strip()
    if _is_fraction(bare):
        return _WHOLE.match(bare) is None
    return amount.is_one(bare, language)


def _is_fraction(bare: str) -> bool:
    return "/" in bare or "⁄" in bare or not bare[-1].isdecimal()
