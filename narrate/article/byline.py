"""Who wrote it: names, as a reader would say them, out of what pages put in their place."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from importlib.resources import files

from narrate.article.candidate import folded, tidy
from narrate.article.dates import months

MOST = 8  # names; more are a list of everybody
LONGEST = 60  # characters of a name
_ADDRESS = re.compile(r"https?://\S*|\bwww\.\S+|\S+@\S+\.\w+|(?<!\w)@\w+")
_APART = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")
_BRACKETS = re.compile(r"\([^()]{0,100}\)|\[[^\[\]]{0,100}\]")
_NAME = re.compile(r"[^\W\d_][\w.'’\-]*(?: [\w.'’\-&]+){0,5}")


def byline(values: Iterable[str], sites: Collection[str] = ()) -> str:
    """The names in ``values``, each once, parted by commas; empty where there is none.

    What is an address, a role, a default of the publishing system or one of the ``sites``'
    own names is no writer.
    """
    known = {folded(site) for site in sites} | {""}
    found: dict[str, str] = {}
    for value in values:
        for name in _names(value[:500]):
            key = folded(name)
            if key not in known and key not in found and len(found) < MOST:
                found[key] = name
    return ", ".join(found.values())


def by_line(text: str) -> str:
    """What follows "By" where a short visible line says who wrote; else empty."""
    text = tidy(text[:300])
    begun = _before().match(text)
    return text[begun.end() :] if begun and len(text) <= 150 else ""


def _names(text: str) -> Iterator[str]:
    text = tidy(_ADDRESS.sub(" ", _BRACKETS.sub(" ", text)))
    begun = _before().match(text)
    text = text[begun.end() :] if begun else text
    for piece in _APART.split(_when().split(text, maxsplit=1)[0]):
        names = [_title(name) for name in _split(piece)]
        kept = [name for index, name in enumerate(names) if _is_name(name, first=index == 0)]
        yield from kept
        if kept:
            return  # behind a bar or a dash stands the paper or the role


def _split(text: str) -> Iterator[str]:
    """The names in a list of them; "and" parts only full names, for it stands in some."""
    for part in re.split(r"[,;/]", text):
        part = re.sub(rf"^{_and().pattern}", "", f" {part}").strip(" .:–—-")
        names = [name.strip() for name in _and().split(part)]
        yield from names if all(len(name.split()) > 1 for name in names) else [part]


def _title(name: str) -> str:
    """A name in capitals as one writes names; letters alone stay as they are."""
    return name.title() if name.isupper() and " " in name and "." not in name else name


def _is_name(text: str, *, first: bool) -> bool:
    words = text.split()
    return (
        1 < len(text) <= LONGEST
        and len(words) <= 6
        and _NAME.fullmatch(text) is not None
        and not text.islower()
        and text.lower() not in _words()["nobody"].split("|")
        and not _role().search(words[-1] if first else text)
        and (first or not (len(words) == 1 and text.isupper()))  # a degree
    )


@functools.cache
def _words() -> dict[str, str]:
    source = files("narrate.article").joinpath("metadata.toml").read_text(encoding="utf-8")
    words: dict[str, str] = tomllib.loads(source)["byline"]
    return words


@functools.cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:{_words()['by']})(?:\s*:\s*|\s+)", re.IGNORECASE)


@functools.cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{_words()['and']}|&)\s+")


@functools.cache
def _when() -> re.Pattern[str]:
    when = rf"(?:{_words()['when']})(?!\w)|(?:{'|'.join(months())})\.?(?=\s\d)|\d"
    return re.compile(rf"[\s,](?:(?:on|am|le|el)\s+)?(?:{when})", re.IGNORECASE)


@functools.cache
def _role() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words()['role']})(?!\w)", re.IGNORECASE)
