"""What subscriptions name, from a real server on loopback."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from dataclasses import replace

import pytest

from narrate.errors import SourceError
from narrate.model import Subscription, Validators
from narrate.sources import network
from narrate.sources.limits import Limits
from narrate.sources.politeness import Fetcher, Manners
from narrate.sources.reader import AlreadyRead, read
from narrate.sources.subscriptions import find as finding
from narrate.sources.subscriptions import sitemaps
from narrate.sources.subscriptions.find import find
from narrate.sources.subscriptions.found import Found
from tests.sources.conftest import in_turn, page, status, validated

ARTICLE = b"<!doctype html><title>The ferry</title><p>The ferry sails again on Monday.</p>"
WORDS = "The harbour master said the ferry would sail again on Monday morning. " * 12
SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def rss(*items: str) -> bytes:
    return (
        f"<rss version='2.0'><channel><title>News</title>{''.join(items)}</channel></rss>".encode()
    )


def entry(link: str, **said: str) -> str:
    fields = {"title": "The ferry", "description": "It sails.", "guid": link} | said
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f"<item><link>{link}</link>{inner}</item>"


def subscription(kind: str, address: object, *, private: bool = True) -> Subscription:
    return Subscription(name="news", kind=kind, address=str(address), private=private)


def found(kind: str, address: object, *, private: bool = True, **known: str) -> Found:
    fetcher = Fetcher(Manners(delay=0, wait=0), Limits(size=4 << 20))
    wanted = subscription(kind, address, private=private)
    return find(wanted, Validators(**known), fetcher=fetcher)


def error_of(kind: str, address: object, **options: bool) -> str:
    with pytest.raises(SourceError) as caught:
        found(kind, address, **options)
    assert caught.value.subject
    assert caught.value.advice
    return str(caught.value)


def uris(result: Found) -> list[str]:
    return [each.source.uri for each in result.entries]


def marks(result: Found) -> list[str]:
    return [each.mark for each in result.entries]


# --- feeds -----------------------------------------------------------------------------------


def test_a_feed_names_its_entries_newest_first_and_fetches_none(site):
    old = entry("/old", pubDate="Mon, 23 Nov 2026 08:00:00 GMT")
    new = entry("/new", pubDate="Tue, 24 Nov 2026 08:00:00 GMT")
    result = found("feed", site.page("/feed", rss(old, new), "application/rss+xml"))
    assert uris(result) == [site.url("/new"), site.url("/old")]
    assert {each.subscription for each in result.entries} == {"news"}
    assert site.requests == ["/robots.txt", "/feed"]


@pytest.mark.parametrize("kind", ["feed", "sitemap", "page", "list"])
def test_what_has_not_changed_is_not_read_again(site, kind):
    content = {
        "feed": rss(entry("/a")),
        "sitemap": f"<urlset {SCHEMA}><url><loc>{site.url('/a')}</loc></url></urlset>".encode(),
        "page": ARTICLE,
        "list": site.url("/a").encode(),
    }[kind]
    address = site.put("/x", validated(page(content, ETag='"1"'), '"1"'))
    first = found(kind, address)
    assert len(first.entries) == 1
    assert first.validators == Validators(etag='"1"')
    again = found(kind, address, etag='"1"')
    assert again == Found(validators=Validators(etag='"1"'), unchanged=True)
    assert found(kind, address, etag='"0"') == first


def feed_marks(site, *items: str) -> list[str]:
    return marks(found("feed", site.page("/feed", rss(*items))))


def test_a_mark_stays_while_the_article_does(site):
    before = feed_marks(site, entry("/a"), entry("/b", description=f"<![CDATA[<p>{WORDS}]]>"))
    again = feed_marks(
        site,
        entry("/b", guid="x", description=f"<![CDATA[<div id='3'>{WORDS}</div><img src='/t?4'>]]>"),
        entry("/c"),
        entry("/a", guid="y"),
    )
    assert before == [again[2], again[0]], "ids, markup and order are not the article"


def test_a_mark_changes_with_the_title_the_text_or_a_date(site):
    same = {
        feed_marks(site, item)[0]
        for item in (
            entry("/a"),
            entry("/a", title="Ferries"),
            entry("/a", description="It sank."),
            entry("/a", pubDate="Mon, 23 Nov 2026 08:00:00 GMT"),
            entry("/a", pubDate="Tue, 24 Nov 2026 08:00:00 GMT"),
        )
    }
    assert len(same) == 5


def test_of_an_entry_with_its_whole_text_dates_say_nothing(site):
    item = {"url": site.url("/a"), "title": "Ferry", "content_html": f"<p>{WORDS}"}
    feeds = [
        {"version": "https://jsonfeed.org/version/1.1", "items": [item | {"date_modified": day}]}
        for day in ("2026-11-24T08:00:00Z", "2026-11-25T08:00:00Z")
    ]
    first, second = (found("feed", site.page("/f", json.dumps(feed).encode())) for feed in feeds)
    assert marks(first) == marks(second)
    assert first.entries[0].source.content is not None


def test_an_empty_feed_names_nothing(site):
    assert found("feed", site.page("/feed", rss())).entries == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<rss", "the feed is broken"),
        (b"<rss version='2.0'><channel><title>News", "the feed is broken"),
        (b"<rss version='2.0'><channel><item><title>Half a st", "the feed is broken"),
        (b"{not json, jsonfeed.org/version/1", "the feed is broken"),
        (b" ", "empty page"),
        (b"<a>" * 100_000 + b"<rss", "the feed is broken"),
        (b"<rss>" + b"<a/>" * 1_000_000, "the feed is broken"),
    ],
)
def test_a_hopeless_feed_is_an_error(site, content, words, monkeypatch):
    monkeypatch.setattr("narrate.sources.xmlfeed._MOST_TAGS", 50_000)
    assert words in error_of("feed", site.page("/feed", content, "application/rss+xml"))


def test_a_page_instead_of_a_feed_names_the_feed_it_has(site):
    link = (
        "<LINK title='News' type='application/atom+xml' href=/atom.xml?a=1&amp;b=2 rel='alternate'>"
    )
    address = site.page("/", f"<!doctype html><html><head>{link}</head><p>Hello.".encode())
    assert f"It has a feed at {site.url('/atom.xml?a=1&b=2')}" in error_of("feed", address)
    assert "link named RSS" in error_of("feed", site.page("/none", ARTICLE))


def test_a_feed_leads_to_private_addresses_only_where_that_is_allowed(site, monkeypatch):
    address = site.page("/feed", rss(entry("/a"), entry("file:///etc/passwd", description="")))
    site.page("/a", ARTICLE)
    (allowed,) = found("feed", address).entries
    fetcher = Fetcher(Manners(delay=0))
    assert read(fetcher.with_page(allowed.source)).content == ARTICLE

    assert "private = true" in error_of("feed", address, private=False)
    monkeypatch.setattr(network, "is_public", lambda _: True)
    (refused,) = found("feed", address, private=False).entries
    monkeypatch.undo()
    with pytest.raises(SourceError, match="private address"):
        fetcher.with_page(refused.source)


# --- sitemaps --------------------------------------------------------------------------------


def sitemap(*addresses: str, changed: str = "2026-11-24") -> bytes:
    pages = (f"<url><loc>{each}</loc><lastmod>{changed}</lastmod></url>" for each in addresses)
    return f"<urlset {SCHEMA}>{''.join(pages)}</urlset>".encode()


def index(*addresses: str) -> bytes:
    sitemaps = (f"<sitemap><loc>{each}</loc></sitemap>" for each in addresses)
    return f"<sitemapindex {SCHEMA}>{''.join(sitemaps)}</sitemapindex>".encode()


def test_a_sitemap_names_the_pages_of_its_own_host(site):
    content = sitemap(
        site.url("/a?utm_source=map"), "https://elsewhere.example/b", "ftp://x/", "/c"
    )
    (only,) = found("sitemap", site.page("/sitemap.xml", content)).entries
    assert (only.source.uri, only.mark, only.source.published) == (
        site.url("/a"),
        "2026-11-24",
        "2026-11-24",
    )


def test_a_sitemap_of_another_site_is_told_of(site):
    result = found("sitemap", site.page("/s.xml", sitemap("https://elsewhere.example/b")))
    assert result.entries == ()
    assert "give the sitemap of that site" in str(result.problems[0])
    assert found("sitemap", site.page("/s.xml", sitemap())) == Found()


def test_an_index_leads_to_sitemaps_packed_or_not(site):
    site.page("/a.xml", sitemap(site.url("/a")))
    site.page("/b.xml.gz", gzip.compress(sitemap(site.url("/b"))), "application/gzip")
    site.page("/c.txt", site.url("/c").encode(), "text/plain")
    inner = site.page("/inner.xml", index(site.url("/c.txt"), site.url("/index.xml")))
    others = ("https://elsewhere.example/x.xml", "nonsense")
    content = index(site.url("/a.xml"), site.url("/b.xml.gz"), inner, *others)
    result = found("sitemap", site.page("/index.xml", content, ETag='"1"'))
    assert sorted(uris(result)) == [site.url("/a"), site.url("/b"), site.url("/c")]
    assert result.validators == Validators(), "an index may stay while its sitemaps change"
    assert site.requests.count("/index.xml") == 1
    assert [problem.subject for problem in result.problems] == ["nonsense"]


def test_sitemaps_from_before_a_subscription_begins_are_not_read(site):
    site.page("/new.xml", sitemap(site.url("/new")))
    dated = index(site.url("/new.xml"), site.url("/old.xml"), site.url("/old.xml")).replace(
        b"/old.xml</loc>", b"/old.xml</loc><lastmod>2025-12-31</lastmod>"
    )
    wanted = replace(subscription("sitemap", site.page("/i.xml", dated)), since="2026-01-01")
    assert uris(find(wanted, fetcher=Fetcher(Manners(delay=0)))) == [site.url("/new")]
    assert "/old.xml" not in site.requests


def test_a_sitemap_that_fails_does_not_stop_the_others(site):
    site.page("/a.xml", sitemap(site.url("/a")))
    site.page("/broken.xml", b"<urlset")
    content = index(site.url("/gone.xml"), site.url("/broken.xml"), site.url("/a.xml"))
    result = found("sitemap", site.page("/index.xml", content))
    assert uris(result) == [site.url("/a")]
    assert [problem.subject for problem in result.problems] == [
        site.url("/gone.xml"),
        site.url("/broken.xml"),
    ]
    assert "no such page" in error_of(
        "sitemap", site.page("/all.xml", index(site.url("/gone.xml")))
    )


def test_an_index_without_end_is_bounded(site, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_FILES", 5)
    site.page("/0.xml", index(*(site.url(f"/{number}.xml") for number in range(1, 50))))
    for number in range(1, 50):
        site.page(f"/{number}.xml", sitemap(site.url(f"/page/{number}")))
    result = found("sitemap", site.url("/0.xml"))
    assert len(result.entries) == 4
    assert "the newest 5 of its files" in result.problems[0].problem


def test_a_sitemap_that_is_a_feed_or_a_page_says_so(site):
    assert "write feed =" in error_of("sitemap", site.page("/feed", rss(entry("/a"))))
    assert "cannot be read" in error_of("sitemap", site.page("/", ARTICLE))


# --- pages -----------------------------------------------------------------------------------


def test_a_page_is_fetched_once(site):
    address = site.page("/story?utm_source=x", ARTICLE)
    site.pages["/story"] = site.pages["/story?utm_source=x"]
    (only,) = found("page", address).entries
    assert isinstance(only.source, AlreadyRead)
    assert read(only.source).content == ARTICLE
    assert (only.source.uri, site.requests) == (site.url("/story"), ["/robots.txt", "/story"])


def test_the_mark_of_a_page_is_what_its_server_goes_by_or_its_content(site):
    answers = [
        page(ARTICLE),
        page(ARTICLE + b"!"),
        page(ARTICLE, ETag='"1"'),
        page(ARTICLE + b"!", ETag='"1"'),
        page(ARTICLE, Last_Modified="Tue, 24 Nov 2026 08:00:00 GMT"),
    ]
    address = site.put("/a", in_turn(*answers))
    seen = [marks(found("page", address))[0] for _ in answers]
    assert seen[2] == seen[3]
    assert len(set(seen)) == 4


def test_a_page_that_holds_no_article_is_an_error(site):
    assert "a PNG image" in error_of("page", site.page("/a", b"\x89PNG\r\n\x1a\n...."))
    assert "write feed =" in error_of("page", site.page("/f", rss(entry("/a"))))
    assert "no such page" in error_of("page", site.url("/gone"))


# --- folders ---------------------------------------------------------------------------------


def test_a_folder_names_its_articles_and_an_empty_one_nothing(tmp_path):
    assert found("folder", tmp_path).entries == ()
    for name in ("b.txt", "a/c.html", "picture.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Words.")
    (tmp_path / "lost.txt").symlink_to(tmp_path / "nowhere")
    assert uris(found("folder", tmp_path)) == [
        (tmp_path / name).as_uri() for name in ("a/c.html", "b.txt", "lost.txt")
    ]
    assert marks(found("folder", tmp_path))[2] == "unreadable"
    assert "no such folder" in error_of("folder", tmp_path / "missing")


def test_the_mark_of_a_file_is_its_content(tmp_path):
    path, copy = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_text("Words.")
    shutil.copy(path, copy)
    os.utime(copy, (1, 1))
    first, second = marks(found("folder", tmp_path))
    assert first == second
    copy.write_text("Other.")
    assert marks(found("folder", tmp_path)) != [first, second]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    assert found("folder", tmp_path).entries == ()


# --- lists -----------------------------------------------------------------------------------


def test_a_list_of_ones_own(tmp_path, site):
    path = tmp_path / "to-read.txt"
    path.write_text(
        f"# To read\n{site.url('/a')}\n{site.url('/a#top')}\nnonsense\n{site.url('/b')}"
    )
    result = found("list", path, private=False)
    assert uris(result) == [site.url("/a"), site.url("/b")]
    assert [str(problem).partition(".  ")[0] for problem in result.problems] == [
        f"{path}, line 4: only http and https addresses are read. "
        "Each line is one web address; # begins a comment."
    ]
    site.page("/a", ARTICLE)
    carried = Fetcher(Manners(delay=0)).with_page(result.entries[0].source)
    assert read(carried).content == ARTICLE, "a person may name a private address"


def test_a_list_with_nothing_in_it(tmp_path, site):
    (tmp_path / "empty.txt").touch()
    assert found("list", tmp_path / "empty.txt") == Found()
    assert found("list", site.page("/list", b"", "text/plain")).entries == ()
    assert "no such file" in error_of("list", tmp_path / "missing.txt")


def test_a_list_from_elsewhere_is_a_strangers(site, monkeypatch):
    address = site.page("/list", f"file:///etc/passwd\n{site.url('/a')}\n".encode(), "text/plain")
    monkeypatch.setattr(network, "is_public", lambda _: True)
    result = found("list", address, private=False)
    monkeypatch.undo()
    assert [each.source.kind for each in result.entries] == ["feed entry"]
    with pytest.raises(SourceError, match="private address"):
        Fetcher(Manners(delay=0)).with_page(result.entries[0].source)


def test_what_is_no_list_is_found_out_soon(site, monkeypatch):
    assert "a web page, not a list" in error_of("list", site.page("/", ARTICLE))
    result = found("list", site.page("/novel", b"Once upon a time\n" * 100_000, "text/plain"))
    assert len(result.problems) == 21
    monkeypatch.setattr(finding, "MOST", 3)
    lines = "\n".join(site.url(f"/{number}") for number in range(9))
    result = found("list", site.page("/long", lines.encode(), "text/plain"))
    assert (len(result.entries), len(result.problems)) == (3, 1)


# --- all of them -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["feed", "sitemap", "page", "list"])
def test_an_address_that_fails_is_an_error(site, kind):
    assert "(500)" in error_of(kind, site.status("/x", 500))
    assert "not a web address" in error_of(kind, "https://")
    assert "user name" in error_of(kind, "https://anna:secret@news.example/")


def test_robots_holds_for_the_subscription_itself(site):
    site.page("/robots.txt", b"User-agent: *\nDisallow: /feed", "text/plain")
    assert "not to fetch" in error_of("feed", site.page("/feed", rss(entry("/a"))))


def test_a_night_goes_on_after_a_failure(site):
    site.put("/feed", in_turn(status(503), page(rss(entry("/a")))))
    fetcher = Fetcher(Manners(delay=0, wait=0))
    wanted = subscription("feed", site.url("/feed"))
    assert uris(find(wanted, fetcher=fetcher)) == [site.url("/a")]
    with pytest.raises(SourceError):
        find(replace(wanted, address=site.url("/gone")), fetcher=fetcher)
    assert find(wanted, fetcher=fetcher).entries
