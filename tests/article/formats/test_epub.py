"""Books: what is read of them, in which order, and which are refused and why."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from narrate.article.cleaner import clean
from narrate.errors import ArticleError
from narrate.model import Article, Page, Source

ONE = (
    "<h1>The Lagoon</h1><p>The salt was carried over the hill by forty mules, every autumn.</p>"
    "<p>Nobody remembers when the first of them went.</p>"
)
TWO = "<h1>The Toll House</h1><p>The keeper counted the loads and wrote them into a book.</p>"
PAD = "<p>The road was four days long, and in the rain of November it was six.</p>"


def cleaned(book: bytes, **options) -> Article:
    source = Source(kind="file", uri="salt.epub")
    return clean(Page(source=source, content=book, media_type="application/epub+zip"), **options)


def blocks(book: bytes) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in cleaned(book).blocks[1:]]


def test_chapters_come_in_the_order_of_the_spine(make_epub) -> None:
    article = cleaned(make_epub({"z.xhtml": ONE, "a.xhtml": TWO}))
    assert [b.text for b in article.blocks if b.kind == "heading"] == [
        "The Lagoon",
        "The Toll House",
    ]


def test_the_package_says_title_writer_date_and_language(make_epub) -> None:
    article = cleaned(make_epub({"one.xhtml": ONE}))
    assert article.title == article.blocks[0].text == "The Salt Road"
    assert (article.byline, article.site) == ("Ines Calder", "Oakmere Press")
    assert (article.published, article.language) == ("2021-05-04", "en-GB")
    assert article.url == "https://oakmere.example/salt-road"


def test_translators_and_dates_of_conversion_are_not_the_writer_s(make_epub) -> None:
    about = (
        "<dc:title>Salz</dc:title><dc:creator id='a'>Ines Calder</dc:creator>"
        "<dc:creator id='b'>Jon Ek</dc:creator><dc:creator opf:role='ill'>Ana Lo</dc:creator>"
        "<meta refines='#b' property='role'>trl</meta><dc:language>unknown</dc:language>"
        "<dc:date opf:event='conversion'>2024-01-01</dc:date>"
        "<dc:date opf:event='publication'>1998-02-03</dc:date>"
    )
    article = cleaned(make_epub({"one.xhtml": ONE}, about=about))
    assert (article.byline, article.published, article.language) == (
        "Ines Calder",
        "1998-02-03",
        "en",
    )


@pytest.mark.parametrize(
    ("page", "rule"),
    [
        ("<section epub:type='titlepage'><p>The Salt Road</p><p>a history</p></section>", "title"),
        ("<p>THE SALT ROAD</p><p>Ines Calder</p><p>Oakmere Press</p>", "title page"),
        ("<p>First published in 2021.</p><p>ISBN 978-3-16-148410-0</p>", "copyright page"),
        ("<h2>Copyright</h2><p>All that is in this book belongs to its writer.</p>", "copyright"),
        ("<h1>Inhaltsverzeichnis</h1><p>Die Lagune</p><p>Das Zollhaus</p>", "table of contents"),
        (
            "".join(f"<p><a href='c{n}.xhtml'>Day {n}</a></p>" for n in range(5)),
            "table of contents",
        ),
        ("<section epub:type='index'><p>mules, 4, 8, 15</p></section>", "index"),
        ("<div class='pg-boilerplate'><p>You may copy this file freely.</p></div>", "licence"),
        ("<div role='doc-cover'><p>A novel that everybody reads</p></div>", "cover page"),
    ],
)
def test_pages_around_the_text_are_left_out(make_epub, page: str, rule: str) -> None:
    article = cleaned(make_epub({"x.xhtml": page, "one.xhtml": ONE, "two.xhtml": TWO}))
    assert [d.rule for d in article.dropped if d.rule.startswith(rule)], article.dropped
    assert [b.text for b in article.blocks if b.kind == "heading"] == [
        "The Lagoon",
        "The Toll House",
    ]
    assert all(d.reason for d in article.dropped)


def test_the_guide_says_what_a_page_is_unless_it_holds_the_text(make_epub) -> None:
    guide = (
        '<reference type="toc" href="list.xhtml"/><reference type="cover" href="one.xhtml"/>'
        '<reference type="toc" href="two.xhtml#toc"/>'
    )
    long = ONE + PAD * 20
    bodies = {"list.xhtml": "<p>Lagoon 1, house 9</p>", "one.xhtml": long, "two.xhtml": TWO}
    book = make_epub(bodies, guide=guide)
    article = cleaned(book)
    assert [d.text for d in article.dropped if d.rule == "table of contents"] == [
        "Lagoon 1, house 9"
    ]
    assert "forty mules" in article.text
    assert "The keeper counted" in article.text


def test_the_navigation_document_is_left_out_and_names_chapters(make_epub) -> None:
    nav = (
        "<nav epub:type='toc'><h1>Contents</h1><ol><li><a href='one.xhtml'>The Lagoon</a></li>"
        "<li><a href='two.xhtml'>The Toll House</a><ol><li><a href='two.xhtml#book'>The Book"
        "</a></li></ol></li></ol></nav>"
    )
    two = "<p>The keeper counted the loads.</p><p id='book'>She wrote them into a book.</p>"
    book = make_epub({"nav.xhtml": nav, "one.xhtml": ONE, "two.xhtml": two}, nav=nav)
    headings = [(b.level, b.text) for b in cleaned(book).blocks if b.kind == "heading"]
    assert headings == [(1, "The Lagoon"), (1, "The Toll House"), (2, "The Book")]


def test_a_name_that_the_text_prints_as_a_paragraph_is_its_heading(make_epub) -> None:
    ncx = (
        "<navPoint><navLabel><text>Chapter 1: The Lagoon</text></navLabel>"
        "<content src='one.xhtml'/></navPoint>"
    )
    one = f"<p><b>CHAPTER 1</b></p><p>The Lagoon</p>{PAD}"
    assert blocks(make_epub({"one.xhtml": one}, ncx=ncx))[:2] == [
        ("heading", "CHAPTER 1"),
        ("heading", "The Lagoon"),
    ]


def test_names_that_programs_give_are_no_headings(make_epub) -> None:
    ncx = "<navPoint><navLabel><text>part0004</text></navLabel><content src='a.xhtml'/></navPoint>"
    assert "part0004" not in cleaned(make_epub({"a.xhtml": PAD}, ncx=ncx)).text


NOTED = (
    "<h1>Salt</h1><p>The mules<a epub:type='noteref' href='#n1'>1</a> were old,<sup><a href='#n2'>2"
    "</a></sup> and the road<a href='#n3'>[3]</a> long; see page <a href='#p12'>12</a> of it."
    "<span epub:type='pagebreak' id='p12'>12</span> Then it rained.</p>"
    "<aside epub:type='footnote' id='n1'><p>Forty of them.</p></aside>"
    "<h2>Notes</h2><p id='n2'><a href='#r2'>2</a> Nobody knows how old.</p>"
    "<div class='footnote' id='n3'><p>Four days long. <a href='#r3'>↩</a></p></div>"
)


def test_notes_are_footnotes_and_what_leads_to_them_is_not_read(make_epub) -> None:
    assert blocks(make_epub({"one.xhtml": NOTED})) == [
        ("heading", "Salt"),
        (
            "paragraph",
            "The mules were old, and the road long; see page 12 of it. Then it rained.",
        ),
        ("footnote", "Forty of them."),
        ("footnote", "Notes"),
        ("footnote", "Nobody knows how old."),
        ("footnote", "Four days long."),
    ]


def test_numbered_paragraphs_are_no_notes(make_epub) -> None:
    verses = "".join(f"<p id='v{n}'><a href='#v{n}'>{n}</a> {PAD[3:]}" for n in range(3))
    assert {kind for kind, _ in blocks(make_epub({"one.xhtml": verses}))} == {"paragraph"}


def test_what_is_outside_the_reading_order_is_left_out_and_can_be_kept(make_epub) -> None:
    book = make_epub({"one.xhtml": ONE, "two.xhtml": TWO}, apart=["two.xhtml"])
    assert "keeper" not in cleaned(book).text
    rule = cleaned(book).dropped[-1].rule
    assert "keeper" in cleaned(book, keep=[rule]).text


def test_a_paragraph_in_another_language_keeps_it(make_epub) -> None:
    book = make_epub({"one.xhtml": ONE + "<p xml:lang='fr'>La route du sel est longue.</p>"})
    assert cleaned(book).blocks[-1].language == "fr"


def test_a_book_of_nothing_but_such_pages_is_read(make_epub) -> None:
    book = make_epub({"a.xhtml": "<h1>Index</h1><p>of mules and of salt, year by year</p>"})
    assert "mules" in cleaned(book).text


ENCRYPTED = (
    '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData>'
    '<e:EncryptionMethod Algorithm="{}"/><e:CipherData><e:CipherReference URI="{}"/>'
    "</e:CipherData></e:EncryptedData></encryption>"
)


def test_copy_protection_is_refused_and_hidden_fonts_are_not(make_epub) -> None:
    name = "META-INF/encryption.xml"
    locked = ENCRYPTED.format("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "OPS/one.xhtml")
    with pytest.raises(ArticleError, match=r"salt.epub: it is locked .*\(DRM\)"):
        cleaned(make_epub({"one.xhtml": ONE}, more={name: locked}))
    fonts = ENCRYPTED.format("http://www.idpf.org/2008/embedding", "OPS/one.ttf")
    assert cleaned(make_epub({"one.xhtml": ONE}, more={name: fonts}))


LAUGHS = "".join(f'<!ENTITY {c} "{f"&{b};" * 50}">' for b, c in pairwise("abcdefg"))
ENTITIES = f'<!DOCTYPE p [<!ENTITY a "haha">{LAUGHS}]>'


@pytest.mark.parametrize(
    ("member", "content", "problem"),
    [
        ("OPS/one.xhtml", b"<p>" + b" " * (21 << 20), "'OPS/one.xhtml' in it unpacks to more"),
        ("OPS/book.opf", "<package><spine><itemref", "'OPS/book.opf' in it lists no documents"),
        ("OPS/book.opf", b"\0\1\2", "'OPS/book.opf' in it is broken"),
        ("META-INF/container.xml", "<a/>", "'META-INF/container.xml' in it names no book"),
        (
            "META-INF/container.xml",
            '<a><rootfile full-path="../../etc/passwd"/></a>',
            "'../../etc/passwd' is missing from the file",
        ),
        (
            "OPS/book.opf",
            '<p><item id="i" href="../../../etc/passwd"/><spine><itemref idref="i"/></spine></p>',
            "'../../etc/passwd' is missing from the file",
        ),
        (
            "OPS/book.opf",
            '<p><item id="i" href="gone.xhtml"/><spine><itemref idref="i"/></spine></p>',
            "'OPS/gone.xhtml' is missing from the file",
        ),
        ("OPS/book.opf", f"{ENTITIES}<p>&g;</p>", "'OPS/book.opf' in it"),
    ],
)
def test_what_is_wrong_is_named(make_epub, member: str, content: str | bytes, problem: str) -> None:
    with pytest.raises(ArticleError, match=r"salt\.epub") as caught:
        cleaned(make_epub({"one.xhtml": ONE}, more={member: content}))
    assert caught.value.problem.startswith(problem)
    assert caught.value.advice


def test_a_book_of_pictures_says_so(make_epub) -> None:
    with pytest.raises(ArticleError, match="pictures and no text"):
        cleaned(make_epub({"one.xhtml": "<img src='1.png'/>"}))


def test_a_damaged_book_is_an_article_or_an_error_of_ours(make_epub) -> None:
    book = make_epub({"one.xhtml": NOTED, "two.xhtml": TWO}, nav="<nav epub:type='toc'/>")
    chance = random.Random(7)
    for _ in range(150):
        damaged = bytearray(book)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            article = cleaned(bytes(damaged[: chance.choice([None, -40])]))
        except ArticleError:
            continue
        assert article.blocks


def test_the_command_line_reads_a_book(make_epub, program, tmp_path) -> None:
    file = tmp_path / "book.epub"
    file.write_bytes(make_epub({"one.xhtml": ONE, "two.xhtml": TWO}))
    done = program("text", file)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("The Salt Road\n\nThe Lagoon\n\nThe salt was carried")
