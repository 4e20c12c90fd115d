import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.article.linked_data import LinkedData, names, plain, values

GOOD = {"@type": "NewsArticle", "headline": "The lamp"}


def linked(*scripts: str) -> LinkedData:
    return LinkedData(scripts)


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "The lamp",}',
        '<!-- {"@type": "NewsArticle", "headline": "The lamp"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "The lamp"}\n//]]>',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;The lamp&quot;}",
        '{"@type": "NewsArticle", // what it is\n "headline": "The lamp"};',
        '{"@type": "NewsArticle", "headline": "The lamp", "image": [1, ], }',
    ],
)
def test_what_is_broken_in_usual_ways_is_mended(script: str) -> None:
    found = values(script)[0]
    assert isinstance(found, dict)
    assert {key: found[key] for key in GOOD} == GOOD


def test_strings_keep_their_commas_escapes_and_addresses() -> None:
    assert values('{"a": "x,] // y", "b": "it\\\'s", "c": "\\\\", "d": "one\ntwo",}') == [
        {"a": "x,] // y", "b": "it's", "c": "\\", "d": "one\ntwo"}
    ]


def test_several_values_in_a_script_are_all_read() -> None:
    assert values('{"a": 1} {"b": 2}') == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize("script", ["", "{", "[" * 100_000, '{"a":' * 5000, '"\\"' * 50_000])
def test_what_cannot_be_read_is_passed_over(script: str) -> None:
    assert [v for v in values(script) if isinstance(v, dict)] == []


def test_of_several_articles_the_pages_own_is_taken() -> None:
    data = linked(
        json.dumps({"@type": "NewsArticle", "headline": "Another", "url": "https://a.example/b"}),
        json.dumps({"@type": "NewsArticle", "headline": "Ours", "url": "https://a.example/ours/"}),
    )
    assert data.article("http://www.a.example/ours?x=1", [])["headline"] == "Ours"
    assert data.article("", ["Ours"])["headline"] == "Ours"
    assert data.article("", [])["headline"] == "Another"


def test_articles_in_lists_of_others_are_not_looked_at() -> None:
    data = linked(json.dumps({"@type": "ItemList", "itemListElement": [GOOD]}))
    assert data.article("", []) == {}


def test_references_to_other_nodes_are_followed() -> None:
    graph = [GOOD | {"author": {"@id": "#ada"}}, {"@type": "Person", "@id": "#ada", "name": "Ada"}]
    data = linked(json.dumps({"@graph": graph}))
    assert names(data.resolved(data.article("", [])["author"])) == ["Ada"]


def test_texts_come_without_markup_however_often_it_was_escaped() -> None:
    assert plain("<p>It&amp;#8217;s <b>lit</b></p>") == "It’s lit"
    assert plain("3 < 4 and a > b") == "3 < 4 and a > b"


_JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@given(_JSON, st.sampled_from(["headline", "author", "image", "url", "@id", "articleBody"]))
def test_any_value_in_any_place_is_borne(value: object, key: str) -> None:
    data = linked(json.dumps(GOOD | {key: value}))
    article = data.article("https://a.example/x", ["The lamp"])
    assert isinstance(names(data.resolved(article.get(key))), list)
