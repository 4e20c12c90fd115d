"""Sentences of a text, as slices of it.

One compiled pattern finds the places where a sentence might end: a run of stops, or a line
break. Each place is then judged by what stands on either side of it, never further away
than half a line of print, so that the whole is linear whatever the text is. What differs by
language (abbreviations, the words that open sentences) is data: ``languages/*/segmenter.toml``.
"""

from __future__ import annotations

import re

from narrate.script.boundaries import Habit, Rules, rules_for
from narrate.script.layout import ends_line, list_item

# How far before a stop its word may begin. Longer ones are web addresses, not abbreviations.
_REACH = 40

_LATIN_STOPS = ".!?…"
# Chinese and Japanese, Arabic and Urdu, Devanagari, Armenian, Ethiopic, Khmer, Burmese, Tibetan
_OTHER_STOPS = "。！？｡؟۔।॥։።፧។៕။།"
_STOPS = _LATIN_STOPS + _OTHER_STOPS
_CLOSERS = re.escape("\"'”’»›“‘«‹」』)]}）】》*†‡_")
_OPENERS = re.escape("\"'“‘«‹„‚»›([{¿¡「『（【《*_—–-•")

# A run of stops (dots may be spaced: ". . ."), or a run of white space that begins with a
# line break. One leading set, so that the search is a scan for single characters.
_CANDIDATE = re.compile(
    rf"[{_STOPS}:\n](?:(?<=\n)\s+|(?<![\n:])(?:[{_STOPS}]+|(?<=\.)(?:[ \u00a0]\.)+)+)?"
)
_AFTER = re.compile(
    rf"""
    (?P<closers>(?:[{_CLOSERS}]|[ \u00a0\u202f]+[»›](?=[\s.,;:!?)]|$))*)
    (?P<notes>(?:[ ]?\[(?:\d[\d ,–-]{{0,12}}|[a-z]|[a-z][a-z ]{{2,24}}\d{{0,3}})\]
               |[¹²³⁰⁴-⁹]{{1,3}}
               |(?<=[^\W\d_][.!?”"])\d{{1,3}}(?:[,–-]\d{{1,3}}){{0,3}}(?=\s|$))*)
    (?P<space>\s*)
    (?P<openers>[{_OPENERS}\u00a0\u202f ]{{0,6}})
    (?P<word>[^\W_][\w’'-]{{0,30}})?
    """,
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[^\s\"“”‘«»„(\[{¿¡—–/]*$")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]{1,2}")
_ROMAN = re.compile(r"[IVXLC]{2,}|[IVX]")
_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20)\d\d$")
_ELIDED = re.compile(r"(?<=['’])\w{2,}$")
_ONE_LETTER = re.compile(r"[^\W\d_]\.")
_DAY_MONTH = re.compile(r"(?<!\d)\d{1,2}\.[ \u00a0]?\d{1,2}$")
_NUMBER = re.compile(r"[\d.,]*\d")
_QUOTED = re.compile(r"[\"”’»›“‘«」』]")
_NEW_SENTENCE = re.compile(r"[^\W\d_](?=[\s’'])|[^\W\d_]{2,}(?=[\s.,;:!?’']|$)")
_DOMAINS = frozenset({"com", "org", "net", "js", "io", "gov", "edu"})


def split_sentences(text: str, language: str = "en") -> list[str]:
    """The sentences of ``text`` in order: slices of it, outer white space stripped."""
    return [text[start:end] for start, end in sentence_spans(text, language)]


