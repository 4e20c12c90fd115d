"""What speaks for and against each block of a page, as numbers for the judge to weigh.

Nothing here decides. A block is described by its own shape, by the elements around it, by
where it stands, by what its words are about, and by the blocks before and behind it.
"""

from __future__ import annotations

import functools
import math
import operator
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from importlib.resources import files
from itertools import chain

from narrate.article.boilerplate import rule_for
from narrate.article.candidate import Candidate, Element, folded
from narrate.article.language import small_words
from narrate.article.literals import Literals, Reader, plain
from narrate.article.verdict.body import PROSE, outside

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"[.!?](?:\s|$)")
_STOP = re.compile(r"[.!?…:;。！？][\"'”’»›“)\]]*$")
_KINDS = (
    "paragraph", "standfirst", "heading", "list item", "quote", "code", "table", "caption",
    "footnote",
)  # fmt: skip
_RULES = (
    "page furniture", "hidden text", "share bar", "related links", "newsletter box", "comments",
    "advertisement", "cookie notice", "navigation", "byline",
)  # fmt: skip
_AROUND = (
    "article", "main", "aside", "header", "footer", "nav", "form", "figure", "table", "ul", "li",
    "section", "blockquote", "p",
)  # fmt: skip
_ARTICLES = ("article", "main")
_PARENTS = ("p", "div", "li", "td", "section")
_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
_SEEN = 500  # characters of a block whose words are looked at
_RUN = 4  # words: what a text shares with another is counted in runs of so many
_HOLDS = 0.6  # of the prose: what holds as much is the article's or wraps it

Row = list[float]
_Runs = dict[int, set[tuple[str, ...]]]


@functools.cache
def _patterns(table: str) -> dict[str, re.Pattern[str]]:
    text = files("narrate.article.verdict").joinpath("evidence.toml").read_text(encoding="utf-8")
    return {name: re.compile(pattern) for name, pattern in tomllib.loads(text)[table].items()}


@functools.cache
def names() -> tuple[str, ...]:
    """What each number of a row is, as ``group.detail``."""
    own = [
        *("shape." + n for n in ("letters", "words", "sentences", "commas", "stop", "capital")),
        *("shape." + n for n in ("digits", "capitals", "word length", "small words", "level")),
        *("shape." + kind for kind in _KINDS),
        "links.own",
        *("element." + rule for rule in (*_RULES, "any")),
        "words.rule",
        *("element." + tag for tag in _AROUND),
        *("element.parent " + tag for tag in _PARENTS),
        *(f"element.{word} {n}" for word in _patterns("named") for n in (1, 3, "any")),
        *("words." + n for n in ("of title", "in title", "title", "times", "again")),
        *("place." + n for n in ("share", "behind letters", "behind h1", "behind first")),
        *("place." + n for n in ("before last", "too early", "too late", "behind prose")),
        *("place." + n for n in ("from prose", "to prose", "blocks", "prose")),
        *("place." + n for n in ("outside", "steps out", "prose 1", "prose 2", "prose 3")),
        *("links." + n for n in ("1", "2", "3")),
        *("links.headings " + n for n in ("2", "3", "4")),
        *("place." + n for n in ("blocks 1", "blocks 2", "alike", "depth", "inner", "outer")),
        *("place." + n for n in ("articles around", "articles before")),
        "words.in linked data",
        *("words." + said for said in _patterns("said")),
    ]
    beside = ("letters", "links", "stop", "heading", "verdict", "linked data", "parent", "alike")
    near = [f"neighbours.{n} {what}" for n in _NEIGHBOURS for what in beside]
    return (*own, *near, "words.linked data")


def evidence(candidates: Sequence[Candidate], title: str, body: str = "") -> Callable[[int], Row]:
    """What gives the row of numbers for each block by its index, in the order of ``names()``.

    There are two hundred in a row, and of blocks there may be a hundred thousand: none is kept.

    ``body`` is the article's text where the page's linked data carries it.
    """
    page = _Page(candidates, title, body)
    carried = len(body) / (page.letters + 1)
    return lambda index: [*page.row(index), *page.beside(index), carried]


