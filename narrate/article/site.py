"""What differs by site: rules for one domain, as data that carries its examples.

``sites/DOMAIN.toml`` holds for that domain and all below it. The user's own files come before
the bundled ones. A file may say where the article is, which elements belong to it whatever
they look like, which do not and by what rule, and phrases that are furniture on this site::

    body = "div.story-text"
    keep = ["p.editors-note"]

    [drop]
    "related links" = ["div.inline-promo", "p:has(> a.more)"]

    [[rule]]     # as in rules/*.toml
"""

from __future__ import annotations

import dataclasses
import functools
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.article.boilerplate import Rule, phrases_of, reasons, rule_for, rules_of
from narrate.article.candidate import Candidate
from narrate.article.soup import BeautifulSoup, Tag
from narrate.errors import ArticleError
from narrate.plugins import did_you_mean
from narrate.resources import user_sites

if TYPE_CHECKING:
    from soupsieve import SoupSieve

BUNDLED = Path(__file__).parent / "sites"
OUTSIDE = ("not the article", "it stands outside of the article on this site")

_WORDS: dict[type, str] = {str: "a text in quotes", list: "a list", dict: "a table"}
_KEYS: dict[str, type] = {
    "body": str,
    "keep": list,
    "drop": dict,
    "parts": dict,
    "rule": list,
    "example": list,
}
# A page may say anything of its address; only this much of it is believed.
_HOST = re.compile(r"https?://((?:[a-z0-9-]{1,60}\.){1,3}[a-z0-9-]{1,30})(?![a-z0-9.-])", re.I)

Charges = dict[int, tuple[str, str] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The rules for a site; without any, it changes nothing."""

    body: SoupSieve | None = None
    keep: tuple[SoupSieve, ...] = ()
    drop: tuple[tuple[str, SoupSieve], ...] = ()
    rules: tuple[Rule, ...] = ()

    def charges(self, soup: BeautifulSoup) -> Charges:
        """By ``id`` of an element, rule and reason why it goes, or None where it stays."""
        found: Charges = dict.fromkeys(self._outside(soup), OUTSIDE)
        for selector in self.keep:
            found |= dict.fromkeys(map(id, selector.select(soup)))
        for rule, selector in self.drop:
            found |= dict.fromkeys(map(id, selector.select(soup)), (rule, reasons()[rule]))
        return found

    def _outside(self, soup: BeautifulSoup) -> Iterator[int]:
        """What stands beside the body and beside all that holds it."""
        bodies = self.body.select(soup) if self.body else []
        spared = set(map(id, bodies))
        holders: list[Tag] = []
        for body in bodies:
            for holder in body.parents:
                if id(holder) in spared:
                    break
                spared.add(id(holder))
                holders.append(holder)
        for holder in holders:
            for child in holder.children:
                if isinstance(child, Tag) and id(child) not in spared:
                    yield id(child)

    def named(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The same blocks, with the verdict on each that is one of the site's phrases."""
        phrases = phrases_of(self.rules)
        found = [(c, rule_for(c.text, phrases)) for c in candidates] if self.rules else []
        return [
            dataclasses.replace(c, verdict=(rule.name, rule.reason), certain=True) if rule else c
            for c, rule in found
        ] or list(candidates)


def site_of(url: str) -> Site:
    """The rules for the site that an address belongs to.

    Raises ArticleError where its file is not right, naming the file and what is wrong.
    """
    if found := _HOST.match(url):
        labels = found[1].lower().split(".")
        for first in range(len(labels) - 1):
            for folder in (user_sites(), BUNDLED):
                path = folder / f"{'.'.join(labels[first:])}.toml"
                if path.is_file():
                    return read(path)
    return Site()


@functools.cache
def read(path: Path) -> Site:
    """The rules in a file. Raises ArticleError naming the file and what is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return _site(table)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, _SiteError) as error:
        advice = error.advice if isinstance(error, _SiteError) else "Mend it, or take it away."
        problem = f"the rules for its site cannot be used ({path}): {error}"
        raise ArticleError(problem, advice=advice) from None


class _SiteError(Exception):
    def __init__(self, problem: str, advice: str = "Mend it, or take it away.") -> None:
        super().__init__(problem)
        self.advice = advice


def _site(table: dict[str, Any]) -> Site:
    for key, value in table.items():
        if key not in _KEYS:
            raise _SiteError(f"there is no key '{key}'", did_you_mean(key, list(_KEYS)))
        if not isinstance(value, _KEYS[key]):
            raise _SiteError(f"'{key}' is not {_WORDS[_KEYS[key]]}")
    drop = table.get("drop", {})
    if not all(isinstance(selectors, list) for selectors in drop.values()):
        raise _SiteError("each rule under 'drop' has a list of selectors")
    try:
        rules = rules_of({"rule": [], **table})
        for pattern in (pattern for rule in rules for pattern in rule.patterns):
            re.compile(pattern)
    except KeyError as error:
        raise _SiteError(f"a rule or a part is without {error}") from None
    except (re.error, TypeError) as error:
        raise _SiteError(f"a rule is not right: {error}") from None
    for name in (*drop, *(rule.name for rule in rules)):
        if name not in reasons():
            raise _SiteError(f"there is no rule '{name}'", did_you_mean(name, sorted(reasons())))
    return Site(
        body=_selector(table["body"]) if "body" in table else None,
        keep=tuple(map(_selector, table.get("keep", ()))),
        drop=tuple((n, _selector(s)) for n, found in drop.items() for s in found),
        rules=tuple(rules),
    )


def _selector(text: object) -> SoupSieve:
    import soupsieve

    try:
        return soupsieve.compile(str(text))
    except soupsieve.SelectorSyntaxError as error:
        reason = str(error).partition("\n")[0]
        raise _SiteError(f"'{text}' is no CSS selector: {reason}") from None
