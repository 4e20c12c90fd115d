"""Names in articles that no lexicon has: what an editor should listen to, by reach."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from narrate.model import Article
from narrate.script.lexicon import Lexicon
from narrate.script.lexicon_files import read_lexicons
from narrate.script.normaliser.language import load
from narrate.script.segmenter import sentence_spans

_PARTICLES = frozenset("al bin de del della der di do dos du el ibn la le van von".split())
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
#: What stands before a name in one word with it: l'Iran, dell'Aquila.
_ELIDED = re.compile(r"[^\W\d_]{1,4}['’](?=[^\W\d_])")
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")
#: What makes an adjective of a name, Michelin-starred; Jong-un is a name.
_COMPOUND = re.compile(r"-(?:[a-zß-öø-ÿ]{4,}|led|run|era)$")
_ACRONYM = re.compile(r"[A-Z]{2,}s")
_ARABIC = re.compile(r"(?:al|el|an|as|ash|ul|ben)-(?=[^\W\d_])")
_BETWEEN = re.compile(r"[^\S\n]+")
_LONGEST = 5  # words of a name; a headline in capitals has more


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as it is written, and where it is met."""

    written: str
    articles: int
    times: int
    sentence: str
    """The first that it stands in."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Words with capitals side by side, as they are written."""

    words: tuple[str, ...]
    opens: bool
    """It begins its sentence: its first word would have a capital in any case."""
    language: str


@dataclass(slots=True)
class _Seen:
    sentence: str
    articles: set[int] = field(default_factory=set)
    times: int = 0


def unknown_names(articles: Iterable[Article], lexicons: Sequence[str] = ()) -> list[Name]:
    """Names in the articles that the user's own lexicon and these do not have, by reach.

    That is in how many articles, then how often. A name is one or more words with a capital
    inside a sentence, unless the same words stand elsewhere without. Where all nouns have
    capitals, it is two words or more that are no nouns, or the last of such by itself, or has
    letters of other languages.
    Raises VoiceError.
    """
    runs: dict[_Run, _Seen] = {}
    words = _Words()
    known = read_lexicons(lexicons)
    for number, article in enumerate(articles):
        here = tuple(lexicon.within(article.url) for lexicon in known)
        for run, sentence in _runs_of(article, here, words):
            seen = runs.setdefault(run, _Seen(sentence))
            seen.articles.add(number)
            seen.times += 1
    words.inside.update(word for run in runs for word in run.words[run.opens :])
    several = {run: _name(run, words) for run in runs if len(run.words) > 1}
    words.last.update(name.rpartition(" ")[2] for name in several.values() if " " in name)
    names: dict[str, _Seen] = {}
    for run, seen in runs.items():
        name = several.get(run) or _name(run, words)
        if name:
            whole = names.setdefault(name, _Seen(seen.sentence))
            whole.articles |= seen.articles
            whole.times += seen.times
    found = [
        Name(written=name, articles=len(s.articles), times=s.times, sentence=s.sentence)
        for name, s in names.items()
    ]
    return sorted(found, key=lambda name: (-name.articles, -name.times, name.written))


@dataclass(slots=True)
class _Words:
    """What all the articles say of their words."""

    small: set[str] = field(default_factory=set)
    """Those that stand somewhere without a capital."""
    inside: set[str] = field(default_factory=set)
    """Those that have one inside a sentence."""
    last: set[str] = field(default_factory=set)
    """The last words of names of several: Mandela."""
    nouns: set[str] = field(default_factory=set)
    """Those that stand behind a determiner, where nouns have capitals."""