class _Page:
    """Sums over all blocks, which every single one is seen against."""

    def __init__(self, candidates: Sequence[Candidate], title: str, body: str) -> None:
        self.candidates = candidates
        self.title = folded(title)
        self.title_words = {word.lower() for word in _WORD.findall(title)}
        self.body = _runs(_WORD.findall(body))
        self.words = [_WORD.findall(c.text) for c in candidates]
        self.keys = [folded(c.text) for c in candidates]
        self.times = Counter(self.keys)
        self.firsts = {key: index for index, key in reversed(list(enumerate(self.keys)))}
        self.ruled = [rule_for(c.text) is not None for c in candidates]
        self.in_body = [_shared(words, self.body) for words in self.words]
        self.far = outside(candidates)
        self.alike = [candidate.look for candidate in candidates]
        self.near = [self._near(index) for index in range(len(candidates))]
        self._weigh()
        self._measure()

    def _near(self, index: int) -> Row:
        """What a block says of those beside it."""
        candidate = self.candidates[index]
        return [
            math.log1p(len(candidate.text)),
            candidate.linked,
            float(bool(_STOP.search(candidate.text))),
            float(candidate.kind == "heading"),
            float(bool(candidate.verdict) or self.ruled[index]),
            self.in_body[index],
        ]

    def _weigh(self) -> None:
        """How much prose, text and linked text each element holds."""
        self.prose = [_prose(c) for c in self.candidates]
        self.all_prose = sum(self.prose) or 1.0
        self.letters = sum(len(c.text) for c in self.candidates)
        self.held: dict[Element, float] = defaultdict(float)
        self.text: dict[Element, float] = defaultdict(float)
        self.linked: dict[Element, float] = defaultdict(float)
        self.blocks: dict[Element, int] = defaultdict(int)
        self.articles: dict[Element, int] = {}
        self.headings: dict[Element, float] = defaultdict(float)  # that are links: of teasers
        self.alike_prose: dict[object, float] = defaultdict(float)
        for candidate, prose, alike in zip(self.candidates, self.prose, self.alike, strict=True):
            self.alike_prose[alike] += prose
            length = len(candidate.text)
            for element in candidate.containers:
                self.held[element] += prose
                self.text[element] += length
                self.linked[element] += length * candidate.linked
                self.blocks[element] += 1
                self.headings[element] += candidate.linked * (candidate.kind == "heading")
                if element.name in _ARTICLES and element not in self.articles:
                    self.articles[element] = len(self.articles)

    def _measure(self) -> None:
        """Where the prose stands, and how far each block is from it."""
        count = len(self.candidates)
        good = [i for i in range(count) if self.prose[i] > 0 and self.candidates[i].linked < 0.3]
        self.first, self.last = (good[0], good[-1]) if good else (0, count - 1)
        headlines = (i for i, c in enumerate(self.candidates) if c.kind == "heading")
        self.h1 = next((i for i in headlines if self.candidates[i].level == 1), -1)
        self.previous, self.next = [99] * count, [count] * count
        self.letters_before, self.prose_before = [0] * count, [0.0] * count
        letters, prose, last = 0, 0.0, -1
        is_good = set(good)
        for index in range(count):
            self.letters_before[index], self.prose_before[index] = letters, prose
            if last >= 0:
                self.previous[index] = index - last
            letters += len(self.candidates[index].text)
            prose += self.prose[index]
            last = index if index in is_good else last
        following = count
        for index in reversed(range(count)):
            self.next[index] = following - index
            following = index if index in is_good else following

    def row(self, index: int) -> Row:
        candidate = self.candidates[index]
        return [
            *_shape(candidate, self.words[index]),
            candidate.linked,
            *_verdict(candidate),
            float(self.ruled[index]),
            *_elements(candidate),
            *self._likeness(index),
            *self._place(index),
            *self._holders(index),
            self.in_body[index],
            *_said(candidate),
        ]

    def _likeness(self, index: int) -> Row:
        key = self.keys[index]
        words = {word.lower() for word in self.words[index]}
        common = len(self.title_words & words)
        return [
            common / (len(self.title_words) + 1),
            common / (len(words) + 1),
            float(key == self.title),
            self.times[key],
            float(self.firsts[key] < index),
        ]

    def _place(self, index: int) -> Row:
        count = len(self.candidates)
        return [
            index / count,
            self.letters_before[index] / (self.letters or 1),
            index - self.h1,
            index - self.first,
            self.last - index,
            float(index < self.first),
            float(index > self.last),
            self.prose_before[index] / self.all_prose,
            self.previous[index],
            self.next[index],
            count,
            math.log1p(self.all_prose),
        ]

    def _holders(self, index: int) -> Row:
        around = self.candidates[index].containers
        steps = 0
        for element in reversed(around):
            if self.held[element] >= _HOLDS * self.all_prose:
                break
            steps += 1
        nearest = [around[-min(n, len(around))] for n in (1, 2, 3)] if around else []
        articles = [e for e in around if e.name in _ARTICLES]
        shares = [self.held[e] / self.all_prose for e in nearest] or [0.0] * 3
        links = [self.linked[e] / (self.text[e] + 1) for e in nearest] or [0.0] * 3
        blocks = [float(self.blocks[e]) for e in nearest[:2]] or [0.0] * 2
        return [
            float(index in self.far),
            steps,
            *shares,
            *links,
            *(self.headings[around[-n]] if n <= len(around) else 0.0 for n in (2, 3, 4)),
            *blocks,
            self.alike_prose[self.alike[index]] / self.all_prose,
            len(around),
            self.held[articles[-1]] / self.all_prose if articles else -1.0,
            self.held[articles[0]] / self.all_prose if articles else -1.0,
            len(articles),
            self.articles[articles[-1]] if articles else -1.0,
        ]

    def beside(self, index: int) -> Row:
        found: Row = []
        parent = self.candidates[index].containers[-1:]
        look = self.alike[index]
        for step in _NEIGHBOURS:
            other = index + step
            if not 0 <= other < len(self.candidates):
                found += [-1.0] * 8
                continue
            found += self.near[other]
            found.append(float(bool(parent) and self.candidates[other].containers[-1:] == parent))
            found.append(float(self.alike[other] == look))
        return found


