"""What a page says about its article.

In the order of trust: JSON-LD, OpenGraph, microdata, meta elements, visible text. The title
is the exception: there the page's own heading is what its readers know (see ``headline``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from narrate.article.byline import by_line, byline
from narrate.article.candidate import folded, tidy
from narrate.article.dates import date, date_in_address
from narrate.article.headings import LONGEST, headings, inside
from narrate.article.headline import headline
from narrate.article.linked_data import LinkedData, Node, names, plain, text

_LONGEST_ADDRESS = 2000
_LONGEST_NAME = 60
_LINES_BELOW = 80  # texts below the headline in which a date may stand
_LONGEST_DATELINE = 60  # characters
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_NO_NAME = re.compile(r"^(?:www\d?|m|amp|blogs?|news|en|co|com|org|net|gov|edu|ac)$")
_WRITER = re.compile(
    r"(?:^|[-_ ])(?:byline|author|by-?author)(?:[-_ ]{1,2}names?)?(?=$|[-_ ])", re.IGNORECASE
)
_WHEN = re.compile(
    r"(?:^|[-_ ])(?:(?:entry|post|article|publish(?:ed)?|pub)?[-_]?(?:date|time)(?:stamp|line)?|"
    r"published(?:[-_]?(?:on|at))?)(?=$|[-_ ])",
    re.IGNORECASE,
)
_NAMES = ("property", "name", "http-equiv", "itemprop")
_TITLES = ("dc.title", "parsely-title", "sailthru.title", "title")
_WRITERS = ("author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl")
_DATES = (
    "article:published_time", "article:published", "og:published_time", "datepublished",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "sailthru.date",
    "parsely-pub-date", "pubdate", "publish-date", "publish_date", "publication_date",
    "cxenseparse:recs:publishtime", "citation_publication_date", "date", "dc.date",
    "dcterms.date", "created",
)  # fmt: skip


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


def metadata(soup: BeautifulSoup, url: str = "") -> Metadata:
    """What the page at ``url`` says, each field from whoever is trusted most of those that do."""
    meta = _meta(soup)
    linked = LinkedData(soup)
    canonical = _canonical(soup, meta, url)
    base = _base(soup, url) or canonical
    shown = list(headings(soup))
    named = [plain(soup.title.get_text())] if soup.title else []
    graph = [plain(meta.get(name, "")) for name in ("og:title", "twitter:title")]
    article = linked.article(canonical or url, [*(h.text for h in shown if h.level == 1), *graph])
    site = _site(linked, article, meta, " ".join([urlsplit(canonical or url).netloc, *named]))
    sites = {site, *_site_names(linked, article, meta, canonical or url)}
    said = [text(article.get("headline")), *graph]
    said += [*(plain(meta.get(name, "")) for name in _TITLES), *named]
    return Metadata(
        title=headline(shown, [title[:LONGEST] for title in said if title], sites),
        byline=_byline(soup, linked, article, meta, sites),
        published=_published(soup, article, meta, url or canonical),
        language=_language(soup, article, meta),
        site=site,
        url=canonical,
        image=_image(linked, article, meta, base),
        body=_body(linked, article),
    )


def _first(*values: str) -> str:
    return next((value for value in values if value), "")


def _meta(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = next((tag[key] for key in _NAMES if tag.get(key)), "")
        content = tag.get("content")
        if name and content:
            found.setdefault(str(name).lower(), str(content))
    return found


def _site(linked: LinkedData, article: Node, meta: dict[str, str], own: str) -> str:
    """The site's name: of several the one that ``own``, address and window title, repeats.

    The publisher of linked data is often the agency or the firm that a text came from.
    """
    found = [
        *names(linked.resolved(article.get("publisher"))),
        plain(meta.get("og:site_name", "")).lstrip("@"),
        *(text(node.get("name")) for node in linked.of_type("WebSite")),
        plain(meta.get("application-name", "")),
    ]
    found = [name for name in found if len(name) <= _LONGEST_NAME]
    return _first(*(name for name in found if folded(name) in folded(own)), *found)


def _site_names(linked: LinkedData, article: Node, meta: dict[str, str], url: str) -> Iterator[str]:
    """All that the site may call itself, for telling its name from the title."""
    host = urlsplit(url).hostname or "" if url.startswith("http") else ""
    labels = host.split(".")
    for number, label in enumerate(labels[:-1]):
        yield ".".join(labels[number:])
        yield "" if _NO_NAME.match(label) else label
    for name in ("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site"):
        yield plain(meta.get(name, "")).lstrip("@")
    for node in linked.of_type("WebSite", "Organization", "NewsMediaOrganization"):
        yield text(node.get("name"))
        yield text(node.get("alternateName"))


def _byline(
    soup: BeautifulSoup, linked: LinkedData, article: Node, meta: dict[str, str], sites: set[str]
) -> str:
    named = soup.find_all(True, attrs={"itemprop": "author"}, limit=8)
    shown = soup.find_all(_is(_WRITER), limit=20)
    sources = (
        names(linked.resolved(article.get("author") or article.get("creator"))),
        [plain(meta[name]) for name in ("article:author", *_WRITERS) if name in meta][:1],
        map(_text, named),
        map(_text, soup.find_all("a", rel="author", limit=8)),
        [line for tag in shown if (line := by_line(_text(tag)))][:1],
    )
    return _first(*(byline(source, sites) for source in sources))


def _text(tag: Tag) -> str:
    """The beginning of an element's text; an element may hold the whole page."""
    return " ".join(islice(tag.stripped_strings, 30))


