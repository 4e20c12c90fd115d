"""Whether a sentence ends at its stops: what stands before them, and what follows."""

from __future__ import annotations

import re

from narrate.script.boundaries import Rules
from narrate.script.dots import (
    NUMBER,
    REACH,
    ends_before_lower_case,
    ends_with_dot,
    habit_before,
    is_plain,
    is_whole_word,
)

# A bracket opened further back is not looked for.
_BRACKET = 160

LATIN_STOPS = ".!?…"
# Chinese and Japanese, Arabic and Urdu, Devanagari, Armenian, Ethiopic, Khmer, Burmese, Tibetan
_OTHER_STOPS = "。！？｡؟۔।॥։።፧៕။།"
STOPS = LATIN_STOPS + _OTHER_STOPS
_CLOSERS = re.escape("\"'”’»›“‘«‹」』)]}）】》*†‡_")
_OPENERS = re.escape("\"'“‘«‹„‚»›([{¿¡「『（【《*_—–-•")
# Emoji, and what joins them.
_FACES = "\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d"

_AFTER = re.compile(
    rf"""
    (?P<closers>(?:[{_CLOSERS}]|[ ](?:''|”)(?=\s|$)|[ \u00a0\u202f]+[»›](?=[\s.,;:!?)]|$))*
                (?:[ ]?(?:[{_FACES}]|[:;]-?[()DP](?=\s|$)))*)
    (?P<notes>(?:[ ]?\[(?:\d[\d ,–-]{{0,12}}|[a-z]|[a-z][a-z ]{{2,24}}\d{{0,3}})\]
               |[¹²³⁰⁴-⁹]{{1,3}}
               |(?<=[^\W\d_][.!?”"])\d{{1,3}}(?:[,–-]\d{{1,3}}){{0,3}}(?=\s|$))*)
    (?P<space>\s*)
    (?P<openers>(?:[{_OPENERS}\u00a0\u202f ]|,(?=[,\w])){{0,6}})
    (?P<word>[^\W_][\w’'-]{{0,30}})?
    """,
    re.VERBOSE,
)
# From here on, scripts that write no blanks.
_WIDE = "\u3000"
# After a wide stop “ opens: only German closes with it.
_WIDE_CLOSERS = re.compile(r"[\"'”’»›」』)\]）】》]*")
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
        return end if opens and is_whole_word(before, rules) else 0
    if after["closers"].startswith(")"):
        opened = text.rfind("(", max(start, at - _BRACKET), at)
        if opened > start and text[max(start, opened - REACH) : opened].strip():
            # "They met (at last!) Mayor Ruiz": a bracket within the sentence.
            word = after["word"] or ""
            loud = text[at:end] != "."
            ends = rules.starts(word) and not (loud and word in rules.always_capital)
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
    if NUMBER.fullmatch(word):
        return len(word) > 2 and len(following[0]) > 2
    return is_whole_word(word, rules)


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
            and ends_before_lower_case(before, rules)
        )
    if stops not in (".", ".."):
        return _ends_loudly(text, before, stops, after, rules)
    if after["notes"]:
        return not after["notes"].isdecimal() or is_plain(before, rules)
    habit = habit_before(before, rules)
    if habit and after["openers"].startswith("(") and not rules.starts(word):
        return False  # "at 8 p.m. (1451 GMT)"
    possessive = habit and after["closers"] in ("'", "’")  # "Warner Bros.’ film"
    if _QUOTED.search(after["closers"]) and not possessive:
        return True
    if text.startswith(".", after.end("word")):
        word += "."  # itself an abbreviation: "the U.S. No. 2"
    return ends_with_dot(before, word, rules)


def _ends_loudly(text: str, before: str, stops: str, after: re.Match[str], rules: Rules) -> bool:
    """After ! or ? or an ellipsis, before a capital."""
    word = after["word"] or ""
    if word in rules.always_capital and before.endswith(" ") and stops[-1] in ".…":
        return False  # "what if ... I mean, why": the capital tells nothing
    name = before.rstrip().rpartition(" ")[2] + stops
    if name in rules.stopped_names:
        return rules.starts(word)
    if (
        rules.attribution
        and (not rules.starts(word) or rules.habit(word) == "joined")
        and _QUOTED.search(after["closers"])
        and not after["openers"].strip()
    ):
        return not rules.attribution.match(text, after.start("word"))
    return True
