"""What pages declare, in the forms that are met."""

import json

import pytest

from narrate.article.formats.html import parse
from narrate.article.marked import Marked
from narrate.article.refusal.declared import Declared, declared


def of(data: object = None, head: str = "") -> Declared:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    return declared(Marked(parse(f"<html><head>{head}{script}</head><body></body></html>")))


@pytest.mark.parametrize("said", [False, "False", "false", "http://schema.org/False"])
def test_not_free_is_written_in_many_ways(said: object) -> None:
    assert not of({"@type": "NewsArticle", "isAccessibleForFree": said}).free
    assert not of({"@graph": [{"@type": "WebPage", "isAccessibleForFree": said}]}).free


def test_a_locked_tier_is_not_free() -> None:
    assert not of(head='<meta property="article:content_tier" content="locked">').free
    assert of(head='<meta property="article:content_tier" content="free">').free


def test_the_part_for_subscribers_is_named_by_class_or_id() -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": False}
    parts = [{**part, "cssSelector": selector} for selector in (".paywall", "div#rest", "a > b")]
    assert of({"@type": "NewsArticle", "hasPart": parts}).gated == {"paywall", "rest"}


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ({"wordCount": 900}, 900),
        ({"wordCount": "900"}, 900),
        ({"articleBody": "one two three"}, 3),
        ({"wordCount": "many"}, 0),
        ({"wordCount": 9999999}, 0),
        ({"wordCount": -5}, 0),
    ],
)
def test_length_is_a_number_or_the_length_of_the_text(
    article: dict[str, object], words: int
) -> None:
    assert of({"@type": "NewsArticle", **article}).words == words


def test_one_article_is_declared_and_many_are_not() -> None:
    article = {"@type": "NewsArticle"}
    assert of(article).is_article
    assert not of({"itemListElement": [article, article]}).is_article
    assert of(head='<meta property="og:type" content="article">').is_article
    assert not of(head='<meta property="og:type" content="website">').is_article


@pytest.mark.parametrize("text", ["{", "[" * 5000, "null", '[1, "a"]', ""])
def test_broken_data_declares_nothing(text: str) -> None:
    page = parse(f'<html><script type="application/ld+json">{text}</script></html>')
    assert declared(Marked(page)) == Declared()
