"""The headline, once: pages print it again, with a kicker, or with the site's name behind it."""

from __future__ import annotations

import re

from narrate.article.candidate import folded

_SITE = re.compile(r"\s+(?:[|·•»—–-]|::|\|\|)\s+")


def without_site(title: str, site: str = "") -> str:
    """The title without the site's name before or behind it, if one is recognised.

    A last part of a few words after " | " is the site's; after a dash only where it is the
    known name, since headlines have dashes of their own.
    """
    parts = _SITE.split(title)
    if len(parts) < 2:
        return title
    names = {folded(site)} - {""}
    for part in (parts[-1], parts[0]):
        if folded(part) in names:
            return title.removesuffix(part).removeprefix(part).strip(" |·•»—–-:")
    bar = re.match(r"(.+?)\s+(?:\||::|»|·|•)\s+", title)
    return bar[1] if bar and len(bar[1].split()) >= 3 else title


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
