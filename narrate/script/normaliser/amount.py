"""Numbers as written in text, said with the words of a language."""

from __future__ import annotations

import re

from narrate.script.normaliser.language import Language

#: The longest run of digits said as one number; longer ones are said digit by digit.
_LONGEST = 15


def ascii_digits(written: str) -> str:
    """Decimal digits of any script as 0 to 9."""
    if written.isascii():
        return written
    return "".join(str(int(c)) if c.isdecimal() else c for c in written)


def parse(written: str, language: Language) -> tuple[str, str]:
    """A number as written, as its whole digits and its decimals: "1,250.5" -> "1250", "5"."""
    plain = ascii_digits(written)
    mark = _point(plain, language)
    whole, _, decimals = plain.rpartition(mark) if mark else (plain, "", "")
    return re.sub(r"\D", "", whole), re.sub(r"\D", "", decimals)


def _point(plain: str, language: Language) -> str:
    """The decimal mark in a number; empty where there is none."""
    marks = [mark for mark in plain if mark in language.decimals]
    if not marks:
        return ""
    mark = marks[-1]
    before, _, after = plain.rpartition(mark)
    head = before.lstrip("+-\N{MINUS SIGN}")
    parts_thousands = len(after) == 3 and mark in language.group and head not in {"", "0"}
    return "" if parts_thousands and len(head.split(mark)[0]) <= 3 else mark


def is_one(written: str, language: Language) -> bool:
    """Whether a number takes the singular: 1, 1.00; in French 0 and 1,5 as well."""
    whole, decimals = parse(written, language)
    whole = whole.lstrip("0")
    if (whole or "0") in language.words.get("one_if_whole", ()):
        return True
    return whole == "1" and not decimals.strip("0")


def digits(written: str, language: Language) -> str:
    """Each digit by its name: "007" -> "zero zero seven"."""
    return " ".join(language.digits[int(c)] for c in written if c.isdecimal())


def integer(written: str, language: Language, ruleset: str = "cardinal") -> str:
    """A run of digits as one number; digit by digit where it begins with 0 or is very long."""
    if len(written) > _LONGEST or (written[0] == "0" and len(written) > 1):
        return digits(written, language)
    number = int(written)
    if ruleset not in language.rules:
        ruleset = "cardinal"
    return language.rules.spell(number, ruleset)


def number(written: str, language: Language, ruleset: str = "cardinal") -> str:
    """A number as written, with sign and decimals: "-1,250.5"."""
    whole, decimals = parse(written, language)
    said = []
    if written[0] in "-\N{MINUS SIGN}":
        said.append(language.words["minus"])
    elif written[0] == "+":
        said.append(language.words["plus"])
    if whole:
        said.append(integer(whole, language, "cardinal-point" if decimals else ruleset))
    if decimals:
        points = language.words.get("points", {})
        mark = _point(ascii_digits(written), language)
        said.append(points.get(mark, language.words["point"]))
        said.append(_decimals(decimals, language))
    return " ".join(said)


def _decimals(written: str, language: Language) -> str:
    """After the point: digit by digit, or as one number where the language does so."""
    limit = language.words.get("decimals_as_number", 0)
    if len(written) <= limit:
        zeros = len(written) - len(written.lstrip("0"))
        rest = written[zeros:]
        said = [language.digits[0]] * zeros
        return " ".join([*said, integer(rest, language)] if rest else said)
    return digits(written, language)