def _runs_of(
    article: Article, lexicons: Sequence[Lexicon], words: _Words
) -> Iterator[tuple[_Run, str]]:
    for block in article.blocks:
        if block.kind in ("code", "table"):
            continue
        language = block.language or article.language or "en"
        nouns = _nouns(language)
        for start, end in sentence_spans(block.text, language):
            found = list(_WORD.finditer(block.text, start, end))
            written = [word[0] for word in found]
            words.small.update(
                part for word in written if word[0].islower() for part in (word, *word.split("-"))
            )
            if nouns:
                pairs = itertools.pairwise(written)
                words.nouns |= {after for before, after in pairs if before in nouns.determiners}
            if block.kind in ("title", "heading"):  # where all words may have capitals
                continue
            taken = [
                place[:2]
                for lexicon in lexicons
                if lexicon.speaks(language)
                for place in lexicon.find(block.text, start, end)
            ]
            sentence = " ".join(block.text[start:end].split())
            for run, begin, stop in _runs(block.text, found, language):
                if not any(begin < other[1] and other[0] < stop for other in taken):
                    yield run, sentence


def _runs(
    text: str, words: Sequence[re.Match[str]], language: str
) -> Iterator[tuple[_Run, int, int]]:
    """The runs of one sentence, particles among them: von der Leyen, al-Assad."""
    dates, titles = _common("dates", language), _common("abbreviations", language)
    run: list[tuple[str, int, int]] = []
    opens = False

    def finished() -> Iterator[tuple[_Run, int, int]]:
        while run and run[-1][0] in _PARTICLES:
            run.pop()
        if 1 <= len(run) <= _LONGEST:
            written = tuple(word for word, _, _ in run)
            yield _Run(written, opens, language), run[0][1], run[-1][2]
        run.clear()

    for index, match in enumerate(words):
        elided = _ELIDED.match(match[0]) if match[0][0].islower() else None
        start = match.start() + (elided.end() if elided else 0)
        word = _COMPOUND.sub("", _POSSESSIVE.sub("", text[start : match.end()]))
        adjoins = bool(run) and not elided and bool(_BETWEEN.fullmatch(text, run[-1][2], start))
        if not adjoins:
            yield from finished()
        if run and word in _PARTICLES:
            run.append((word, start, start + len(word)))
        elif _is_name(word, dates if run else dates | titles):
            opens = index == 0 if not run else opens
            run.append((word, start, start + len(word)))
        else:
            yield from finished()
    yield from finished()


def _is_name(word: str, common: frozenset[str]) -> bool:
    """Begins with a capital, is no acronym, and no word that always has a capital: "I’m"."""
    plain = _ARABIC.sub("", word)
    return (
        len(plain) > 2
        and plain[:2] not in ("I'", "I’")
        and plain[0].isupper()
        and not plain.isupper()
        and not _ACRONYM.fullmatch(plain)
        and plain.lower() not in common
    )


def _name(run: _Run, words: _Words) -> str:
    """The name in a run, judged by what all articles say; empty where there is none."""
    found = list(run.words)
    nouns = _nouns(run.language)
    if run.opens and (found[0] not in words.inside or found[0].lower() in words.small):
        found.pop(0)
    while found and (found[0] in _PARTICLES or (nouns and found[0].lower() in nouns.determiners)):
        found.pop(0)
    if all(word.lower() in words.small for word in found):
        return ""
    if nouns and not nouns.foreign(found):
        if len(found) == 1 and found[0] not in words.last:
            return ""
        if any(word in words.nouns or nouns.ends(word) for word in found):
            return ""
    return " ".join(found)


@dataclass(frozen=True, slots=True)
class _Nouns:
    """How nouns are told in a language that writes them with capitals."""

    determiners: frozenset[str]
    endings: tuple[str, ...]
    letters: frozenset[str]

    def ends(self, word: str) -> bool:
        return word.lower().endswith(self.endings)

    def foreign(self, words: Sequence[str]) -> bool:
        return any(c.isalpha() and c not in self.letters for word in words for c in word.lower())


@functools.cache
def _nouns(language: str) -> _Nouns | None:
    known = load(language)
    table = known.table("nouns") if known else {}
    if not table:
        return None
    return _Nouns(
        determiners=frozenset(table["determiners"].split()),
        endings=tuple(table["endings"].split()),
        letters=frozenset(table["letters"]),
    )


@functools.cache
def _common(table: str, language: str) -> frozenset[str]:
    """Months and weekdays, or titles: written with a capital, and known to every voice."""
    said = load(language).table(table)
    return frozenset(_words_in({key: said[key] for key in said if key != "examples"}))


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
