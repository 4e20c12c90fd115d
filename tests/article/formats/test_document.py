"""Documents are told by their first bytes, and given as bytes to ``clean`` too."""

from __future__ import annotations

from narrate.article.cleaner import clean
from narrate.article.formats.document import DOCX, EPUB, PDF, signature


def test_documents_show_what_they_are(make_zip) -> None:
    assert signature(b"\n%PDF-1.7") == PDF
    assert signature(make_zip({"META-INF/container.xml": ""})) == EPUB
    assert signature(make_zip({"word/document.xml": ""})) == DOCX
    assert signature(make_zip({"a.txt": ""})) == ""
    assert signature(b"It begins with %PDF-1.7.") == ""


def test_clean_takes_their_bytes(make_epub, make_pdf, text) -> None:
    line = "The lamp on the pier was burning all night long."
    assert line in clean(make_epub({"a.xhtml": f"<p>{line}</p>"})).text
    assert line in clean(make_pdf([text(lines=[line])])).text
