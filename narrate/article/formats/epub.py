"""A book: its documents in reading order, without cover, contents and the like."""

from __future__ import annotations

from dataclasses import replace

from narrate.article.candidate import Candidate
from narrate.article.encoding import decode
from narrate.article.formats import chapter, html, pages
from narrate.article.formats.archive import Archive
from narrate.article.formats.package import package
from narrate.article.metadata import Metadata
from narrate.errors import ArticleError

_APART = ("outside the reading order", "the book keeps it apart from its text")


def read(content: bytes) -> tuple[list[Candidate], Metadata]:
    """The blocks of the EPUB file in ``content``, and what it says of itself.

    Raises ArticleError, naming the part that is wrong, for what is damaged, locked,
    or larger than a book is.
    """
    archive = Archive(content)
    book = package(archive)
    about = (book.about.title, book.about.byline, book.about.site)
    found: list[Candidate] = []
    passed: list[int] = []
    referred: set[str] = set()
    for document in book.documents:
        soup = html.parse(decode(archive.read(document.path), "utf-8"))
        blocks = chapter.candidates(soup, document.names, referred)
        soup.decompose()
        names = [name.text for name in document.names if not name.fragment]
        kind = pages.of(blocks, part=document.part, names=names, about=about)
        verdict = kind.verdict if kind else None if document.linear else _APART
        if verdict:
            passed += range(len(found), len(found) + len(blocks))
            blocks = [replace(block, verdict=block.verdict or verdict) for block in blocks]
        found += blocks
    if not found:
        raise ArticleError(
            "its pages hold pictures and no text",
            advice="Look for an edition whose text can be selected and searched.",
        )
    if all(block.verdict for block in found):  # the whole book is of the kind that books leave out
        for index in passed:
            found[index] = replace(found[index], verdict=None)
    return found, book.about
