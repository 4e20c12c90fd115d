"""Whether a sentence ends at its stops: what stands before them, and what follows."""

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
# A bracket opened further back is not looked for.
_BRACKET = 160

LATIN_STOPS = ".!?…"
# Chinese and Japanese, Arabic and Urdu, Devanagari, Armenian, Ethiopic, Khmer, Burmese, Tibetan
_WIDE = "\u3000"
_OTHER_STOPS = "。！？｡؟۔।॥։።፧៕။།"
STOPS = LATIN_STOPS + _OTHER_STOPS
_CLOSERS = re.escape("\"'”’»›“‘«‹」』)]}）】》*†‡_")
_OPENERS = re.escape("\"'“‘«‹„‚»›([{¿¡「『（【《*_—–-•")

_FACES = "\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d"

_AFTER = re.compile(
    rf"""
    (?P<closers>(?:[{_CLOSERS}]|[ ](?:''|”)(?=\s|$)|[ \u00a0\u202f]+[»›](?=[\s.,;:!?)]|$))*
                (?:[ ]?(?:[{_FACES}]+|[:;]-?[()DP](?=\s|$)))?)
    (?P<notes>(?:[ ]?\[(?:\d[\d ,–-]{{0,12}}|[a-z]|[a-z][a-z ]{{2,24}}\d{{0,3}})\]
               |[¹²³⁰⁴-⁹]{{1,3}}
               |(?<=[^\W\d_][.!?”"])\d{{1,3}}(?:[,–-]\d{{1,3}}){{0,3}}(?=\s|$))*)
    (?P<space>\s*)
    (?P<openers>(?:[{_OPENERS}\u00a0\u202f ]|,(?=[,\w])){{0,6}})
    (?P<word>[^\W_][\w’'-]{{0,30}})?
    """,
    re.VERBOSE,
)
# After a wide stop “ opens: only German closes with it.
_WIDE_CLOSERS = re.compile(r"[\"'”’»›」』)\]）】》]*")
_WORD_BEFORE = re.compile(r"[^\s\"“”‘«»„(\[{¿¡—–/]*$")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]{1,2}")
_ROMAN = re.compile(r"[IVXLC]{2,}|[IVX]")
_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20)\d\d$")
_INITIAL = re.compile(r"(?<![^\W_])[^\W\d_]\.[ \u00a0-]?$")
_ELIDED = re.compile(r"(?<=['’-])[^\W\d_]{2,}$")
_ONE_LETTER = re.compile(r"[^\W\d_]\.")
_DAY_MONTH = re.compile(r"(?<!\d)\d{1,2}\.[ \u00a0]?\d{1,2}$")
# "Plans A, B and C."
_LETTERS = re.compile(r"(?<![\w.])[A-HJ-Z],? (?:[^\W\d_]{1,3} )?$")
_RANGE = re.compile(r"\d [^\W\d_]{1,4} $")
_NUMBER = re.compile(r"[\d.,]*\d")
_QUOTED = re.compile(r"[\"”’»›“‘«」』]")
_NEW_SENTENCE = re.compile(r"[^\W\d_](?=[\s’'])|[^\W\d_]{2,}(?=[\s,;:!?’']|\.(?!\w)|$)")
_DOMAINS = frozenset({"com", "org", "net", "js", "io", "gov", "edu"})


def sentence_end(text: str, start: int, at: int, end: int, rules: Rules) -> int:
    """Where the sentence ends that began at ``start`` and has the stops ``text[at:end]``.

    That is after the quotation marks, brackets and notes that belong to it; 0 where none ends.
    """
    if text[end - 1] in _OTHER_STOPS:
        closers = _WIDE_CLOSERS.match(text, end)
        stop = closers.end() if closers else end
        # 「行く。」と言った: the quotation is a part of its sentence.
        return 0 if stop > end and text[stop : stop + 1] in ("と", "、", "，") else stop
    after = _AFTER.match(text, end)
    if after is None or (after.end() == len(text) and not after["word"]):
        return 0  # nothing follows: the text's own end closes the sentence
    before = text[max(start, at - REACH) : at]
    if not after["space"]:
        opens = text[end] in "“‘„«(" and (after["word"] or "")[:1].isupper()
        return end if opens and _is_whole_word(before, rules) else 0
    if after["closers"].startswith(")"):
        opened = text.rfind("(", max(start, at - _BRACKET), at)
        if opened > start and text[max(start, opened - REACH) : opened].strip():
            # "They met (at last!) Mayor Ruiz": a bracket within the sentence.
            word = after["word"] or ""
            loud = text[at:end] != "."
            ends = word in rules.starters and not (loud and word in rules.always_capital)
            return after.end("notes") if ends else 0
    return after.end("notes") if _ends(text, before, text[at:end], after, rules) else 0


def blank_forgotten(text: str, at: int, end: int, rules: Rules) -> bool:
    """Two sentences with no blank between them: "… the end.Today …", not "example.Com"."""
    if text[end] >= _WIDE and text[end - 1] in "!?…":
        return True  # Chinese and Japanese know no blank
    following = _NEW_SENTENCE.match(text, end, end + REACH)
    if following is None or not following[0][0].isupper() or following[0][1:2].isupper():
        return False
    if following[0].lower() in _DOMAINS:
        return False
    before = text[max(0, at - REACH) : at].split()[-1:]
    word = before[0] if before else ""
    if _NUMBER.fullmatch(word):
        return len(word) > 2 and len(following[0]) > 2
    return _is_whole_word(word, rules)


