"""The package of an EPUB: what the book says of itself, and its documents in reading order."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import etree

from narrate.article.candidate import tidy
from narrate.article.encoding import decode
from narrate.article.formats import html
from narrate.article.formats.archive import Archive
from narrate.article.metadata import Metadata
from narrate.article.soup import Tag
from narrate.errors import ArticleError

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
_DEEPEST = 30  # elements between an entry of a table of contents and its list
_DOCUMENTS = frozenset(
    ("", "application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/xml")
)
# Ways to keep an embedded font from being copied out of the book; the text is open.
_FONTS = frozenset(("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"))
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?")
_DAMAGED = "Fetch it again, or save it anew with the program it is from."


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What the table of contents calls a place in the book."""

    text: str
    fragment: str = ""
    """The id of an element; empty for the beginning of a document."""
    depth: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of the book's spine."""

    path: str
    linear: bool = True
    names: tuple[Name, ...] = ()
    part: str = ""
    """What the guide or the landmarks call it: ``cover``, ``toc``, …; or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    about: Metadata
    documents: tuple[Document, ...]


def package(archive: Archive) -> Package:
    """What the EPUB in ``archive`` says of itself. Raises ArticleError, naming what is wrong."""
    path = _package_path(archive)
    root = archive.xml(path)
    folder = posixpath.dirname(path)
    items = {item.get("id", ""): item for item in root.iter("{*}item")}
    paths = {key: _path(folder, item.get("href", ""))[0] for key, item in items.items()}
    names: dict[str, list[Name]] = defaultdict(list)
    parts = {
        target: reference.get("type", "").lower()
        for reference in root.iter("{*}reference")
        for target, fragment in [_path(folder, reference.get("href", ""))]
        if not fragment
    }
    for key, item in items.items():
        if "nav" in item.get("properties", "").split() and paths[key] in archive.names:
            _read_navigation(archive, paths[key], names, parts)
            parts[paths[key]] = "toc"
    for spine in islice(root.iter("{*}spine"), 1):
        ncx = paths.get(spine.get("toc", ""), "")
        if not names and ncx in archive.names:
            _read_ncx(archive, ncx, names)
    documents: dict[str, Document] = {}
    for reference in root.iter("{*}itemref"):
        key = reference.get("idref", "")
        if key in items and items[key].get("media-type", "") in _DOCUMENTS:
            documents.setdefault(  # some books list a document once for each of its sections
                paths[key],
                Document(
                    path=paths[key],
                    linear=reference.get("linear") != "no",
                    names=tuple(names[paths[key]]),
                    part=parts.get(paths[key], ""),
                ),
            )
    if not documents:
        raise ArticleError(f"'{path}' in it lists no documents to read", advice=_DAMAGED)
    _check_open(archive, documents)
    return Package(about=_metadata(root), documents=tuple(documents.values()))


def _package_path(archive: Archive) -> str:
    for rootfile in archive.xml(CONTAINER).iter("{*}rootfile"):
        path = _path("", rootfile.get("full-path", ""))[0]
        if path:
            return path
    raise ArticleError(f"'{CONTAINER}' in it names no book", advice=_DAMAGED)


def _path(folder: str, href: str) -> tuple[str, str]:
    """The name of the member that ``href`` leads to, and the fragment.

    Nothing but members of the archive is ever opened; what leads outside finds none.
    """
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return "", ""
    if parts.scheme or parts.netloc or not parts.path:
        return "", ""
    return posixpath.normpath(posixpath.join(folder, unquote(parts.path))), unquote(parts.fragment)


def _read_navigation(
    archive: Archive, path: str, names: dict[str, list[Name]], parts: dict[str, str]
) -> None:
    """The entries of an EPUB 3 navigation document, and the parts its landmarks name."""
    folder = posixpath.dirname(path)
    for nav in html.parse(decode(archive.read(path), "utf-8")).find_all("nav"):
        kind = str(nav.get("epub:type") or "")
        for link in nav.find_all("a", href=True):
            target, fragment = _path(folder, str(link["href"]))
            if kind == "landmarks" and not fragment:
                parts.setdefault(target, str(link.get("epub:type") or "").lower())
            elif kind == "toc":
                depth = sum(parent.name == "ol" for parent in islice(link.parents, _DEEPEST))
                _add(names[target], link, fragment, depth)


def _add(names: list[Name], link: Tag, fragment: str, depth: int) -> None:
    names.append(Name(text=tidy(link.get_text(" ")), fragment=fragment, depth=max(1, depth)))


def _read_ncx(archive: Archive, path: str, names: dict[str, list[Name]]) -> None:
    """The entries of an EPUB 2 table of contents."""
    folder = posixpath.dirname(path)
    for point in archive.xml(path).iter("{*}navPoint"):
        content = point.find("{*}content")
        target, fragment = _path(folder, "" if content is None else content.get("src", ""))
        above = islice(point.iterancestors("{*}navPoint"), _DEEPEST)
        text = tidy(point.findtext("{*}navLabel/{*}text") or "")
        names[target].append(Name(text=text, fragment=fragment, depth=1 + sum(1 for _ in above)))


def _check_open(archive: Archive, documents: dict[str, Document]) -> None:
    """Raises ArticleError where the text of the book is encrypted."""
    if ENCRYPTION not in archive.names:
        return
    for data in archive.xml(ENCRYPTION).iter("{*}EncryptedData"):
        method = data.find("{*}EncryptionMethod")
        if method is not None and method.get("Algorithm") in _FONTS:
            continue
        locked = {_path("", r.get("URI", ""))[0] for r in data.iter("{*}CipherReference")}
        if locked & documents.keys():
            raise ArticleError(
                "it is locked by its seller's copy protection (DRM)",
                advice="narrate reads open books only: look for an edition without DRM.",
            )


def _metadata(root: etree._Element) -> Metadata:
    """Title, writers, date, language, publisher; as address an identifier that is one."""
    roles = {
        meta.get("refines", "").lstrip("#"): meta.text or ""
        for meta in root.iter("{*}meta")
        if meta.get("property") == "role"
    }
    creators = [
        (tidy(creator.text or ""), _role(creator, roles)) for creator in root.iter("{*}creator")
    ]
    writers = [name for name, role in creators if role in ("", "aut")]
    language, _, region = _first(root, "language").replace("_", "-").partition("-")
    return Metadata(
        title=_first(root, "title"),
        byline=", ".join(writers or [name for name, _ in creators]),
        published=_published(root),
        language=f"{language.lower()}-{region}" if region else language.lower(),
        site=_first(root, "publisher"),
        url=next((t for t in _texts(root, "identifier") if t.startswith(("http:", "https:"))), ""),
    )


def _texts(root: etree._Element, name: str) -> Iterator[str]:
    for element in root.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"):
        text = tidy(element.text or "")
        if text and text.lower() not in ("unknown", "und"):  # what programs write for "nothing"
            yield text


def _first(root: etree._Element, name: str) -> str:
    return next(_texts(root, name), "")


def _role(creator: etree._Element, roles: dict[str, str]) -> str:
    own = next((str(v) for k, v in creator.attrib.items() if str(k).endswith("}role")), "")
    return own or roles.get(creator.get("id", ""), "")


def _published(root: etree._Element) -> str:
    """The day of publication; other dates of the file (its conversion, a change) are not it."""
    dates = list(root.iter("{http://purl.org/dc/elements/1.1/}date"))
    events = {
        next((str(v) for k, v in d.attrib.items() if str(k).endswith("}event")), ""): d.text or ""
        for d in reversed(dates)
    }
    kept = next((v for k, v in events.items() if k.startswith("publi")), events.get("", ""))
    found = _DATE.search(kept)
    return found[0] if found else ""
