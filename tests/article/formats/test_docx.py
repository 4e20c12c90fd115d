"""Word documents: styles become kinds, and what is not text is left out."""

from __future__ import annotations

import pytest

from narrate.article.cleaner import clean
from narrate.article.formats import docx
from narrate.errors import ArticleError, MissingExtraError
from narrate.model import Article, Page, Source

TEXT = "The keeper of the bridge counts every boat that passes below her window."


def cleaned(content: bytes) -> Article:
    page = Page(
        source=Source(kind="file", uri="bridge.docx"),
        content=content,
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
    return clean(page)


def para(text: str, style: str = "", run: str = "", more: str = "") -> str:
    """A paragraph of one run."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f"<w:p><w:pPr>{styled}{more}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"
    )


ITEM = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
REFERENCE = f'<w:p><w:r><w:t>{TEXT}</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
NOTE = f'<w:footnote w:id="2">{para("Since the year of the flood.")}</w:footnote>'


def test_styles_become_kinds(make_docx) -> None:
    body = (
        para("The Bridge Keeper", "Title")
        + para("Contents 3", "toc1")
        + para("Her window", "heading1")
        + para(TEXT)
        + para("one boat", more=ITEM)
        + para("Nobody sees them as I do.", "Quote")
        + para("Figure 1: the bridge", "caption")
        + "<w:tbl><w:tr><w:tc>"
        + para("1990")
        + "</w:tc><w:tc>"
        + para("40 boats")
        + "</w:tc></w:tr></w:tbl>"
    )
    article = cleaned(make_docx(body))
    assert [(block.kind, block.level, block.text) for block in article.blocks] == [
        ("title", 0, "The Bridge Keeper"),
        ("heading", 1, "Her window"),
        ("paragraph", 0, TEXT),
        ("list item", 1, "one boat"),
        ("quote", 0, "Nobody sees them as I do."),
        ("caption", 0, "Figure 1: the bridge"),
        ("table", 0, "1990, 40 boats"),
    ]
    assert [d.rule for d in article.dropped] == ["headline printed twice", "table of contents"]


def test_notes_are_footnotes_and_their_marks_are_not_read(make_docx) -> None:
    article = cleaned(make_docx(REFERENCE, notes=NOTE))
    assert [(block.kind, block.text) for block in article.blocks] == [
        ("paragraph", TEXT),
        ("footnote", "Since the year of the flood."),
    ]


def test_a_short_bold_paragraph_is_a_heading(make_docx) -> None:
    bold = "<w:b/>"
    article = cleaned(
        make_docx(para(TEXT) + para("In winter", run=bold) + para(TEXT[4:], run=bold))
    )
    assert [block.kind for block in article.blocks] == ["paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    ("core", "title", "byline"),
    [
        ("<dc:title>The Bridge</dc:title><dc:creator>Ines Calder</dc:creator>", "The Bridge",
         "Ines Calder"),
        ("<dc:title>Document1</dc:title><dc:creator>Microsoft Office User</dc:creator>", "", ""),
        ("<dc:title>C:\\texts\\bridge.doc</dc:title><dc:creator>admin</dc:creator>", "", ""),
    ],
)  # fmt: skip
def test_the_core_properties_say_title_and_writer(make_docx, core, title, byline) -> None:
    article = cleaned(make_docx(para(TEXT), core=core))
    assert (article.title, article.byline) == (title, byline)


def test_what_was_struck_out_in_a_revision_is_not_read(make_docx) -> None:
    deleted = "<w:p><w:del><w:r><w:delText>Wrong words.</w:delText></w:r></w:del></w:p>"
    assert "Wrong" not in cleaned(make_docx(para(TEXT) + deleted)).text


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (para("a" * (21 << 20)), "unpacks to more than"),
        ("<w:p><w:r>", "its text cannot be read"),
        ("<w:ins>" * 5000 + "</w:ins>" * 5000, "nested deeper"),
    ],
)
def test_what_is_wrong_is_named(make_docx, body: str, problem: str) -> None:
    with pytest.raises(ArticleError, match=problem) as caught:
        cleaned(make_docx(body))
    assert caught.value.subject == "bridge.docx"
    assert caught.value.advice


def test_entities_are_refused(make_zip) -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "haha">]><w:document/>'
    with pytest.raises(ArticleError, match="declares entities"):
        cleaned(make_zip({"word/document.xml": bomb}))


def test_without_its_library_it_says_what_to_install(make_docx, monkeypatch) -> None:
    def missing(name: str) -> str:
        raise docx.PackageNotFoundError(name)

    monkeypatch.setattr(docx, "version", missing)
    with pytest.raises(MissingExtraError, match=r"bridge\.docx: .*pip install 'narrate\[docx\]'"):
        cleaned(make_docx(para(TEXT)))
