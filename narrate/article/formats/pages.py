"""Pages and parts of a book that a narrator passes over, as ``pages.toml`` lists them."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from narrate.article.candidate import Candidate, folded

_PROSE = 12  # words: a shorter block may be an entry of a list
_FEWEST_LINKS = 4
_LINKED = 0.75  # of the letters: then a page does nothing but lead to others
_LONGEST_TITLE_PAGE = 8  # blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A kind of page, and how it is recognised."""

    rule: str
    reason: str
    parts: frozenset[str]
    """What EPUB calls it."""
    names: frozenset[str]
    """What books print over it, folded."""
    classes: frozenset[str]
    prose: int
    """Words of running text that it may hold; with more of it, a page is read."""

    @property
    def verdict(self) -> tuple[str, str]:
        return self.rule, self.reason


@functools.cache
def parts() -> tuple[Part, ...]:
    """Every kind of page that is passed over."""
    text = files("narrate.article.formats").joinpath("pages.toml").read_text(encoding="utf-8")
    return tuple(
        Part(
            rule=table["rule"],
            reason=table["reason"],
            parts=frozenset(table.get("parts", "").split()),
            names=frozenset(map(folded, table.get("names", []))),
            classes=frozenset(table.get("classes", "").split()),
            prose=table.get("prose", 0),
        )
        for table in tomllib.loads(text)["page"]
    )


def said(words: Sequence[str], classes: Sequence[str]) -> Part | None:
    """The kind of page that an element says it is, by its semantic types and its classes."""
    return next(
        (p for p in parts() if p.parts.intersection(words) or p.classes.intersection(classes)),
        None,
    )


def of(
    page: Sequence[Candidate], *, part: str, names: Sequence[str], about: Sequence[str]
) -> Part | None:
    """The kind of page that a whole document is, if it is one to pass over.

    ``part`` is what the book's guide calls it, ``names`` what its table of contents does;
    ``about`` are title, writers and publisher.
    """
    prose = sum(len(c.text.split()) for c in page if c.linked < 0.5 and _is_prose(c))
    called = {folded(name) for name in names} | {folded(c.text) for c in page[:2]}
    for kind in parts():
        if prose <= kind.prose and (part in kind.parts or called & kind.names):
            return kind
    by_rule = {kind.rule: kind for kind in parts()}
    letters = sum(len(c.text) for c in page)
    linked = sum(len(c.text) * c.linked for c in page)
    if len(page) >= _FEWEST_LINKS and linked >= _LINKED * letters:
        return by_rule["table of contents"]
    said_already = "\0".join(map(folded, about))
    if 0 < len(page) <= _LONGEST_TITLE_PAGE and all(folded(c.text) in said_already for c in page):
        return by_rule["title page"]
    copyright_page = by_rule["copyright page"]
    if prose <= copyright_page.prose // 2 and any("ISBN" in c.text for c in page):
        return copyright_page
    return None


def _is_prose(candidate: Candidate) -> bool:
    return candidate.kind in ("paragraph", "quote") and len(candidate.text.split()) >= _PROSE
