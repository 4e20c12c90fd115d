"""What a page declares of its article: how long it is, and who may read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from narrate.article.linked_data import types, values
from narrate.article.marked import Marked

_ARTICLE = re.compile(r"(Article|Posting|Report|Review|Story)$")
_SELECTOR = re.compile(r"[a-z]*[.#]([\w-]{1,100})", re.IGNORECASE)
_DEEPEST = 12  # levels of linked data looked into
_MOST = 200_000  # words of one article; a greater count is a mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    free: bool = True
    """False where the page says that not everybody may read it."""
    words: int = 0
    """Length of the whole article; 0 where nothing says it."""
    gated: frozenset[str] = frozenset()
    """Classes and ids of the elements that are said to be for subscribers."""
    is_article: bool = False
    """Whether the page says that it is one article."""


def declared(marked: Marked) -> Declared:
    """What linked data and meta elements say; to be believed only together with the text."""
    things = list(_linked(marked))
    articles = [thing for thing in things if _is_article(thing)]
    meta = {name: said.strip().lower() for name, said in marked.meta.items()}
    locked = [thing for thing in things if _is_false(thing.get("isAccessibleForFree"))]
    selectors = [_SELECTOR.fullmatch(str(thing.get("cssSelector")).strip()) for thing in locked]
    return Declared(
        free=not locked
        and not _is_false(meta.get("isaccessibleforfree"))
        and meta.get("article:content_tier", "free") == "free",
        words=max(_length(articles[0]) if articles else 0, _number(meta.get("wordcount"))),
        gated=frozenset(selector[1] for selector in selectors if selector),
        is_article=meta.get("og:type") == "article"
        or "article:published_time" in meta
        or len(articles) == 1,
    )


def _linked(marked: Marked) -> Iterator[dict[str, Any]]:
    """Every object in the page's linked data, the outer ones first."""
    for script in marked["linked data"]:
        level = values(script.get_text())
        for _ in range(_DEEPEST):
            yield from (item for item in level if isinstance(item, dict))
            level = [inner for item in level for inner in _inside(item)]


def _inside(item: object) -> list[Any]:
    if isinstance(item, dict):
        return list(item.values())
    return item if isinstance(item, list) else []


def _is_article(thing: dict[str, Any]) -> bool:
    return any(_ARTICLE.search(kind) for kind in types(thing))


def _is_false(value: object) -> bool:
    return str(value).rpartition("/")[2].lower() == "false"


def _length(article: dict[str, Any]) -> int:
    body = article.get("articleBody")
    words = len(body.split()) if isinstance(body, str) else 0
    return max(_number(article.get("wordCount")), words)


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 7 and int(text) < _MOST else 0
