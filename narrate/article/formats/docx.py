"""A Word document: mammoth makes HTML of it, and the rest is as with any HTML."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from xml.parsers.expat import ExpatError

from narrate.article.candidate import Candidate, tidy
from narrate.article.formats import html
from narrate.article.formats.archive import Archive
from narrate.article.formats.plaintext import is_heading
from narrate.article.metadata import Metadata
from narrate.article.soup import BeautifulSoup
from narrate.errors import ArticleError, MissingExtraError

LARGEST = 16 << 20  # bytes of XML: a million words; mammoth takes a minute for them
LONGEST_CELL = 40  # words: tables with more in a paragraph lay out a page
_CELLS = ("td", "th")
CORE = "docProps/core.xml"
_CONTENTS = ("table of contents", "it lists what the document holds")
# Styles that Word and LibreOffice bring, as elements; the "apart" ones find back by their class.
_STYLES = """
p[style-name='Title'] => h1.docx-title:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='Illustration'] => figcaption:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
p[style-name='TOC Heading'] => p.docx-contents:fresh
p[style-name='Contents Heading'] => p.docx-contents:fresh
p[style-name^='TOC '] => p.docx-contents:fresh
p[style-name^='Contents '] => p.docx-contents:fresh
p[style-name='Table of Figures'] => p.docx-contents:fresh
"""
# Parts that hold nothing to read: what stands on every page, settings, remarks.
_UNREAD = ("customXml/", "word/theme/", "word/header", "word/footer", "word/comments")
_AGAIN = "Save it anew with a word processor."
_NOTE = re.compile(r"(?:^| )(?:footnote|endnote)-[\w-]*\d+(?: |$)")
# What mammoth meets in a file that is not as it should be.
_BROKEN = (ExpatError, AttributeError, IndexError, KeyError, OSError, TypeError, ValueError)
# What programs write as title and author of a document when nobody did.
_NOBODY = re.compile(
    r"(?:microsoft )?(?:office|word)\b.*|python-docx|unknown|user|admin\w*|author|owner|"
    r"untitled.*|document\d*|.*\.(?:docx?|dotx?|odt|rtf)|.*[\\/].*",
    re.IGNORECASE,
)


def read(content: bytes) -> tuple[list[Candidate], Metadata]:
    """The blocks of the DOCX file in ``content``, and what it says of itself.

    Raises ArticleError for what is damaged or larger than a document is,
    MissingExtraError where mammoth is not installed.
    """
    require()
    archive = Archive(content, largest=LARGEST)
    about = _core(archive)
    soup = html.parse(_to_html(_text_alone(archive)))
    _mark_bold(soup)
    _open_cells(soup)
    found = [_as_styled(block) for block in html.candidates(soup, whole=True)]
    title = soup.find("h1", class_="docx-title")
    return found, replace(about, title=tidy(title.get_text(" ")) if title else about.title)


def require() -> str:
    """The library that reads DOCX and its version. Raises MissingExtraError."""
    try:
        return f"read with mammoth {version('mammoth')}"
    except PackageNotFoundError:
        raise MissingExtraError(
            "reading Word documents needs an extra that is not installed",
            advice="Install it: pip install 'narrate[docx]'",
        ) from None


def _text_alone(archive: Archive) -> bytes:
    """The document without pictures, its parts unpacked with measure and free of entities."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as text:
        for name in sorted(archive.names):
            if name.endswith((".xml", ".rels")) and not name.startswith(_UNREAD):
                part = archive.read(name)
                if b"<!DOCTYPE" in part.replace(b"\0", b""):
                    raise ArticleError(
                        f"'{name}' in it declares entities, as no Word document does",
                        advice=_AGAIN,
                    )
                text.writestr(name, part)
    return file.getvalue()


def _to_html(document: bytes) -> str:
    import mammoth

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(document), style_map=_STYLES, convert_image=lambda _: []
        )
    except RecursionError:
        problem = "its elements are nested deeper than those of any document"
    except _BROKEN as error:
        problem = f"its text cannot be read: {error}"
    else:
        return f"<html><body>{result.value}</body></html>"
    raise ArticleError(problem, advice=_AGAIN)


def _core(archive: Archive) -> Metadata:
    """Title, writer and language from the document's core properties."""
    if CORE not in archive.names:
        return Metadata()
    root = archive.xml(CORE)
    said = {
        name: tidy(root.findtext(f"{{http://purl.org/dc/elements/1.1/}}{name}") or "")
        for name in ("title", "creator")
    }
    said = {name: "" if _NOBODY.fullmatch(text) else text for name, text in said.items()}
    return Metadata(title=said["title"], byline=said["creator"])


def _as_styled(block: Candidate) -> Candidate:
    """The block as its style says: a note, an entry of the contents, a heading made by hand."""
    words = [element.words for element in block.containers]
    if any(_NOTE.search(word) for word in words):
        return replace(block, kind="footnote", level=0, text=block.text.removesuffix("↑").rstrip())
    if any("docx-contents" in word for word in words):
        return replace(block, verdict=_CONTENTS)
    if block.kind == "paragraph" and words and "docx-bold" in words[-1]:
        return replace(block, kind="heading", level=2)
    return block


def _mark_bold(soup: BeautifulSoup) -> None:
    """Paragraphs that are nothing but a few bold words were meant as headings."""
    for strong in soup.find_all("strong"):
        paragraph = strong.parent
        if paragraph is None or paragraph.name != "p" or len(paragraph.contents) != 1:
            continue
        text = tidy(strong.get_text())
        if is_heading(text) and paragraph.parent is soup.body:
            paragraph["class"] = "docx-bold"


def _open_cells(soup: BeautifulSoup) -> None:
    """Tables of data without the paragraph that Word puts into each cell."""
    cells = [p for p in soup.find_all("p") if p.parent is not None and p.parent.name in _CELLS]
    layout = {id(p.find_parent("table")) for p in cells if len(p.get_text().split()) > LONGEST_CELL}
    for paragraph in cells:
        if id(paragraph.find_parent("table")) not in layout:
            paragraph.name = "span"
