"""What a page says about its article.

In the order of trust: JSON-LD, OpenGraph, microdata, meta elements, visible text. The title
is the exception: there the page's own heading is what its readers know (see ``headline``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urljoin, urlsplit

from narrate.article.byline import by_line, byline
from narrate.article.candidate import folded, tidy
from narrate.article.dates import OLDEST, date, date_in_address
from narrate.article.headings import LONGEST, headings
from narrate.article.headline import headline
from narrate.article.linked_data import LinkedData, Node, names, plain, text
from narrate.article.marked import HEADINGS, Marked, beginning, inside

_LONGEST_ADDRESS = 2000
_LONGEST_NAME = 60
_LINES_BELOW = 80  # texts below the headline in which a date may stand
_LONGEST_DATELINE = 60  # characters
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_NO_NAME = re.compile(r"^(?:www\d?|m|amp|blogs?|news|en|co|com|org|net|gov|edu|ac)$")
_LANGUAGES = ("og:locale", "content-language", "dc.language")
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


def metadata(page: Marked, url: str = "") -> Metadata:
    """What the page at ``url`` says, each field from whoever is trusted most of those that do."""
    linked = LinkedData(script.get_text() for script in page["linked data"])
    url = _absolute(url, "")
    canonical = _canonical(page, url)
    shown = [*headings(tag for name in (*HEADINGS, "[headline]") for tag in page[name])]
    window = plain(beginning(page["title"][0])) if page["title"] else ""
    graph = [plain(page.meta.get(name, "")) for name in ("og:title", "twitter:title")]
    article = linked.article(canonical or url, [*(h.text for h in shown if h.level == 1), *graph])
    site = _site(linked, article, page.meta, f"{urlsplit(canonical or url).netloc} {window}")
    sites = {site, *_site_names(linked, page.meta, canonical or url)}
    said = [text(article.get("headline")), *graph]
    said += [*(plain(page.meta.get(name, "")) for name in _TITLES), window]
    return Metadata(
        title=headline(shown, [title[:LONGEST] for title in said if title], sites),
        byline=_byline(page, linked, article, sites),
        published=_published(page, article, url or canonical),
        language=_language(page, article),
        site=site,
        url=canonical,
        image=_image(linked, article, page.meta, _base(page, url)),
        body=_body(linked, article),
    )


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


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
    return _first([*(name for name in found if folded(name) in folded(own)), *found])


def _site_names(linked: LinkedData, meta: dict[str, str], url: str) -> Iterator[str]:
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


def _byline(page: Marked, linked: LinkedData, article: Node, sites: set[str]) -> str:
    said = [plain(page.meta[n]) for n in ("article:author", *_WRITERS) if n in page.meta]
    shown = (by_line(beginning(tag)) for tag in page[".writer"][:20])
    sources = (
        names(linked.resolved(article.get("author") or article.get("creator"))),
        said[:1],
        map(beginning, page["[author]"][:8]),
        map(beginning, page["author"][:8]),
        [_first(shown)],
    )
    return _first(byline(source, sites) for source in sources)


def _published(page: Marked, article: Node, url: str) -> str:
    said = [text(article.get(key)) for key in ("datePublished", "dateCreated")]
    said += [page.meta[name] for name in _DATES if name in page.meta]
    declared = (date(value, earliest=OLDEST) for value in said)
    return _first(chain(declared, map(date, _times(page)))) or date_in_address(url)


def _times(page: Marked) -> Iterator[str]:
    """Dates that the page shows, the most likely first."""
    around = ("article", "main", "header")
    likely = [t for t in page["time"] if t.has_attr("pubdate") or inside(t, around)]
    for tag in [*page["[datePublished]"], *likely, *page["time"][:1]]:
        yield str(tag.get("datetime") or tag.get("content") or beginning(tag))
    yield from map(beginning, page[".when"][:10])
    for heading in page["h1"][:1]:
        for line in heading.find_all_next(string=True, limit=_LINES_BELOW):
            if len(line) < _LONGEST_DATELINE:
                yield line


def _base(page: Marked, url: str) -> str:
    return _first(_absolute(str(tag.get("href") or ""), url) for tag in page["base"]) or url


def _canonical(page: Marked, url: str) -> str:
    graph = page.meta.get("og:url", "")
    for value in [*(str(tag.get("href") or "") for tag in page["canonical"]), graph]:
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
    return _first(_absolute(value, base) or _beside(value, base) for value in values)


def _beside(address: str, base: str) -> str:
    """The address of a file beside a saved page, which has no address itself."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return parts.path if not (base or parts.scheme or parts.netloc) else ""


def _body(linked: LinkedData, article: Node) -> str:
    """The text that linked data carries: the article's own before any other."""
    others = (node.get("articleBody") for node in linked.nodes)
    return _first(text(body) for body in (article.get("articleBody"), *others))


def _language(page: Marked, article: Node) -> str:
    own = [tag.get(key) for tag in page["html"][:1] for key in ("lang", "xml:lang")]
    said = [article.get("inLanguage"), *(page.meta.get(n) for n in _LANGUAGES)]
    tags = (_TAG.match(tidy(str(value or ""))) for value in (*own, *said))
    primary, _, rest = _first(tag[0] for tag in tags if tag).replace("_", "-").partition("-")
    return f"{primary.lower()}-{rest}" if rest else primary.lower()
