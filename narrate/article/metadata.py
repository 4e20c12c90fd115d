"""What a page says about its article.

In the order of trust: JSON-LD, OpenGraph, microdata, meta elements, visible text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag

from narrate.article.candidate import tidy
from narrate.article.headline import without_site

_ARTICLE = re.compile(r"(Article|Posting|Report|Review|Recipe|Story|CreativeWork)$")
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_DEEPEST = 12  # levels of JSON-LD looked into


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    title: str = ""
    byline: str = ""
    published: str = ""
    language: str = ""
    site: str = ""
    url: str = ""
    image: str = ""
    body: str = ""
    """The article's text, where linked data carries it."""


def metadata(soup: BeautifulSoup) -> Metadata:
    """What the page says, each field from whoever is trusted most among those that say it."""
    linked = next(_articles(soup), {})
    meta = _meta(soup)
    site = _first(_name(linked.get("publisher")), meta.get("og:site_name"))
    heading = soup.find("h1")
    heading_text = tidy(heading.get_text(" ")) if isinstance(heading, Tag) else ""
    title = _first(
        linked.get("headline"),
        meta.get("og:title"),
        _microdata(soup, "headline"),
        meta.get("twitter:title"),
        heading_text,
        soup.title.get_text() if soup.title else "",
    )
    html = soup.find("html")
    return Metadata(
        title=_chosen_title(title, heading_text, site),
        byline=_byline(
            _first(
                _names(linked.get("author")),
                meta.get("author"),
                meta.get("article:author"),
                _microdata(soup, "author"),
            )
        ),
        published=_date(
            _first(
                linked.get("datePublished"),
                meta.get("article:published_time"),
                _microdata(soup, "datePublished"),
                meta.get("date"),
                meta.get("dc.date"),
                _time(soup),
            )
        ),
        language=_language(
            _first(
                str(html.get("lang") or html.get("xml:lang") or "")
                if isinstance(html, Tag)
                else "",
                linked.get("inLanguage"),
                meta.get("og:locale"),
                meta.get("content-language"),
            )
        ),
        site=site,
        url=_first(_canonical(soup), meta.get("og:url")),
        body=_first(*(article.get("articleBody") for article in _articles(soup))),
        image=_first(_image(linked.get("image")), meta.get("og:image"), meta.get("twitter:image")),
    )


def _first(*values: object) -> str:
    return next((tidy(v) for v in values if isinstance(v, str) and tidy(v)), "")


def _chosen_title(title: str, heading: str, site: str) -> str:
    """The heading where it is the same headline: it lacks what is put there for search."""
    bare = without_site(title, site)
    if heading and heading.casefold() in title.casefold() and len(heading.split()) >= 3:
        return heading
    return bare


def _articles(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(script.get_text(), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _typed(data, 0)


def _typed(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from _typed(item, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if any(_ARTICLE.search(str(k)) for k in (kinds if isinstance(kinds, list) else [kinds])):
            yield data
        for value in (data.get("@graph"), data.get("mainEntity")):
            yield from _typed(value, depth + 1)


def _meta(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("http-equiv")
        content = tag.get("content")
        if name and content:
            found.setdefault(str(name).lower(), str(content))
    return found


def _microdata(soup: BeautifulSoup, name: str) -> str:
    tag = soup.find(True, attrs={"itemprop": name})
    if not isinstance(tag, Tag):
        return ""
    return str(tag.get("content") or tag.get("datetime") or tag.get_text(" "))


def _time(soup: BeautifulSoup) -> str:
    tag = soup.find("time", datetime=True)
    return str(tag["datetime"]) if isinstance(tag, Tag) else ""


def _canonical(soup: BeautifulSoup) -> str:
    tag = soup.find("link", rel="canonical")
    return str(tag.get("href") or "") if isinstance(tag, Tag) else ""


def _name(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else ""


def _names(value: object) -> str:
    people = value if isinstance(value, list) else [value]
    return ", ".join(name for name in map(_name, people) if name)


def _image(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("url")
    return value if isinstance(value, str) else ""


def _byline(text: str) -> str:
    """A name, not an address of a profile, and without its "By"."""
    if text.startswith(("http:", "https:", "@")) or len(text) > 200:
        return ""
    return re.sub(r"^(?:by|von|par|por)\s+", "", text, flags=re.IGNORECASE)


def _date(text: str) -> str:
    found = _DATE.search(text)
    return found[0].replace(" ", "T") if found else ""


def _language(text: str) -> str:
    found = _TAG.match(text)
    if not found:
        return ""
    primary, _, rest = found[0].replace("_", "-").partition("-")
    return f"{primary.lower()}-{rest}" if rest else primary.lower()