def sentence_spans(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Start and end of each sentence, in characters; between them only white space.

    ``language`` is BCP 47; for one we have no data on, only what all scripts share is used.
    """
    rules = rules_for(language)
    spans: list[tuple[int, int]] = []
    start = 0
    mark_end, next_item = list_item(text, 0, rules.ordinals)
    for candidate in _CANDIDATE.finditer(text):
        at, end = candidate.span()
        while next_item and next_item <= at:
            _append(spans, text, start, next_item)
            start = next_item
            mark_end, next_item = list_item(text, start, rules.ordinals)
        if at < mark_end or at < start:
            continue
        if text[at] == "\n":
            stop = at if ends_line(text, at, end) else 0
        elif text[at] == ":":
            stop = _credit(text, start, at, rules)
        else:
            stop = _sentence_end(text, start, at, end, rules)
        if stop:
            _append(spans, text, start, stop)
            start = stop
            mark_end, next_item = list_item(text, start, rules.ordinals)
    while next_item:
        _append(spans, text, start, next_item)
        start = next_item
        _, next_item = list_item(text, start, rules.ordinals)
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    sentence = text[start:end]
    stripped = sentence.strip()
    if stripped:
        start += len(sentence) - len(sentence.lstrip())
        spans.append((start, start + len(stripped)))


def _sentence_end(text: str, start: int, at: int, end: int, rules: Rules) -> int:
    """Where the sentence ends whose stops are ``text[at:end]``; 0 where none ends."""
    following = text[end : end + 1]
    if following == " " and text[end + 1 : end + 2].isupper() and end - at == 1:
        # By far the most frequent: a plain word, a full stop, a blank, a capital.
        word = text[text.rfind(" ", max(start, at - _REACH), at) + 1 : at]
        if text[at] == "." and len(word) > 1 and word.isalpha() and word.islower():
            return end if rules.habit(word) is None else _judged(text, start, at, end, rules)
    if following.isalpha() and text[end - 1] in _LATIN_STOPS:
        return end if _blank_forgotten(text, at, end, rules) else 0
    return _judged(text, start, at, end, rules)


def _judged(text: str, start: int, at: int, end: int, rules: Rules) -> int:
    """The same for what takes a closer look."""
    after = _AFTER.match(text, end)
    if after is None or (after.end() == len(text) and not after["word"]):
        return 0  # nothing follows: the text's own end closes the sentence
    stop = after.end("notes")
    if text[end - 1] in _OTHER_STOPS:
        return stop
    if not after["space"]:
        return 0
    before = text[max(start, at - _REACH) : at]
    return stop if _ends(text, before, text[at:end], after, rules) else 0


def _ends(text: str, before: str, stops: str, after: re.Match[str], rules: Rules) -> bool:
    """Whether a sentence ends after ``before`` and its stops."""
    word = after["word"] or ""
    if not word and text[after.end("openers") : after.end("openers") + 1] in ",;:)]}/&=+…":
        return False
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
        return not after["notes"].isdigit() or _is_plain(before, rules)
    if _QUOTED.search(after["closers"]):
        return True
    if text.startswith(".", after.end("word")):
        word += "."  # itself an abbreviation: "the U.S. No. 2"
    return _ends_with_dot(before, word, rules)


def _ends_before_lower_case(before: str, rules: Rules) -> bool:
    """After a plain word or a year: "… sold the songs. k.d. lang sang."."""
    return _is_plain(before, rules) or (not rules.ordinals and bool(_YEAR.search(before)))


def _is_plain(before: str, rules: Rules) -> bool:
    """Whether the last word is too long for an abbreviation that nobody told us of."""
    word = before.rpartition(" ")[2]
    return len(word) > 3 and word.isalpha() and word.islower() and not rules.habit(word)


def _ends_loudly(text: str, before: str, stops: str, after: re.Match[str], rules: Rules) -> bool:
    """After ! or ? or an ellipsis, before a capital."""
    word = after["word"] or ""
    if before.endswith("[") and after["closers"].startswith("]"):
        return False  # "[...]" stands for words left out
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


def _ends_with_dot(before: str, following: str, rules: Rules) -> bool:
    """After a single full stop, before a capital, a figure or a symbol."""
    found = _WORD_BEFORE.search(before.rstrip())
    word = found[0] if found else ""
    if not word:
        return True
    starts = following in rules.starters
    habit = rules.habit(word)
    if habit is None and (elided := _ELIDED.search(word)):
        habit = rules.habit(elided[0])
    if habit is None and word.isupper() and following.isupper() and len(following) > 1:
        habit = rules.habit(word.capitalize())  # a line in capitals: "ST. PAUL"
    if habit is not None:
        return _ends_with_abbreviation(before, habit, following, rules)
    if _NUMBER.fullmatch(word):
        return _ends_with_number(before, word, following, rules)
    if len(word) == 1 and word.isalpha():
        return _ends_with_letter(before.rstrip(), word, following, rules)
    if _ACRONYM.fullmatch(word) or (rules.ordinals and _ROMAN.fullmatch(word)):
        return starts
    return True


def _ends_with_abbreviation(before: str, habit: Habit, following: str, rules: Rules) -> bool:
    starts = following in rules.starters
    goes_on = following.rstrip(".") in rules.after_abbreviation
    if habit == "joined":
        return False
    if habit == "before_number":
        figure = following[:1].isdigit() or (
            bool(_ROMAN.fullmatch(following.rstrip("."))) and not starts
        )
        return not (goes_on or figure)
    if habit == "before_capital":
        return not goes_on
    if habit == "time":
        # "At 9 a.m. Mayor Ruiz spoke": nothing has been said yet that could end.
        opens = len(before) < _REACH and before.split(maxsplit=1)[0] in rules.prepositions
        return not (goes_on or opens)
    return starts


def _ends_with_letter(before: str, word: str, following: str, rules: Rules) -> bool:
    """After one letter: an initial as a rule, but "Plan B.", "5° C." and "p. m." are not."""
    previous = (before[: -len(word)].split() or [""])[-1]
    if _ONE_LETTER.fullmatch(previous):
        habit = rules.habit(previous + word)
        if habit is not None:
            return _ends_with_abbreviation(before, habit, following, rules)
    degree = previous[-1:] in "°º" or (previous[-1:].isdigit() and word in "CFK")
    if word.isupper() and (previous in rules.labels or degree):
        return bool(previous)
    if word.islower() and previous[-1:].isdigit():
        return not following[:1].isdigit()  # a unit: "20 h."
    starts = following in rules.starters
    return starts and not (following in rules.also_names and previous[:1].isupper())


def _ends_with_number(before: str, word: str, following: str, rules: Rules) -> bool:
    if not rules.ordinals or len(word) > 2 or not word.isdigit():
        return True
    if following[:1].isdigit():
        # "3. 5. 2020": a day before a month before a year.
        return not (following.endswith(".") or _DAY_MONTH.search(before))
    if following.rstrip(".") in rules.ordinal_nouns:
        return False
    previous = before[: -len(word)].split()[-1:]
    return following in rules.starters or not (
        previous and previous[0].lower() in rules.ordinal_after
    )


def _credit(text: str, start: int, at: int, rules: Rules) -> int:
    """Where the credit of a caption begins, "… in the harbour Image: Ann Cole."; or 0."""
    begin = text.rfind(" ", max(start, at - _REACH), at) + 1
    return begin if begin > start and text[begin:at] in rules.credits else 0


def _blank_forgotten(text: str, at: int, end: int, rules: Rules) -> bool:
    """Two sentences with no blank between them: "… the end.Today …", not "example.Com"."""
    following = _NEW_SENTENCE.match(text, end, end + _REACH)
    if following is None or not following[0][0].isupper() or following[0][1:2].isupper():
        return False
    if following[0].lower() in _DOMAINS:
        return False
    before = text[max(0, at - _REACH) : at].split()[-1:]
    word = before[0] if before else ""
    if _NUMBER.fullmatch(word):
        return len(word) > 2 and len(following[0]) > 2
    return (
        len(word) > 2
        and word[-2:].isalpha()
        and word[-2:].islower()
        and word.isalpha()
        and (rules.habit(word) is None)
    )