def _is(pattern: re.Pattern[str]) -> Callable[[Tag], bool]:
    """Whether an element's classes say what the pattern looks for."""
    return lambda tag: bool(
        tag.get("class") and pattern.search(" ".join(tag.get_attribute_list("class"))[:300])
    )


def _published(soup: BeautifulSoup, article: Node, meta: dict[str, str], url: str) -> str:
    values = [text(article.get(key)) for key in ("datePublished", "dateCreated")]
    values += [meta[name] for name in _DATES if name in meta]
    return _first(
        *(found for value in values if (found := date(value))),
        *(found for tag in _times(soup) if (found := date(tag))),
        date_in_address(url),
    )


def _times(soup: BeautifulSoup) -> Iterator[str]:
    """Dates that the page shows, the most likely first."""
    marked = soup.find_all(True, attrs={"itemprop": "datePublished"}, limit=5)
    times = soup.find_all("time", limit=50)
    around = ("article", "main", "header")
    likely = [t for t in times if t.has_attr("pubdate") or inside(t, around)]
    for tag in [*marked, *likely, *times[:1]]:
        yield str(tag.get("datetime") or tag.get("content") or _text(tag))
    yield from map(_text, soup.find_all(_is(_WHEN), limit=10))
    if heading := soup.find("h1"):
        for line in heading.find_all_next(string=True, limit=_LINES_BELOW):
            if len(line) < _LONGEST_DATELINE:
                yield line


def _base(soup: BeautifulSoup, url: str) -> str:
    tag = soup.find("base", href=True)
    return _absolute(str(tag["href"]), url) if isinstance(tag, Tag) else url


def _canonical(soup: BeautifulSoup, meta: dict[str, str], url: str) -> str:
    tag = soup.find("link", rel="canonical", href=True)
    for value in (str(tag["href"]) if isinstance(tag, Tag) else "", meta.get("og:url", "")):
        found = _absolute(value, url)
        # Some sites give their front page as the address of every page.
        if found and not (len(urlsplit(found).path) < 2 < len(urlsplit(url).path)):
            return found
    return ""


def _absolute(address: str, base: str) -> str:
    """The address as a whole one of the web; empty for anything else."""
    address = re.sub(r"[\x00-\x1f\x7f]", "", address).strip().replace(" ", "%20")
    if not address or len(address) > _LONGEST_ADDRESS:
        return ""
    try:
        found = urljoin(base, address)
        parts = urlsplit(found)
        good = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        return ""
    return found if good else ""


def _image(linked: LinkedData, article: Node, meta: dict[str, str], base: str) -> str:
    values = [
        str(image.get("url") or image.get("contentUrl") or "") if isinstance(image, dict) else image
        for image in linked.resolved(article.get("image"))
    ]
    values += [meta[n] for n in ("og:image:secure_url", "og:image", "og:image:url") if n in meta]
    values += [meta[n] for n in ("twitter:image", "twitter:image:src") if n in meta]
    return _first(*(found for value in values if (found := _absolute(value, base))))


def _body(linked: LinkedData, article: Node) -> str:
    """The text that linked data carries: the article's own before any other."""
    others = (node.get("articleBody") for node in linked.nodes)
    return _first(text(article.get("articleBody")), *(text(body) for body in others))


def _language(soup: BeautifulSoup, article: Node, meta: dict[str, str]) -> str:
    html = soup.find("html")
    own = [html.get("lang"), html.get("xml:lang")] if html else []
    said = [text(article.get("inLanguage")), meta.get("og:locale"), meta.get("content-language")]
    tags = (_TAG.match(tidy(str(value or ""))) for value in (*own, *said))
    found = next((tag[0] for tag in tags if tag), "")
    primary, _, rest = found.replace("_", "-").partition("-")
    return f"{primary.lower()}-{rest}" if rest else primary.lower()
