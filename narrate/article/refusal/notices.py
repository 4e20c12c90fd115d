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

LONGEST = 400  # characters of a notice; patterns stay fast

_SENTENCE = re.compile(r"(?<=[.!?…])[\s\"”’»]+")
_PART = re.compile(r"\s+[|·•»—–-]+\s+|:\s+|\s::\s")
_EDGES = ' \t\n|·•–—-*:>»→←.!?…¡¿"“”„‚‘’«»()[]'


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    kind: str
    """What the page is that says so: the name of a refusal, or of a part of one."""
    pattern: str
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
                    pattern="|".join(table["patterns"]),
                    matches=tuple(table["matches"]),
                    spares=tuple(table["spares"]),
                )
                for table in tomllib.loads(file.read_text(encoding="utf-8"))["notice"]
            ]
    return tuple(found)


@functools.cache
def _of(kind: str) -> re.Pattern[str]:
    """One pattern for all languages: there are many sentences to look at."""
    patterns = (notice.pattern for notice in notices() if notice.kind == kind)
    return re.compile("|".join(patterns), re.IGNORECASE)


def is_notice(text: str, kind: str) -> bool:
    """Whether all of the text, signs at its ends aside, is a notice of that kind."""
    if len(text) > LONGEST:
        return False
    text = text.strip(_EDGES).replace("’", "'")
    return bool(text) and _of(kind).fullmatch(text) is not None


def in_title(title: str, kind: str) -> bool:
    """Whether a title, or a part of it beside the site's name, is a notice of that kind."""
    if len(title) > LONGEST:
        return False
    return any(is_notice(part, kind) for part in [title, *_PART.split(title)])


def sentences(text: str) -> Iterator[str]:
    """The sentences of a block, roughly: good enough to recognise a notice among them."""
    yield from filter(None, map(str.strip, _SENTENCE.split(text)))
