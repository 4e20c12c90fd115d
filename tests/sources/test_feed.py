"""Feeds of every kind, whole and broken."""

from __future__ import annotations

import contextlib
import itertools
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.errors import SourceError
from narrate.model import Page, Source
from narrate.sources import feed
from narrate.sources.reader import read

WORDS = "The harbour master said the ferry would sail again on Monday morning. " * 12

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour News</title><link>https://news.example/</link><language>en-GB</language>
<item><title>Older &amp; shorter</title><link>https://news.example/older?utm_medium=rss</link>
  <guid>1</guid><pubDate>Mon, 23 Nov 2026 23:30:00 -0500</pubDate>
  <description>Only a teaser …</description></item>
<item><title>Newer</title><link>https://news.example/newer</link><dc:creator>Ada Reed</dc:creator>
  <guid>2</guid><pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate>
  <content:encoded><![CDATA[<p>{WORDS}</p>]]></content:encoded></item>
<item><title>Without a date</title><link>/undated</link></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Hafen</title>
<entry><title>Fähre fährt</title><id>tag:hafen,1</id><link href="https://hafen.example/1"/>
  <updated>2026-11-24T08:00:00+01:00</updated><author><name>Jan Voß</name></author>
  <content type="html">&lt;p&gt;{WORDS}&lt;/p&gt;</content></entry>
