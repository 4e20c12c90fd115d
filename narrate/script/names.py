"""Names in articles that no lexicon has: what an editor should listen to, by reach."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from narrate.model import Article
from narrate.script.lexicon import Lexicon
from narrate.script.lexicon_files import read_lexicons
from narrate.script.normaliser.language import load
from narrate.script.segmenter import sentence_spans

_PARTICLES = frozenset("al bin de del della der di do dos du el ibn la le van von y".split())
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_BETWEEN = re.compile(r"[^\S\n]+")
#: In these, every noun has a capital: a single one tells nothing.
_NOUNS_HAVE_CAPITALS = frozenset({"de", "lb"})
_LONGEST = 5  # words of a name; a headline in capitals has more


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as it is written, and where it is met."""

    written: str
    articles: int
    times: int
    sentence: str
    """The first that it stands in."""


def unknown_names(articles: Iterable[Article], lexicons: Sequence[str] = ()) -> list[Name]:
    """Names in the articles that the user's own lexicon and these do not have, by reach.

    That is in how many articles, then how often. A name is one or more words with a capital
    inside a sentence, unless the same word stands elsewhere without. Raises VoiceError.
    """
    seen: dict[str, set[int]] = defaultdict(set)
    times: Counter[str] = Counter()
    first: dict[str, str] = {}
    small: set[str] = set()
    known = read_lexicons(lexicons)
    for number, article in enumerate(articles):
        small |= _small_words(article)
        here = tuple(lexicon.within(article.url) for lexicon in known)
        for written, sentence in _found(article, here):
            seen[written].add(number)
            times[written] += 1
            first.setdefault(written, sentence)
    names = [
        Name(written=name, articles=len(where), times=times[name], sentence=first[name])
        for name, where in seen.items()
        if not all(word.lower() in small for word in name.split())
    ]
    return sorted(names, key=lambda name: (-name.articles, -name.times, name.written))


def _found(article: Article, lexicons: Sequence[Lexicon]) -> Iterator[tuple[str, str]]:
    for block in article.blocks:
        if block.kind in ("title", "heading", "code", "table"):  # where all words may have capitals
            continue
        language = block.language or article.language or "en"
        for start, end in sentence_spans(block.text, language):
            taken = [
                (begin, stop)
                for lexicon in lexicons
                if lexicon.speaks(language)
                for begin, stop, _ in lexicon.find(block.text, start, end)
            ]
            for begin, stop in _runs(block.text, start, end, language):
                if not any(begin < other[1] and other[0] < stop for other in taken):
                    yield block.text[begin:stop], " ".join(block.text[start:end].split())


def _runs(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """The names of one sentence: words with a capital, side by side, particles among them."""
    dates, titles = _common("dates", language), _common("abbreviations", language)
    words = list(_WORD.finditer(text, start, end))
    run: list[re.Match[str]] = []
    for index, word in enumerate([*words, None]):
        adjoins = word is not None and (
            not run or _BETWEEN.fullmatch(text, run[-1].end(), word.start())
        )
        if word is not None and adjoins:
            if index and _is_name(word[0], dates if run else dates | titles):
                run.append(word)
                continue
            particle, hyphen, rest = word[0].partition("-")  # al-Assad
            if run and particle in _PARTICLES and (not hyphen or rest[0].isupper()):
                run.append(word)
                continue
        yield from _trimmed(run, language)
        begins = word is not None and index and _is_name(word[0], dates | titles)
        run = [word] if word is not None and begins else []


def _trimmed(run: list[re.Match[str]], language: str) -> Iterator[tuple[int, int]]:
    while run and run[-1][0] in _PARTICLES:
        run = run[:-1]
    primary = language.partition("-")[0]
    least = 2 if primary in _NOUNS_HAVE_CAPITALS else 1
    if least <= len(run) <= _LONGEST:
        last = _POSSESSIVE.sub("", run[-1][0])
        yield run[0].start(), run[-1].start() + len(last)


def _is_name(word: str, common: frozenset[str]) -> bool:
    """Begins with a capital, is no acronym, and no word that always has a capital: "I’m"."""
    plain = _POSSESSIVE.sub("", word)
    return (
        len(plain) > 2
        and plain[:2] not in ("I'", "I’")
        and plain[0].isupper()
        and not plain.isupper()
        and plain.lower() not in common
    )


def _small_words(article: Article) -> set[str]:
    """All words of the article that stand in it without a capital."""
    text = "\n".join(block.text for block in article.blocks)
    return {word for word in _WORD.findall(text) if word[0].islower()}


@functools.cache
def _common(table: str, language: str) -> frozenset[str]:
    """Months and weekdays, or titles: written with a capital, and known to every voice."""
    return frozenset(_words_in(load(language).table(table)))


def _words_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from (word.lower() for word in _WORD.findall(value))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _words_in(key)
            yield from _words_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from _words_in(item)
