"""Which language a text is in, by its smallest words and its letters.

Enough for choosing a voice, and nothing to install: detectors that know a hundred languages
bring numpy and a model, some eighty megabytes, and take two seconds to start.
"""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

_ADDRESS = re.compile(r"https?://\S+|\S+@\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SAMPLE = 20_000  # characters looked at
SAMPLE_TO_COMPARE = 3000
CLEAR = 60  # characters; of less text one cannot be sure
SHORT = 20  # words: so short a text may have no small word at all
FEWEST = 0.06  # of the other words must be small words of the language
LEAST = 1.5  # what must speak for a language: a small word that few share is about 3
LETTERS = 0.4  # what a run of letters weighs, a word being 1
MARGIN = 0.4  # a word by which one language must lead another to be clear
_OWN = 0.01  # of all letters: as many tell a language from others of its script

_Table = Mapping[str, Mapping[str, str]]
_Weights = Mapping[str, tuple[tuple[str, float], ...]]


@functools.cache
def _table() -> _Table:
    text = files("narrate.article").joinpath("languages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@functools.cache
def small_words() -> frozenset[str]:
    """The small words of the first languages: prose is full of them, and furniture is not."""
    return frozenset(" ".join(_table()["words"].values()).split())


@functools.cache
def _words() -> _Weights:
    """For each small word the languages that have it, and what it speaks for each."""
    table = _table()
    lists = {language: more.split() for language, more in table["more"].items()}
    for language, words in table["words"].items():
        lists[language] += [word for word in words.split() if len(word) > 1]
    return _weighed(lists)


@functools.cache
def _letters() -> tuple[re.Pattern[str], _Weights]:
    weights = _weighed({name: runs.split() for name, runs in _table()["letters"].items()})
    begun: dict[str, list[str]] = defaultdict(list)
    for run in sorted(weights, key=len, reverse=True):
        begun[run[0]].append(re.escape(run[1:]))
    # At most places no run begins with the letter, and then none is tried.
    runs = (f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in begun.items())
    return re.compile(f"(?=({'|'.join(runs)}))"), weights


def _weighed(lists: Mapping[str, list[str]]) -> _Weights:
    """What few languages have weighs more than what many have."""
    held = {language: set(items) for language, items in lists.items()}
    times = Counter(item for items in held.values() for item in items)
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for language, items in held.items():
        for item in items:
            found[item].append((language, math.log(len(held) * 1.5 / times[item])))
    return {item: tuple(pairs) for item, pairs in found.items()}


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What speaks for each language in a text."""

    scores: Mapping[str, float]
    best: str
    hits: int
    """Small words of the best one."""
    kinds: int
    """Different ones among them."""
    words: int


def detect(text: str) -> str:
    """The BCP 47 tag of the language; empty where nothing speaks for one."""
    sample = text[:SAMPLE].lower()
    if written := _by_script(sample):
        return written
    found = _weigh(sample)
    enough = found.hits >= FEWEST * (found.words - SHORT)
    return found.best if enough and found.scores.get(found.best, 0.0) >= LEAST else ""


def foreign(text: str, language: str) -> str:
    """The language of the text where it is clearly another than ``language``; else empty.

    A text of fewer than sixty characters is never clear, nor is one whose language is near
    to the other, nor is anything against a language that nothing is known of.
    """
    primary = language.partition("-")[0].lower()
    primary = {"no": "nb", "nn": "nb"}.get(primary, primary)
    table = _table()
    known = any(primary in table[kind] for kind in ("more", "scripts", "own"))
    sample = text[:SAMPLE_TO_COMPARE].lower()
    if not known or len(text) < CLEAR or 2 * sum(map(str.isalpha, sample)) < CLEAR:
        return ""
    written = _by_script(sample)
    found = _weigh("" if written else sample)
    best = written or found.best
    lead = found.scores.get(best, 0.0) - found.scores.get(primary, 0.0)
    sure = bool(written) or (found.kinds >= 3 and lead >= MARGIN * (found.words + 5))
    near = best == primary or f"{best} {primary}" in table["near"]["pairs"].split(", ")
    return best if sure and not near else ""


def _weigh(sample: str) -> _Weighed:
    has_addresses = "@" in sample or "://" in sample
    bare = _ADDRESS.sub(" ", sample) if has_addresses else sample
    words = [part for word in _WORD.findall(bare) for part in _parted(word)]
    hits: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    scores: dict[str, float] = defaultdict(float)
    for word, times in Counter(words).items():
        for language, weight in _words().get(word, ()):
            hits[language] += times
            kinds[language] += len(word) > 1  # letters alone stand in formulas, too
            scores[language] += weight * times
    pattern, weights = _letters()
    for run in pattern.findall(sample):
        for language, weight in weights[run]:
            scores[language] += LETTERS * weight
    best = max(scores, key=lambda language: scores[language], default="")
    return _Weighed(scores, best, hits[best], kinds[best], len(words))


def _parted(word: str) -> list[str]:
    """``l'homme`` is two words, ``don't`` is one, and the end of ``Ada's`` is none."""
    if word.isalpha():
        return [word]
    before, mark, after = word.replace("’", "'").partition("'")
    if not mark or f"{before}'{after}" in _words():
        return [f"{before}{mark}{after}"]
    return [f"{before}'", after] if len(after) > 2 else [before]


def _by_script(sample: str) -> str:
    """The language that a script names, where a fifth of the letters are of one."""
    if sample.isascii():  # no script of those
        return ""
    letters = sum(map(str.isalpha, sample))
    for language, span in _table()["scripts"].items():
        if letters and len(re.findall(f"[{span}]", sample)) > 0.2 * letters:
            for other, own in _table()["own"].items():
                if len(re.findall(f"[{own}]", sample)) > _OWN * letters:
                    return other
            return language
    return ""
