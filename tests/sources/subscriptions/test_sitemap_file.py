"""Sitemaps of every form, whole and broken."""

from __future__ import annotations

import gzip
import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.sources.subscriptions.sitemap_file import Location, Sitemap, newest_first, parse

SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset {SCHEMA} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url><loc> https://news.example/a?x=1&amp;y=2 </loc><lastmod>2026-11-24</lastmod>
    <image:image><image:loc>https://news.example/a.jpg</image:loc></image:image></url>
  <url><news:news><news:publication><news:name>News</news:name></news:publication>
      <news:publication_date>2026-11-25T06:00:00+01:00</news:publication_date>
      <news:title>The ferry &amp; the fog</news:title></news:news>
    <loc>https://news.example/b</loc><lastmod>last Tuesday</lastmod></url>
</urlset>"""
INDEX = f"""<sitemapindex {SCHEMA}>
  <sitemap><loc>https://news.example/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>
  <sitemap><loc>https://news.example/new.xml.gz</loc><lastmod>2026-01-01T10:00Z</lastmod></sitemap>
</sitemapindex>"""


def sitemap(content: str | bytes, *, limit: int = 1 << 20, most: int = 100) -> Sitemap:
    raw = content.encode() if isinstance(content, str) else content
    return parse(raw, limit=limit, most=most)


def problem(content: str | bytes) -> str:
    with pytest.raises(ValueError, match=r".") as caught:
        sitemap(content)
    return str(caught.value)


def test_pages_with_what_is_said_of_them():
    assert sitemap(XML).pages == (
        Location(address="https://news.example/a?x=1&y=2", changed="2026-11-24"),
        Location(
            address="https://news.example/b",
            published="2026-11-25T06:00:00+01:00",
            title="The ferry & the fog",
        ),
    )


def test_an_index_names_sitemaps():
    found = sitemap(INDEX)
    assert not found.pages
    assert [each.address for each in newest_first(found.sitemaps)] == [
        "https://news.example/new.xml.gz",
        "https://news.example/old.xml",
    ]


def test_plain_text_gzip_and_both():
    text = "https://news.example/a\r\n\r\nhttps://news.example/b?utm_source=x\n"
    addresses = ["https://news.example/a", "https://news.example/b"]
    for content in (text.encode(), gzip.compress(text.encode()), b"\xef\xbb\xbf" + text.encode()):
        assert [each.address for each in sitemap(content).pages] == addresses
    parts = gzip.compress(XML[:300].encode()) + gzip.compress(XML[300:].encode())
    assert sitemap(parts) == sitemap(XML)


@pytest.mark.parametrize(
    "content",
    [
        XML.replace("&amp;", "&"),
        XML.replace(" https://news.example/a?x=1&amp;y=2 ", "<![CDATA[https://news.example/a?x=1&y=2]]>"),
        XML.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
        XML.replace(f"<urlset {SCHEMA}", "<urlset"),
        XML.replace("<url>", "<s:url>").replace("</url>", "</s:url>").replace("loc>", "loc>")
        .replace("<urlset xmlns=", "<s:urlset xmlns:s=").replace("</urlset>", "</s:urlset>")
        .replace("<loc>", "<s:loc>").replace("</loc>", "</s:loc>")
        .replace("<lastmod>", "<s:lastmod>").replace("</lastmod>", "</s:lastmod>"),
        "<!-- made by hand -->" + XML.partition("?>")[2],
    ],
    ids=["bare-ampersands", "cdata", "utf-16", "no-schema", "prefixes", "comment"],
)  # fmt: skip
def test_other_spellings_of_the_same(content):
    assert sitemap(content) == sitemap(XML)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (XML[:400], "broken"),
        (XML.replace("UTF-8", "utf-42"), "unknown encoding"),
        ("<html><body>Not found</body></html>", "no sitemap"),
        ("<!doctype html><p>Not found", "broken"),
        ("Not found", "neither XML nor a list"),
        (gzip.compress(XML.encode())[:-20], "breaks off midway"),
        (b"\x1f\x8b" + b"nonsense", "does not unpack"),
        (gzip.compress(bytes(3 << 20)), "too large"),
        ("<!DOCTYPE urlset [<!ENTITY a 'b'>]>" + XML.partition("?>")[2], "defines entities"),
        ('<!DOCTYPE u [<!ENTITY % x SYSTEM "file:///etc/passwd">]><urlset/>', "defines entities"),
    ],
)
def test_what_is_none_says_what_is_wrong(content, words):
    assert words in problem(content)


def test_nothing_in_it_is_no_error():
    assert sitemap(f"<urlset {SCHEMA}/>") == Sitemap()
    assert sitemap(f"<urlset {SCHEMA}><url/><url><loc/></url></urlset>") == Sitemap()
    assert sitemap("") == Sitemap()


def test_it_stops_at_as_many_as_are_wanted():
    assert len(sitemap(XML + "what follows is not read", most=1).pages) == 1
    assert len(sitemap("https://x.example/\nnonsense", most=1).pages) == 1


def test_entities_that_multiply_are_refused():
    names = "abcdefghijkl"
    entities = "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in itertools.pairwise(names)
    )
    assert "entities" in problem(
        f"<!DOCTYPE urlset [<!ENTITY a 'x'>{entities}]><urlset>&l;</urlset>"
    )


@pytest.mark.parametrize(
    "content",
    ["<urlset>" + "<url>" * 100_000, "<urlset><url><loc>" + "x" * 2_000_000, "&" * 500_000,
     "<urlset>" + "&" * 500_000 + "</urlset>"],
    ids=["deep", "long", "ampersands", "ampersands-in-xml"],
)  # fmt: skip
def test_one_made_to_be_slow_is_quick(content):
    started = time.process_time()
    problem_or_nothing(content.encode())
    assert time.process_time() - started < 2


def test_fifty_thousand_pages_are_quick():
    page = "<url><loc>https://x.example/{0}</loc><lastmod>2026-01-01</lastmod></url>"
    pages = "".join(page.format(number) for number in range(50_000))
    started = time.process_time()
    assert len(sitemap(f"<urlset {SCHEMA}>{pages}</urlset>", most=100_000).pages) == 50_000
    assert time.process_time() - started < 3


def problem_or_nothing(content: bytes) -> None:
    try:
        found = sitemap(content, limit=1 << 22)
    except ValueError:
        return
    assert all(each.address for each in found.pages + found.sitemaps)


@settings(deadline=None)
@given(st.integers(0, len(XML)), st.integers(0, 60), st.binary(max_size=8), st.booleans())
def test_any_damage_gives_pages_or_a_sentence(at, length, noise, packed):
    raw = XML.encode()
    if packed:
        raw = gzip.compress(raw, mtime=0)
        at = at * len(raw) // len(XML)
    problem_or_nothing(raw[:at] + noise + raw[at + length :])
