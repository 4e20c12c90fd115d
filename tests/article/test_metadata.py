import json

import pytest

from narrate.article.formats import html
from narrate.article.marked import Marked
from narrate.article.metadata import Metadata, metadata

HERE = "https://courier.example/2025/ferry"


def said(markup: str, url: str = HERE) -> Metadata:
    return metadata(Marked(html.parse(markup)), url)


def linked(**fields: object) -> str:
    data = json.dumps({"@type": "NewsArticle", **fields})
    return f'<script type="application/ld+json">{data}</script>'


def test_linked_data_is_trusted_most() -> None:
    about = said(
        '<meta property="og:title" content="The second"><meta name="author" content="Cal Roe">'
        '<meta property="article:published_time" content="2024-05-06">'
        + linked(
            headline="The first",
            datePublished="2024-02-03",
            author=[{"name": "Ada Quill"}, "Ben Reed"],
        )
    )
    assert about.title == "The first"
    assert about.byline == "Ada Quill, Ben Reed"
    assert about.published == "2024-02-03"


def test_the_title_is_what_the_page_shows() -> None:
    about = said(
        linked(headline="Ferry Oakmere: tickets, times and prices &amp; more")
        + '<meta property="og:title" content="At last: a ferry!">'
        + "<h1>At last: a <em>ferry</em>!</h1>"
    )
    assert about.title == "At last: a ferry!"


def test_broken_linked_data_is_passed_over() -> None:
    page = (
        '<script type="application/ld+json">{"headline": </script>'
        '<meta property="og:title" content="The second word">'
    )
    assert said(page).title == "The second word"


def test_the_name_of_the_site_is_no_part_of_the_title() -> None:
    assert said("<title>Rain over the old harbour | The Courier</title>").title == (
        "Rain over the old harbour"
    )
    assert said("<title>Rain - Courier</title>").title == "Rain"  # known from the address


def test_references_escaped_twice_are_resolved() -> None:
    assert said('<meta property="og:title" content="It&amp;#8217;s lit">').title == "It’s lit"


def test_the_language_is_a_tag_in_its_usual_form() -> None:
    assert said('<html lang="DE_AT"><p>x</p></html>').language == "de-AT"


def test_a_byline_is_a_name_and_not_an_address() -> None:
    assert said('<meta name="author" content="By Ada Quill">').byline == "Ada Quill"
    assert said('<meta name="author" content="https://example.org/ada">').byline == ""


@pytest.mark.parametrize(
    "markup",
    [
        '<span itemprop="author"><span itemprop="name">Ada Quill</span></span>',
        '<a rel="author" href="/ada">Ada Quill</a>',
        '<p class="byline">By Ada Quill</p>',
        '<meta name="parsely-author" content="Ada Quill">',
    ],
)
def test_the_writer_is_found_wherever_pages_name_one(markup: str) -> None:
    assert said(markup).byline == "Ada Quill"


@pytest.mark.parametrize(
    "markup",
    [
        '<meta name="sailthru.date" content="2024-02-03">',
        '<article><time datetime="2024-02-03">yesterday</time></article>',
        '<span class="post-date">February 3, 2024</span>',
        "<h1>Lamp</h1><p>Ada Quill</p><p>3. Februar 2024</p>",
        linked(datePublished="0001-01-01T00:00:00Z") + '<meta name="date" content="2024-02-03">',
    ],
)
def test_the_date_is_found_wherever_pages_put_it(markup: str) -> None:
    assert said(markup).published == "2024-02-03"


def test_addresses_are_whole_and_of_the_web() -> None:
    about = said('<link rel="canonical" href="/ferry"><meta property="og:image" content="a b.png">')
    assert about.url == "https://courier.example/ferry"
    assert about.image == "https://courier.example/2025/a%20b.png"
    hostile = said('<link rel="canonical" href="javascript:alert(1)">' + linked(image="data:,x"))
    assert (hostile.url, hostile.image) == ("", "")
    assert said('<link rel="canonical" href="http://[::1">').url == ""


def test_a_saved_page_may_name_a_picture_beside_it() -> None:
    page = '<link rel="canonical" href="https://courier.example/x"><meta {}>'
    beside = page.format('property="og:image" content="lamp.png"')
    assert said(beside, url="").image == "lamp.png"
    assert said(page.format('property="og:image" content="file:///x"'), url="").image == ""


def test_the_front_page_is_not_the_address_of_an_article() -> None:
    page = '<link rel="canonical" href="/"><meta property="og:url" content="/ferry">'
    assert said(page).url == "https://courier.example/ferry"


def test_a_picture_may_be_named_by_reference() -> None:
    graph = [
        {"@type": "NewsArticle", "image": {"@id": "#p"}},
        {"@type": "ImageObject", "@id": "#p", "url": "/p.jpg"},
    ]
    page = f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'
    assert said(page).image == "https://courier.example/p.jpg"


def test_the_site_is_whose_name_its_address_or_title_repeats() -> None:
    agency = linked(publisher={"name": "Agency"})
    named = '<meta property="og:site_name" content="The Courier"><title>Lamp - The Courier</title>'
    assert said(agency + named).site == "The Courier"
    assert said(agency).site == "Agency"


def test_the_body_comes_without_markup() -> None:
    assert said(linked(articleBody="<p>It&#8217;s lit.</p>")).body == "It’s lit."


@pytest.mark.parametrize("day", ["1969-07-21", "1912-04-16", "1785-03-02"])
def test_archives_are_believed_where_they_declare_a_date(day: str) -> None:
    assert said(f'<meta property="article:published_time" content="{day}">').published == day
    assert said(f"<h1>The ferry</h1><p>It sank on {day}.</p>").published == ""


@pytest.mark.parametrize("default", ["1970-01-01", "1900-01-01", "1899-12-30", "1969-12-31"])
def test_the_default_of_a_program_is_no_date(default: str) -> None:
    page = f'<meta name="date" content="{default}T00:00:00Z"><time>2024-02-03</time>'
    assert said(page).published == "2024-02-03"
