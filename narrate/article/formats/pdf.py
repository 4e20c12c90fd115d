"""A PDF file: pieces of text at places on pages, of which paragraphs are made again."""

from __future__ import annotations

import re
import threading
import unicodedata
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from narrate.article.candidate import Candidate, folded, tidy
from narrate.article.formats.typeset import blocks, columns, running
from narrate.article.formats.typeset.fragment import Sheet
from narrate.article.metadata import Metadata
from narrate.errors import ArticleError, MissingExtraError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

    from narrate.article.formats.glyphs import Glyphs

MOST_PAGES = 5_000
MOST_LETTERS = 10_000_000
_FEWEST_LETTERS = 20  # on a page on the average, or it is a scan with a stamp
_ENOUGH = 2_000  # letters: then there is text, however many pictures
_MOST_UNKNOWN = 0.3
_TURNED = ("turned text", "it runs up or down the page")
_OUTSIDE = ("hidden text", "it stands outside the page, where nobody sees it")
_NO_TITLE = re.compile(
    r"^(?:untitled|document\d*|microsoft (?:word|powerpoint|excel)|slide \d+|powerpoint|layout \d+)"
    r"|\.(?:docx?|pdf|tex|dvi|indd|qxd|pptx?|xlsx?|rtf|odt|html?|ps|eps|pages|txt)$|[\\/]",
    re.IGNORECASE,
)
_BY_HAND = "Open it in a viewer and save the part with the article as a file of its own."
_ONE_AT_A_TIME = threading.Lock()  # PDFium has state that threads must not share


def read(content: bytes) -> tuple[list[Candidate], Metadata]:
    """The blocks of the PDF file in ``content``, and what it says of itself.

    Raises ArticleError for what is damaged, locked, longer than a book, or made of
    pictures; MissingExtraError where PDFium is not installed.
    """
    require()
    with _ONE_AT_A_TIME:
        return _read(content)


def require() -> str:
    """The library that reads PDF and its version. Raises MissingExtraError."""
    try:
        return f"read with pypdfium2 {version('pypdfium2')}"
    except PackageNotFoundError:
        raise MissingExtraError(
            "reading PDF files needs an extra that is not installed",
            advice="Install it: pip install 'narrate[pdf]'",
        ) from None


def _read(content: bytes) -> tuple[list[Candidate], Metadata]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise ArticleError(
                "it is locked with a password",
                advice="Open it in a viewer with the password and print it into a new PDF file.",
            ) from None
        raise ArticleError(
            "it is damaged: no PDF reader can open it", advice="Fetch or copy it again."
        ) from None
    try:
        sheets, dropped = _sheets(document)
        said = document.get_metadata_dict()
    finally:
        document.close()
    sheets, running_heads = running.without(sheets)
    found, title = blocks.read(columns.lines(sheets))
    about = _metadata(said, title, found)
    return [*found, *running_heads, *dropped], about


def _sheets(document: PdfDocument) -> tuple[list[Sheet], list[Candidate]]:
    """What every page prints; and what of it nobody sees or reads, with its verdict."""
    pages = len(document)
    if pages > MOST_PAGES:
        raise ArticleError(f"it has {pages:,} pages", advice=_BY_HAND)
    sheets: list[Sheet] = []
    dropped: list[Candidate] = []
    letters = unknown = 0
    for number in range(pages):
        found = _glyphs(document, number)
        letters += found.letters
        unknown += found.unknown
        if letters > MOST_LETTERS:
            raise ArticleError(
                f"it holds more than {MOST_LETTERS // 1_000_000} million letters", advice=_BY_HAND
            )
        sheets.append(Sheet(page=number, fragments=tuple(found.fragments)))
        for some, verdict in ((found.turned, _TURNED), (found.outside, _OUTSIDE)):
            if text := tidy("".join(some)):
                dropped.append(Candidate(kind="paragraph", text=text, verdict=verdict))
    _check_readable(letters, unknown, pages)
    return sheets, dropped


def _glyphs(document: PdfDocument, number: int) -> Glyphs:
    from pypdfium2 import PdfiumError

    from narrate.article.formats.glyphs import glyphs

    try:
        page = document[number]
        found = glyphs(page)
        page.close()
    except PdfiumError:
        raise ArticleError(
            f"page {number + 1} of it is damaged", advice="Fetch or copy the file again."
        ) from None
    return found


def _check_readable(letters: int, unknown: int, pages: int) -> None:
    """Raises ArticleError for pictures of text, and for text that is not told by its letters."""
    if letters < _FEWEST_LETTERS * pages and letters < _ENOUGH:
        raise ArticleError(
            "its pages are pictures, as of a scan, and hold no text",
            advice="Have the text recognised first, for example with: ocrmypdf scan.pdf text.pdf",
        )
    if unknown > _MOST_UNKNOWN * letters:
        raise ArticleError(
            "its fonts do not say which letters they print",
            advice="Have the text recognised, for example with: "
            "ocrmypdf --force-ocr in.pdf text.pdf",
        )


def _metadata(said: dict[str, str], printed: str, found: list[Candidate]) -> Metadata:
    """The title is what the file says where the first page prints it too, else the largest text."""
    title = tidy(said.get("Title", ""))
    beginning = folded("".join(block.text for block in found[:40]))
    if not _is_title(title) or (printed and folded(title) not in beginning):
        title = ""
    author = tidy(said.get("Author", ""))
    return Metadata(
        title=title or printed,
        byline=author if _is_name(author) else "",
    )


def _is_title(text: str) -> bool:
    """Not the name of a file, nor what a program writes there by itself."""
    return (
        len(text) >= 4
        and sum(map(str.isalpha, text)) > len(text) / 2
        and not _NO_TITLE.search(text)
        and not any(unicodedata.category(character) == "Cc" for character in text)
    )


def _is_name(text: str) -> bool:
    """Writers, and not the account that somebody was logged in with."""
    return " " in text and len(text) <= 200 and _is_title(text)