<entry><title>Kurz</title><id>tag:hafen,2</id><link href="https://hafen.example/2"/>
  <updated>2026-11-23T08:00:00+01:00</updated><summary>Kurz.</summary></entry></feed>"""

JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harbour Notes",
    "language": "en",
    "items": [
        {"id": "1", "url": "https://notes.example/1", "title": "Old", "summary": "Teaser",
         "date_published": "2026-11-20T08:00:00Z"},
        {"id": 2, "url": "https://notes.example/2", "title": "New",
         "content_text": f"{WORDS}\n\n<b>", "date_published": "2026-11-24T08:00:00+02:00",
         "authors": [{"name": "Ada Reed"}]},
    ],
}  # fmt: skip


def sources(content: str | bytes, url: str = "https://news.example/feed", charset: str = ""):
    raw = content if isinstance(content, bytes) else content.encode()
    source = Source(kind="url", uri=url)
    return list(
        feed.sources(Page(source=source, content=raw, media_type="", url=url, charset=charset))
    )


def test_rss_newest_first_with_what_it_carries():
    newer, older, undated = sources(RSS)
    assert newer.uri == "https://news.example/newer"
    assert newer.title == "Newer"
    assert older.uri == "https://news.example/older"
    assert older.title == "Older & shorter"
    assert older.content is None, "a teaser is not the article"
    assert older.published == "2026-11-23T23:30:00-05:00", "the date where it was written"
    assert undated.uri == "https://news.example/undated"
    assert {each.kind for each in (newer, older, undated)} == {"feed entry"}


def test_an_entry_with_its_whole_content_is_a_page_of_its_own():
    page = read(sources(RSS)[0])
    document = page.content.decode()
    assert (page.media_type, page.charset) == ("text/html", "utf-8")
    assert page.url == "https://news.example/newer"
    assert WORDS in document
    assert '<html lang="en-GB">' in document
    assert "<title>Newer</title>" in document
    assert '<meta name="author" content="Ada Reed">' in document
    assert 'content="2026-11-24T08:00:00+00:00"' in document
    assert '<meta property="og:site_name" content="Harbour News">' in document


def test_atom():
    long, short = sources(ATOM)
    assert long.content is not None
    assert WORDS in long.content.decode()
    assert "Jan Voß" in long.content.decode()
    assert 'lang="de"' in long.content.decode()
    assert long.published == "2026-11-24T08:00:00+01:00"
    assert (short.uri, short.content) == ("https://hafen.example/2", None)


def test_json_feed():
    new, old = sources(json.dumps(JSON))
    assert new.content is not None
    assert "&lt;b&gt;" in new.content.decode(), "plain text is no markup"
    assert "Ada Reed" in new.content.decode()
    assert new.published == "2026-11-24T08:00:00+02:00"
    assert (old.uri, old.content) == ("https://notes.example/1", None)


@pytest.mark.parametrize(
    ("content", "media_type", "verdict"),
    [
        (RSS, "", True),
        (ATOM, "text/html", True),
        (json.dumps(JSON), "application/json", True),
        ("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>", "", True),
        ("\n<!-- made by hand -->\n<rss version='2.0'>", "", True),
        ("PHP Warning: x\n" + RSS, "application/rss+xml", True),
        ("PHP Warning: x\n" + RSS, "text/plain", False),
        ("<!doctype html><p>How to write &lt;rss></p>", "application/rss+xml", False),
        ("<html><feed>", "", False),
        ("What is <rss version='2.0'>?", "", False),
        ('{"version": 1}', "application/json", False),
        ("<feedback>", "", False),
        ("", "", False),
    ],
)
def test_a_feed_is_told_from_a_page(content, media_type, verdict):
    assert feed.is_feed(content.encode(), media_type) is verdict
    assert feed.is_feed(content.encode("utf-16"), media_type) is (verdict and content[0] != "{")


@pytest.mark.parametrize("cut", ["…", "...", "[…]", "[...]", "Continue reading →", "Read more »"])
def test_a_long_teaser_that_says_it_is_one(cut):
    rss = RSS.replace(f"{WORDS}</p>", f"{WORDS} {cut}</p>")
    assert sources(rss)[0].content is None


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "javascript:alert(1)", "ftp://x.example/a", "", "http://[", "//"]
)
def test_a_link_that_is_no_web_address_is_as_good_as_none(link):
    item = f"<item><title>A</title><link>{link}</link></item>"
    rss = f"<rss version='2.0'><channel>{item}</channel></rss>"
    with pytest.raises(SourceError, match="no entries that can be read"):
        sources(rss, url="file:///home/ada/feed.xml")
    described = rss.replace("</item>", "<description>All there is.</description></item>")
    (only,) = sources(described, url="file:///home/ada/feed.xml")
    assert only.uri == "file:///home/ada/feed.xml#A"
    assert only.content is not None
    assert b"All there is." in only.content
    assert read(only).url == ""


def test_the_same_article_twice_is_one_source():
    item = "<item><title>A</title><link>https://news.example/a#{}</link></item>"
    rss = f"<rss version='2.0'><channel>{item.format(1)}{item.format(2)}</channel></rss>"
    assert [each.uri for each in sources(rss)] == ["https://news.example/a"]


@pytest.mark.parametrize(
    "broken",
    [
        RSS[: RSS.index("<item><title>Without")],
        RSS.replace("&amp;", "&"),
        RSS.replace("Only a teaser", "Only <b>a teaser & half a tag"),
        "\n\n" + RSS,
        RSS.replace('encoding="UTF-8"', 'encoding="utf-42"'),
        RSS.replace("Harbour", "Harbour \x0b"),
    ],
)
def test_what_can_be_recovered_of_a_broken_feed_is(broken):
    found = {each.uri for each in sources(broken)}
    assert {"https://news.example/newer", "https://news.example/older"} <= found


@pytest.mark.parametrize("charset", ["", "iso-8859-1", "us-ascii", "utf-8"])
def test_utf8_is_utf8_whatever_the_server_declares(charset):
    long, _ = sources(ATOM, charset=charset)
    assert long.title == "Fähre fährt"
    assert "Jan Voß" in (long.content or b"").decode()


def test_a_declared_charset_counts():
    rss = "<rss version='2.0'><channel><item><title>Fähre</title><link>https://x.example/</link>"
    (only,) = sources(f"{rss}</item></channel></rss>".encode("latin-1"), charset="iso-8859-1")
    assert only.title == "Fähre"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("<rss version='2.0'><channel><title>New</title></channel></rss>", "no entries"),
        ("<rss", "broken|no entries"),
        ("{not json, jsonfeed.org/version/1", "broken"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 7}', "no list of items"),
        ('{"version": "https://jsonfeed.org/version/1", "items": []}', "no entries"),
        ('{"items":' * 100_000, "broken"),
    ],
)
def test_an_empty_or_hopeless_feed_is_an_error(content, problem):
    with pytest.raises(SourceError, match=problem) as caught:
        sources(content)
    assert caught.value.advice


def test_entities_that_multiply_do_no_harm():
    names = "abcdefghijkl"
    entities = "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in itertools.pairwise(names)
    )
    bomb = (
        f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'lol'>{entities}]><rss version='2.0'>"
        "<channel><item><title>&l;</title><link>https://x.example/</link></item></channel></rss>"
    )
    started = time.process_time()
    with contextlib.suppress(SourceError):
        assert len(sources(bomb)[0].title) < 1000
    assert time.process_time() - started < 5


def test_a_feed_of_many_entries_is_quick():
    item = "<item><title>{0}</title><link>https://x.example/{0}</link><description>{1}</description></item>"
    items = "".join(item.format(number, WORDS) for number in range(2000))
    started = time.process_time()
    assert len(sources(f"<rss version='2.0'><channel>{items}</channel></rss>")) == 2000
    assert time.process_time() - started < 10


_json = st.recursive(
    st.none() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["url", "id", "title", "authors", "content_html", "date_published", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


def sources_or_advice(content: bytes) -> tuple[list[Source], str]:
    try:
        return sources(content), ""
    except SourceError as error:
        return [], error.advice


@given(st.lists(_json, max_size=4), _json)
def test_any_json_gives_sources_or_a_sentence(items, language):
    content = json.dumps(
        {"version": "https://jsonfeed.org/version/1", "items": items, "language": language}
    )
    found, advice = sources_or_advice(content.encode())
    assert found or advice
    for source in found:
        assert read(source) if source.content else source.uri.startswith("http")


@settings(deadline=None)
@given(st.integers(0, len(RSS)), st.integers(0, 60), st.binary(max_size=8))
def test_any_damage_to_a_feed_gives_sources_or_a_sentence(at, length, noise):
    raw = RSS.encode()
    found, advice = sources_or_advice(raw[:at] + noise + raw[at + length :])
    assert found or advice
