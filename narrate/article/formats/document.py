"""Documents that are bytes and not text: told by their signature, each read by its own reader."""

from __future__ import annotations

from narrate.article.candidate import Candidate
from narrate.article.metadata import Metadata

EPUB = "application/epub+zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def signature(content: bytes) -> str:
    """The media type that the bytes show; empty where they are none of these documents."""
    if content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):  # the names of members stand in it as they are
        if b"META-INF/container.xml" in content:
            return EPUB
        if b"word/document.xml" in content:
            return DOCX
    return ""


def read(content: bytes, media_type: str) -> tuple[list[Candidate], Metadata] | None:
    """Blocks and metadata of an EPUB, DOCX or PDF file; None for other media types.

    Raises ArticleError for what cannot be read, MissingExtraError where its reader is
    not installed.
    """
    if media_type == EPUB:
        from narrate.article.formats import epub

        return epub.read(content)
    if media_type == DOCX:
        from narrate.article.formats import docx

        return docx.read(content)
    if media_type == PDF:
        from narrate.article.formats import pdf

        return pdf.read(content)
    return None