def _is_whole_word(before: str, rules: Rules) -> bool:
    """Whether the last word is spelled out rather than an abbreviation or an address."""
    word = before.rpartition(" ")[2]
    return (
        len(word) > 2 and word.isalpha() and word[-2:].islower() and rules.habit(word) is None
    ) and word != "www"


def _ends(text: str, before: str, stops: str, after: re.Match[str], rules: Rules) -> bool:
    """Whether a sentence ends after ``before`` and its stops, white space following."""
    word = after["word"] or ""
    following = text[after.end("openers") : after.end("openers") + 1]
    if not word and following in (",;:)]}/&=+…" if stops == "." else ",;:)]}/&=+…!?"):
        return False
    if after["closers"].startswith((")", "]")) and before.endswith(("(", "[")):
        return False  # "[...]" stands for words left out, "(!)" is a remark
    if word[:1].islower() and word.islower():
        # "a) this. b) that", and "Call us. www.example.com"
        marked = text.startswith((")", "."), after.end("word"))
        return (
            stops == "."
            and not after["closers"]
            and not marked
            and _ends_before_lower_case(before, rules)
        )
    if stops not in (".", ".."):
        return _ends_loudly(text, before, stops, after, rules)
    if after["notes"]:
        return not after["notes"].isdecimal() or _is_plain(before, rules)
    abbreviation = _abbreviation(before, rules)
    if abbreviation and after["openers"].startswith("(") and word not in rules.starters:
        return False  # "at 8 p.m. (1451 GMT)"
    possessive = abbreviation is not None and after["closers"] in ("'", "’")  # "Warner Bros.’ film"
    if _QUOTED.search(after["closers"]) and not possessive:
        return True
    if text.startswith(".", after.end("word")):
        word += "."  # itself an abbreviation: "the U.S. No. 2"
    return _ends_with_dot(before, word, rules)


def _ends_before_lower_case(before: str, rules: Rules) -> bool:
    """After a plain word or a year: "… sold the songs. k.d. lang sang.".

    Not in a language whose abbreviations, and whether "1960." is an ordinal, nobody told us.
    """
    if not rules.starters:
        return False
    return _is_plain(before, rules) or (not rules.ordinals and bool(_YEAR.search(before)))


def _is_plain(before: str, rules: Rules) -> bool:
    """Whether the last word is too long for an abbreviation that nobody told us of."""
    word = before.rpartition(" ")[2]
    return len(word) > 3 and word.isalpha() and word.islower() and not rules.habit(word)


def _ends_loudly(text: str, before: str, stops: str, after: re.Match[str], rules: Rules) -> bool:
    """After ! or ? or an ellipsis, before a capital."""
    word = after["word"] or ""
    if word in rules.always_capital and before.endswith(" ") and stops[-1] in ".…":
        return False  # "what if ... I mean, why": the capital tells nothing
    name = before.rstrip().rpartition(" ")[2] + stops
    if name in rules.stopped_names:
        return word in rules.starters
    if (
        rules.attribution
        and (word not in rules.starters or rules.habit(word) == "joined")
        and _QUOTED.search(after["closers"])
        and not after["openers"].strip()
    ):
        return not rules.attribution.match(text, after.start("word"))
    return True


def _last_word(before: str) -> str:
    found = _WORD_BEFORE.search(before.rstrip())
    return found[0] if found else ""


def _abbreviation(before: str, rules: Rules) -> Habit | None:
    """How the last word behaves, if it is an abbreviation, or ends in one: "Dipl.-Ing."."""
    word = _last_word(before)
    habit = rules.habit(word)
    if habit is None and (part := _ELIDED.search(word)):
        habit = rules.habit(part[0])
    return habit


def _ends_with_dot(before: str, following: str, rules: Rules) -> bool:
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
    habit = _abbreviation(before, rules)
    if len(word) == 1 and word.isalpha():
        page = habit == "before_number" and _is_figure(following)  # "S. 5", not "Robin S. Lang"
        if _INITIAL.search(start) or (habit == "before_number" and not page):
            return _ends_with_letter(start, word, following, rules)
    if habit is None and word.isupper() and following.isupper() and len(following) > 1:
        habit = rules.habit(word.capitalize())  # a line in capitals: "ST. PAUL"
    if habit is not None:
        return _ends_with_abbreviation(before, habit, following, rules)
    if _NUMBER.fullmatch(word):
        return _ends_with_number(start, word, following, rules)
    if len(word) == 1 and word.isalpha():
        return _ends_with_letter(start, word, following, rules)
    if not rules.starters and word.islower() and len(word) < SHORT:
        # A language we have no words for: "cap. 24", "str. Mihai".
        return not following[:1].isdigit() and not _VOWELS.isdisjoint(word)
    if _ACRONYM.fullmatch(word) and "-" in word:
        return False  # the initials of a double name: "J.-M. Le Bihan"
    if _ACRONYM.fullmatch(word) or (rules.ordinals and _ROMAN.fullmatch(word)):
        return following in rules.starters
    return True


def _ends_with_abbreviation(before: str, habit: Habit, following: str, rules: Rules) -> bool:
    starts = following in rules.starters
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
    starts = following in rules.starters
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
    return following in rules.starters or previous.lower() not in rules.ordinal_after
