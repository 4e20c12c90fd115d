"""What an element's class and id say of it: words as data (``elements.toml``)."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files
from typing import Any, cast

from narrate.article.soup import Tag
from narrate.model import BlockKind

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")
# Where classes are hashes, these say what an element is.
_NAMES = (
    "id", "itemprop", "role", "aria-label", "data-component", "data-component-name", "data-module",
    "data-testid", "data-test", "data-type", "data-name",
)  # fmt: skip
_LONGEST = 300  # characters; what a page writes beyond is no name


def words_of(node: Tag) -> str:
    """Class, id and their like in one line, the humps of camelCase made dashes."""
    attributes = node.attrs
    if not attributes:
        return ""
    named = (str(attributes[name] or "") for name in _NAMES if name in attributes)
    classes = node.get_attribute_list("class") if "class" in attributes else ()
    words = " ".join([*classes, *named])[:_LONGEST]
    return _HUMP.sub("-", words)


def charge(words: str) -> tuple[str, str] | None:
    """Rule and reason, where the words say that the element is no part of an article."""
    number = _found("charge", words)
    return None if number is None else _charges()[number]


def kind(words: str) -> BlockKind | None:
    """The kind of block that the words say is in it: a caption, a footnote, a standfirst."""
    number = _found("kind", words)
    return None if number is None else tables()["kind"][number]["name"]


@functools.lru_cache(maxsize=8192)  # a page has many elements, and few classes
def _found(table: str, words: str) -> int | None:
    found = _pattern(table).search(words) if words.strip() else None
    return int(cast(str, found.lastgroup)[1:]) if found else None


@functools.cache
def tables() -> dict[str, list[dict[str, Any]]]:
    """The data as it stands in the file."""
    text = files("narrate.article.formats").joinpath("elements.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@functools.cache
def _charges() -> list[tuple[str, str]]:
    return [(table["name"], table["reason"]) for table in tables()["charge"]]


@functools.cache
def _pattern(table: str) -> re.Pattern[str]:
    """One pattern for a whole table: what is looked for in every element must be quick."""
    groups = (f"(?P<n{i}>{'|'.join(each['words'])})" for i, each in enumerate(tables()[table]))
    return re.compile(rf"(?:^|[-_ ])(?:{'|'.join(groups)})(?=$|[-_ ])", re.IGNORECASE)
