from narrate.article.formats import html
from narrate.article.metadata import Metadata, metadata


def said(markup: str) -> Metadata:
    return metadata(html.parse(markup))


def test_linked_data_is_trusted_most() -> None:
    about = said(
        '<meta property="og:title" content="Second"><script type="application/ld+json">'
        '{"@graph":[{"@type":"NewsArticle","headline":"First","datePublished":"2024-02-03",'
        '"author":[{"name":"Ada Quill"},{"name":"Ben Reed"}]}]}</script>'
    )
    assert (about.title, about.byline, about.published) == (
        "First",
        "Ada Quill, Ben Reed",
        "2024-02-03",
    )


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


def test_the_language_is_a_tag_in_its_usual_form() -> None:
    assert said('<html lang="DE_AT"><p>x</p></html>').language == "de-AT"


def test_a_byline_is_a_name_and_not_an_address() -> None:
    assert said('<meta name="author" content="By Ada Quill">').byline == "Ada Quill"
    assert said('<meta name="author" content="https://example.org/ada">').byline == ""
