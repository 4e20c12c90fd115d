"""Sentences of a text, as slices of it.

One compiled pattern finds the places where a sentence might end: a run of stops, or a line
break. Each place is then judged by what stands on either side of it (``stops``, ``dots`` and
``layout``), never further away than a few lines of print, so that the whole is linear whatever
the text is. What differs by language (abbreviations, the words that open sentences) is data:
``languages/*/segmenter.toml``.
"""

from __future__ import annotations

import re

from narrate.script.boundaries import Rules, rules_for
from narrate.script.dots import REACH, SHORT
from narrate.script.layout import ends_line, list_item
from narrate.script.stops import LATIN_STOPS, STOPS, blank_forgotten, sentence_end

# A run of stops (dots may be spaced: ". . ."), or a run of white space that begins with a
# line break. One leading set, so that the search is a scan for single characters.
_CANDIDATE = re.compile(
    rf"[{STOPS}:;\n](?:(?<=\n)\s+|(?<![\n:;])(?:[{STOPS}]+|(?<=\.)(?:[ \u00a0]\.)+)+)?"
)


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
        stop = _end(text, start, at, end, rules)
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


def _end(text: str, start: int, at: int, end: int, rules: Rules) -> int:
    """Where the sentence ends whose candidate is ``text[at:end]``; 0 where none ends."""
    if text[at] == "\n":
        return at if ends_line(text, at, end) else 0
    if text[at] == ":":
        return _credit(text, start, at, rules)
    if text[at] == ";" and ";" not in rules.stops:
        return 0
    following = text[end : end + 1]
    if following == " " and text[end + 1 : end + 2].isupper() and end - at == 1:
        # By far the most frequent: a plain word, a full stop, a blank, a capital.
        word = text[text.rfind(" ", max(start, at - REACH), at) + 1 : at]
        plain = text[at] == "." and len(word) > 1 and word.isalpha() and word.islower()
        known = rules.starters or len(word) >= SHORT
        if plain and known and rules.habit(word) is None:
            return end
    elif following.isalpha() and text[end - 1] in LATIN_STOPS:
        gap = text.find(" ..", at, end)
        if gap > at:
            return gap  # "… in the end. ...and then": the dots open what follows
        return end if blank_forgotten(text, at, end, rules) else 0
    return sentence_end(text, start, at, end, rules)


def _credit(text: str, start: int, at: int, rules: Rules) -> int:
    """Where the credit of a caption begins, "… in the harbour Image: Ann Cole."; or 0."""
    begin = at + 1
    while True:
        word = text.rfind(" ", max(start, at - REACH), begin - 1) + 1
        if word <= start or text[word : begin - 1] not in rules.credits:
            break
        begin = word
    return begin if begin <= at else 0
