"""The headline: the one that readers see, as it is best written, without the site's name.

What a page tells machines is often another headline, made for search or cut at a length. It
serves to tell which of the headings on the page is the article's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from narrate.article.candidate import folded

_BETWEEN = re.compile(r"\s+(?:[|·•»«—–-]|::|\|\||:)\s+|\s*(?:\||»|::)\s*")
_BAR = re.compile(r"\s*(?:\||»|«|::|·|•)\s*")
_CUT = re.compile(r"\s*(?:…|\.{3})$")
_MAY_BE_CUT = 100  # characters; search engines ask for no more than 110
ALIKE = 0.2  # likeness from which a heading is about the same as a title that is said
SAME = 0.85
_FEW = 3  # words: fewer before or behind a bar are a section's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading on the page that may be the headline."""

    text: str
    level: int
    parts: tuple[str, ...] = ()
    """Its text, element by element: kickers and counts stand beside headlines in one heading."""
    named: bool = False
    """Whether its class says that it is the headline."""


def headline(shown: Sequence[Heading], said: Sequence[str], sites: Collection[str]) -> str:
    """The article's headline; empty where nothing is shown or said.

    ``said`` are the titles that the page tells machines, the most trusted first; ``sites``
    the names that the site may go by.
    """
    names = {folded(site) for site in sites} - {""}
    claims = [bare for title in said if (bare := without_site(title, sites))]
    found = [h for h in shown if (key := folded(h.text)) and key not in names]
    ranked = [(_fits(heading, claims), -order) for order, heading in enumerate(found)]
    best = max(ranked, default=(0.0, 0))
    if best[0] <= 0:
        return _written_best(_agreed(claims), claims)
    heading = found[-best[1]]
    return _written_best(_without_names(_part(heading, claims), names), claims)


def _fits(heading: Heading, claims: Sequence[str]) -> float:
    """How likely a heading is the headline; nothing or less where it is not."""
    alike = max((likeness(heading.text, claim) for claim in claims), default=0.0)
    if heading.level > 1 and alike < 1.0:
        return 0.0  # but for the same words; an article's own headings may be much alike
    if alike < ALIKE and claims and not heading.named:
        return 0.0
    return alike + 0.2 * heading.named + 0.2 * (heading.level == 1) + 0.01


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, in runs of three letters: 0.0 to 1.0."""
    a, b = _runs(one), _runs(other)
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def _runs(text: str) -> Counter[str]:
    letters = f" {folded(text[:500])} "
    return Counter(letters[at : at + 3] for at in range(len(letters) - 2))


def _part(heading: Heading, claims: Sequence[str]) -> str:
    """The part of the heading that a claim repeats word for word, if there is one."""
    keys = {folded(claim) for claim in claims} - {""}
    if folded(heading.text) in keys:  # a window's title may have the kicker too
        keys = {folded(claims[0])}
    parts = heading.parts[:12] if folded(heading.text) not in keys else ()
    for start in range(len(parts)):
        for end in range(len(parts), start, -1):
            text = " ".join(parts[start:end])
            if folded(text) in keys:
                return text
    return heading.text


def _agreed(claims: Sequence[str]) -> str:
    """The claim that most agree with; one that another goes on with is cut."""
    keys = Counter(folded(claim) for claim in claims)
    best = max(claims, key=lambda claim: keys[folded(claim)], default="")
    if not _CUT.search(best) and len(best) < _MAY_BE_CUT:
        return best
    start = folded(_CUT.sub("", best))
    longer = [c for c in claims if folded(c) != start and folded(c).startswith(start)]
    return min(longer, key=len, default=best)


def _written_best(title: str, claims: Sequence[str]) -> str:
    """The same words in capitals and small letters, where a claim has them so.

    A title in capitals is spelt out by some voices; one without any was made so by a script.
    """
    if not title or not (title.isupper() or title[0].islower()):
        return title
    written = [c for c in claims if not c.isupper() and not c[0].islower()]
    best = max(written, key=lambda claim: likeness(title, claim), default="")
    return best if likeness(title, best) >= SAME else title


def without_site(title: str, sites: Collection[str] = ()) -> str:
    """The title without the site's name before or behind it, if one is recognised.

    A last part of a few words after " | " is the site's; after a dash only where it is a
    known name, since headlines have dashes of their own.
    """
    names = {folded(site) for site in sites} - {""}
    title = _without_names(title, names)
    parts = [part for part in _BAR.split(title) if part]
    if len(parts) < 2:
        return title
    long = [part for part in parts if len(part.split()) >= _FEW]
    return long[0] if long else title


def _without_names(title: str, names: set[str]) -> str:
    for _ in range(3):
        marks = list(_BETWEEN.finditer(title))
        if not marks:
            break
        first, last = marks[0], marks[-1]
        if folded(title[last.end() :]) in names:
            title = title[: last.start()].strip()
        elif folded(title[: first.start()]) in names:
            title = title[first.end() :].strip()
        else:
            break
    return title


def repeats(text: str, title: str) -> bool:
    """Whether ``text`` is the title again, whatever its signs and capitals."""
    return bool(text) and folded(text) == folded(title)


def kicker(text: str, title: str) -> str | None:
    """What stands before the title where ``text`` is a kicker and the title; else None."""
    text, title = text.strip(), title.strip()
    if len(text) <= len(title) or not title or not text.endswith(title):
        return None
    before = text[: -len(title)].strip()
    return before if before.endswith((":", "|", "–", "—", "-", "·")) else None


def tail(text: str, title: str) -> str | None:
    """What stands behind the title where ``text`` is the title and a site's name; else None."""
    text, title = text.strip(), title.strip()
    if len(text) <= len(title) or not title or not text.startswith(title):
        return None
    behind = text[len(title) :].strip()
    return behind if behind.startswith(("|", "–", "—", "-", "·", "»", "::")) else None
