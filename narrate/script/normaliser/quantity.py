"""What units and currencies count: a number, a fraction or a range, with a magnitude."""

from __future__ import annotations

from narrate.script.normaliser import amount, fraction
from narrate.script.normaliser.language import Language


def source(language: Language) -> str:
    """Regular expression source of a quantity."""
    return rf"(?:{fraction.FRACTION}|{language.number})"


def say(written: str, language: Language, ruleset: str = "cardinal") -> str:
    sign = written[0] if written[0] in "-−–+" else ""
    bare = written[len(sign) :].strip()
    if "/" in bare or "⁄" in bare or not bare[-1].isdecimal():
        said = fraction.say(bare, language) or amount.number(bare, language, ruleset)
    else:
        said = amount.number(bare, language, ruleset)
    if sign:
        word = language.words["plus" if sign == "+" else "minus"]
        said = f"{word} {said}"
    return said


def is_one(written: str, language: Language) -> bool:
    """Whether what is counted stands in the singular: one mile, three quarters of a mile."""
    bare = written.lstrip("-−–+").strip()
    if any(c in bare for c in "/⁄") or not bare[-1].isdecimal():
        return " " not in bare and (bare[0] in "/⁄" or not bare[0].isdecimal() or "/" in bare)
    return amount.is_one(bare, language)
