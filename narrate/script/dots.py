"""Whether a full stop ends a sentence, or only an abbreviation, an initial or a number."""

from __future__ import annotations

import re

from narrate.script.boundaries import Habit, Rules

#: How far before a stop its word may begin. Longer ones are web addresses, not abbreviations.
REACH = 40
# How near to "p.m." its figure stands.
_TIME = 14
#: Words shorter than this may be abbreviations in a language we do not know.
SHORT = 5
_VOWELS = frozenset("aeiouyáéíóúàèìòùäëïöüâêîôûåæøœãõăąęėįųūőűýıаеёиоуыэюяіїєαεηιουωάέήίόύώ")
_WORD_BEFORE = re.compile(r"[^\s\"“”‘«»„(\[{¿¡—–/]*$")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]{1,2}")
_ROMAN = re.compile(r"[IVXLC]{2,}|[IVX]")
_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20)\d\d$")
_INITIAL = re.compile(r"(?<![^\W_])[^\W\d_]\.[ \u00a0-]?$")
_PART = re.compile(r"(?:(?<=['’])|(?<=-)(?=[A-ZÀ-Ý]))[^\W\d_]{2,}$")
_ONE_LETTER = re.compile(r"[^\W\d_]\.")
_DAY_MONTH = re.compile(r"(?<!\d)\d{1,2}\.[ \u00a0]?\d{1,2}$")
# "Plans A, B and C."
_LETTERS = re.compile(r"(?<![\w.])[A-HJ-Z],? (?:[^\W\d_]{1,3} )?$")
# "3 bis", not "3. bis"
_RANGE = re.compile(r"\d [^\W\d_]{1,4} $")
NUMBER = re.compile(r"[\d.,]*\d")


def ends_with_dot(before: str, following: str, rules: Rules) -> bool:
    """After a single full stop, before a capital, a figure or a symbol."""
    before = before.rstrip()
    word = _last_word(before)
    if word[-2:-1] in ("'", "’") and word[-1].isupper():
        word = word[-1]  # an initial after an elision: "l'œuvre d'A. Petit"
    if not word:
        return True
    start = before[: -len(word)]
    if start.endswith("(") and word.isalpha() and word.islower():
        return False  # "Ali (orig. Cassius Clay)"
    habit = habit_before(before, rules)
    if len(word) == 1 and word.isalpha():
        page = habit == "before_number" and _is_figure(following)  # "S. 5", not "Robin S. Lang"
        if _INITIAL.search(start) or (habit == "before_number" and not page):
            return _ends_with_letter(start, word, following, rules)
    if habit is None and word.isupper() and following.isupper() and len(following) > 1:
        habit = rules.habit(word.capitalize())  # a line in capitals: "ST. PAUL"
    if habit is not None:
        return _ends_with_abbreviation(before, habit, following, rules)
    if NUMBER.fullmatch(word):
        return _ends_with_number(start, word, following, rules)
    if len(word) == 1 and word.isalpha():
        return _ends_with_letter(start, word, following, rules)
    if not rules.starters and word.islower() and len(word) < SHORT:
        # A language we have no words for: "cap. 24", "str. Mihai".
        return not following[:1].isdigit() and not _VOWELS.isdisjoint(word)
    if _ACRONYM.fullmatch(word):
        # The initials of a double name never end one: "J.-M. Le Bihan".
        return "-" not in word and rules.starts(following)
    return not (rules.ordinals and _ROMAN.fullmatch(word)) or rules.starts(following)


def ends_before_lower_case(before: str, rules: Rules) -> bool:
    """After a plain word or a year: "… sold the songs. k.d. lang sang.".

    Not in a language whose abbreviations, and whether "1960." is an ordinal, nobody told us.
    """
    if not rules.starters:
        return False
    return is_plain(before, rules) or (not rules.ordinals and bool(_YEAR.search(before)))