def _prose(candidate: Candidate) -> float:
    if len(candidate.text) < PROSE or candidate.verdict or candidate.kind in ("table", "caption"):
        return 0.0
    return len(candidate.text) * (1 - candidate.linked)


def _shape(candidate: Candidate, words: list[str]) -> Row:
    text = candidate.text
    length = len(text)
    count = len(words) + 1
    small = small_words()
    return [
        math.log1p(length),
        len(words),
        len(_SENTENCE.findall(text)),
        text.count(",") / count,
        float(bool(_STOP.search(text))),
        float(text[:1].isupper()),
        len(_DIGIT.findall(text)) / length,
        sum(map(str.isupper, text)) / length,
        sum(map(len, words)) / count,
        sum(word.lower() in small for word in words) / count,
        candidate.level,
        *(float(candidate.kind == kind) for kind in _KINDS),
    ]


def _verdict(candidate: Candidate) -> Row:
    said = candidate.verdict[0] if candidate.verdict else ""
    return [*(float(said == rule) for rule in _RULES), float(bool(said))]


def _elements(candidate: Candidate) -> Row:
    around = candidate.containers
    tags = {element.name for element in around}
    parent = around[-1].name if around else ""
    named = [_named(element.words) for element in around]
    one, three, whole = (_union(named[-reach:]) for reach in (1, 3, len(named)))
    row = [float(tag in tags) for tag in _AROUND]
    row += [float(parent == tag) for tag in _PARENTS]
    for index in range(len(_patterns("named"))):
        row += [one >> index & 1, three >> index & 1, whole >> index & 1]
    return row


@functools.lru_cache(maxsize=4096)
def _named(words: str) -> int:
    """Which of the name patterns are found in it, a bit each."""
    words = words.lower()
    patterns = enumerate(_patterns("named").values())
    return sum(1 << bit for bit, pattern in patterns if pattern.search(words)) if words else 0


def _union(bits: list[int]) -> int:
    return functools.reduce(operator.or_, bits, 0)


def _said(candidate: Candidate) -> Row:
    text = candidate.text[:_SEEN].lower()
    seen = plain(text)
    root = math.sqrt(len(text.split()) or 1)
    return [
        len(pattern.findall(text)) / root if any(map(seen.__contains__, held)) else 0.0
        for pattern, held in _sayings()
    ]


@functools.cache
def _sayings() -> list[tuple[re.Pattern[str], Literals]]:
    """Each pattern, and letters of which every match holds some: most texts hold none."""
    found = []
    for pattern in _patterns("said").values():
        held = [each[0] if each else ("",) for each in Reader().alternatives(pattern.pattern)]
        found.append((pattern, tuple(dict.fromkeys(chain(*held)))))
    return found


def _runs(words: list[str]) -> _Runs:
    return {n: set(zip(*(words[k:] for k in range(n)), strict=False)) for n in range(1, _RUN + 1)}


def _shared(words: list[str], runs: _Runs) -> float:
    """How much of a text stands in another, in runs of four words: 0.0 to 1.0."""
    size = min(_RUN, len(words))
    if not size or not runs[size]:
        return 0.0
    own = list(zip(*(words[k:] for k in range(size)), strict=False))
    return sum(run in runs[size] for run in own) / len(own)
