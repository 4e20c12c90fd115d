"""Sentences by which a page says that it is no article: data, one file a language.

A notice speaks for a whole sentence, or for a whole part of a title: its pattern must match
all of it, so that a sentence which only mentions such words is no notice.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from narrate.article.phrases import Phrases

LONGEST = 400  # characters of a notice; patterns stay fast

_SENTENCE = re.compile(r"(?<=[.!?…])[\s\"”’»]+")
_PART = re.compile(r"\s+[|·•»—–-]+\s+|:\s+|\s::\s")
_EDGES = ' \t\n|·•–—-*:>»→←.!?…¡¿"“”„‚‘’«»()[]'


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    kind: str
    """What the page is that says so: the name of a refusal, or of a part of one."""
    patterns: tuple[str, ...]
    matches: tuple[str, ...]
    """Examples of what it recognises; a test runs them."""
    spares: tuple[str, ...]
    """Examples of what it does not."""


@functools.cache
def notices() -> tuple[Notice, ...]:
    """Every notice of every language: a page's notices often are in another than its text."""
    found: list[Notice] = []
    folder = files("narrate.article.refusal.phrases")
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            found += [
                Notice(
                    kind=table["kind"],
                    patterns=tuple(table["patterns"]),
                    matches=tuple(table["matches"]),
                    spares=tuple(table["spares"]),
                )
                for table in tomllib.loads(file.read_text(encoding="utf-8"))["notice"]
            ]
    return tuple(found)


@functools.cache
def _phrases() -> Phrases[str]:
    """The patterns of all languages, each meaning its kind."""
    return Phrases((pattern, notice.kind) for notice in notices() for pattern in notice.patterns)


@functools.lru_cache(maxsize=4096)  # each sentence of a page is asked about once for each kind
def _kinds(text: str) -> frozenset[str]:
    return frozenset(_phrases().of(text))


def is_notice(text: str, kind: str) -> bool:
    """Whether all of the text, signs at its ends aside, is a notice of that kind."""
    if len(text) > LONGEST:
        return False
    text = text.strip(_EDGES).replace("’", "'")
    return bool(text) and kind in _kinds(text)


def notices_in(text: str) -> frozenset[str]:
    """The kinds of the notices that a text is as a whole, or that are sentences of it."""
    if not _phrases().may_match_in(text.replace("’", "'")):
        return frozenset()
    parts = (part.strip(_EDGES) for part in (text, *sentences(text)) if len(part) <= LONGEST)
    return frozenset().union(*(_kinds(part.replace("’", "'")) for part in parts if part))


def in_title(title: str, kind: str) -> bool:
    """Whether a title, or a part of it beside the site's name, is a notice of that kind."""
    if len(title) > LONGEST:
        return False
    return any(is_notice(part, kind) for part in [title, *_PART.split(title)])


def sentences(text: str) -> Iterator[str]:
    """The sentences of a block, roughly: good enough to recognise a notice among them."""
    yield from filter(None, map(str.strip, _SENTENCE.split(text)))