def is_plain(before: str, rules: Rules) -> bool:
    """Whether the last word is too long for an abbreviation that nobody told us of."""
    word = before.rpartition(" ")[2]
    return len(word) > 3 and word.isalpha() and word.islower() and not rules.habit(word)


def is_whole_word(before: str, rules: Rules) -> bool:
    """Whether the last word is spelled out rather than an abbreviation or an address."""
    word = re.split("[ '’]", before)[-1]
    return (
        len(word) > 2 and word.isalpha() and word[-2:].islower() and rules.habit(word) is None
    ) and word != "www"


def _last_word(before: str) -> str:
    found = _WORD_BEFORE.search(before.rstrip())
    return found[0] if found else ""


def habit_before(before: str, rules: Rules) -> Habit | None:
    """How the last word behaves, if it is an abbreviation, or ends in one: "Dipl.-Ing."."""
    word = _last_word(before)
    habit = rules.habit(word)
    if habit is None and (part := _PART.search(word)):
        habit = rules.habit(part[0])
    return habit


def _ends_with_abbreviation(before: str, habit: Habit, following: str, rules: Rules) -> bool:
    starts = rules.starts(following)
    goes_on = following.rstrip(".") in rules.after_abbreviation
    if habit == "joined":
        return False
    if habit == "before_number":
        return not (goes_on or (_is_figure(following) and not starts))
    if habit == "before_capital":
        return not goes_on
    if habit == "time":
        if not any(map(str.isdigit, before[-_TIME:])):
            return starts
        # "At 9 a.m. Mayor Ruiz spoke": nothing has been said yet that could end.
        opens = len(before) < REACH and before.split(maxsplit=1)[0] in rules.prepositions
        return not (goes_on or opens)
    return starts


def _is_figure(following: str) -> bool:
    """What a number stands for: "No. 5", "Vol. XI-XII", "Art. L. 12", "Fig. B2"."""
    first = re.split("[.–-]", following, maxsplit=1)[0]
    if any(map(str.isdigit, first)) or _ROMAN.fullmatch(first):
        return True
    return len(first) == 1 and first.isupper()


def _ends_with_letter(start: str, word: str, following: str, rules: Rules) -> bool:
    """After one letter: an initial as a rule, but "Plan B.", "5° C." and "p. m." are not."""
    previous = (start.split() or [""])[-1]
    if _ONE_LETTER.fullmatch(previous):
        habit = rules.habit(previous + word)
        if habit is not None:
            return _ends_with_abbreviation(start, habit, following, rules)
    degree = previous[-1:] in "°º" or (previous[-1:].isdigit() and word in "CFK")
    if word.isupper() and (previous in rules.labels or degree or _LETTERS.search(start)):
        return bool(previous)
    if (word.islower() and previous[-1:].isdigit()) or previous.endswith("/"):
        return not following[:1].isdigit()  # a unit: "20 h.", "50 km/h."
    starts = rules.starts(following)
    return starts and not (following in rules.also_names and previous[:1].isupper())


def _ends_with_number(start: str, word: str, following: str, rules: Rules) -> bool:
    previous = (start.split() or [""])[-1]
    if word == "1" and previous.endswith(":"):
        return False  # a list begins: "It has two parts: 1. …"
    if len(word) == 1 and previous.endswith((",", ";")) and f" {int(word) - 1}. " in start:
        return False  # and goes on: ": 1. bread, 2. butter"
    if not rules.ordinals or len(word) > 3 or not word.isdigit():
        return True
    if following[:1].isdigit():
        # "3. 5. 2020": a day before a month before a year.
        return not (following.endswith(".") or _DAY_MONTH.search(start + word))
    if previous in rules.labels:
        return True  # "Es steht in Kapitel 13."
    if following.rstrip(".") in rules.ordinal_nouns:
        return False
    if _RANGE.search(start):
        return True  # "3 bis 5.", not "3. bis 5."
    return rules.starts(following) or previous.lower() not in rules.ordinal_after
