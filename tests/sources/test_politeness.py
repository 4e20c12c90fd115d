"""The manners of an unattended run: a real server on loopback, and a clock of ours."""

from __future__ import annotations

import pickle
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler

import pytest

from narrate.errors import SourceError
from narrate.model import Source, Validators
from narrate.sources import network, reader
from narrate.sources.limits import Limits
from narrate.sources.politeness import Fetcher, Manners
from narrate.sources.status import LeftAloneError, StatusError, UnreachableError
from tests.sources.conftest import in_turn, page, status, validated

ARTICLE = b"<!doctype html><title>The ferry</title><p>The ferry sails again on Monday.</p>"
AT_ONCE = Manners(delay=0, wait=0)


def own(uri: str) -> Source:
    """An address that a person vouches for, so that it may be on loopback."""
    return Source(kind="url", uri=uri)


def stranger(uri: str) -> Source:
    return Source(kind="feed entry", uri=uri)


@pytest.fixture
def fetcher(clock) -> Fetcher:
    return Fetcher(clock=lambda: clock.now, sleep=clock.sleep)


def error_of(fetcher: Fetcher, uri: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        fetcher.fetch(own(uri))
    assert caught.value.subject == uri
    assert caught.value.advice
    return caught.value


# --- robots.txt ---------------------------------------------------------------------------


def test_robots_is_asked_once_and_done(site, fetcher):
    site.page("/robots.txt", b"User-agent: narrate\nDisallow: /private/", "text/plain")
    site.page("/a", ARTICLE)
    for _ in range(2):
        assert fetcher.fetch(own(site.url("/a"))).content == ARTICLE
    assert "robots.txt, not to fetch" in error_of(fetcher, site.url("/private/b")).problem
    assert site.requests == ["/robots.txt", "/a", "/a"]


def test_robots_is_asked_again_after_a_day(site, fetcher, clock):
    site.page("/a", ARTICLE)
    fetcher.fetch(own(site.url("/a")))
    clock.now += 24 * 3600
    fetcher.fetch(own(site.url("/a")))
    assert site.requests.count("/robots.txt") == 2


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_a_site_without_robots_forbids_nothing(site, fetcher, code):
    site.status("/robots.txt", code)
    site.page("/a", ARTICLE)
    assert fetcher.fetch(own(site.url("/a")))


def test_an_empty_robots_forbids_nothing(site, fetcher):
    site.page("/robots.txt", b"", "text/plain")
    site.page("/a", ARTICLE)
    assert fetcher.fetch(own(site.url("/a")))


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_site_whose_robots_fails_is_left_alone(site, fetcher, code):
    site.status("/robots.txt", code)
    site.page("/a", ARTICLE)
    for _ in range(2):
        assert f"({code})" in error_of(fetcher, site.url("/a")).problem
    assert site.requests == ["/robots.txt"] * 3, "three tries, and none for the second page"


def test_robots_holds_for_where_a_page_sends_on_to(site, fetcher):
    site.page("/robots.txt", b"User-agent: *\nDisallow: /private/", "text/plain")
    site.page("/private/b", ARTICLE)
    site.moved("/a", "/private/b")
    with pytest.raises(SourceError, match=r"robots\.txt, not to fetch"):
        fetcher.fetch(own(site.url("/a")))
    assert "/private/b" not in site.requests


# --- one after another, with pauses --------------------------------------------------------


def test_requests_to_one_server_are_a_second_apart(site, fetcher, clock):
    site.page("/a", ARTICLE)
    for _ in range(3):
        fetcher.fetch(own(site.url("/a")))
    assert clock.waits == [1.0] * 3
    clock.now += 60
    fetcher.fetch(own(site.url("/a")))
    assert clock.waits == [1.0] * 3, "whoever comes later need not wait"


def test_a_site_may_ask_for_longer_pauses(site, fetcher, clock):
    site.page("/robots.txt", b"User-agent: *\nCrawl-delay: 7", "text/plain")
    site.page("/a", ARTICLE)
    for _ in range(3):
        fetcher.fetch(own(site.url("/a")))
    assert clock.waits == [1.0, 7.0, 7.0]


def test_servers_do_not_wait_for_one_another(site, fetcher, clock):
    site.page("/a", ARTICLE)
    fetcher.fetch(own(site.url("/a")))
    fetcher.fetch(own(site.url("/a").replace("127.0.0.1", "localhost")))
    assert clock.waits == [1.0, 1.0], "each waited once, after its own robots.txt"


def test_one_request_at_a_time_to_a_server(site):
    at_once, most = 0, 0
    lock = threading.Lock()

    def answer(request: BaseHTTPRequestHandler) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.02)
        with lock:
            at_once -= 1
        page(ARTICLE)(request)

    site.put("/a", answer)
    fetcher = Fetcher(AT_ONCE)
    threads = [threading.Thread(target=fetcher.fetch, args=(own(site.url("/a")),)) for _ in "abcde"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert site.requests.count("/a") == 5
    assert site.requests.count("/robots.txt") == 1
    assert most == 1


# --- what may pass is tried again -----------------------------------------------------------


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again_with_growing_waits(site, fetcher, clock, code):
    site.put("/a", in_turn(status(code), status(code), page(ARTICLE)))
    assert fetcher.fetch(own(site.url("/a"))).content == ARTICLE
    assert clock.waits == [1.0, 2.0, 8.0]


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 451])
def test_what_does_not_pass_is_not_tried_again(site, fetcher, code):
    site.status("/a", code)
    error_of(fetcher, site.url("/a"))
    assert site.requests.count("/a") == 1


def test_after_three_tries_it_is_an_error(site, fetcher):
    site.status("/a", 500)
    error = error_of(fetcher, site.url("/a"))
    assert isinstance(error, StatusError)
    assert error.status == 500
    assert site.requests.count("/a") == 3


def test_a_wait_that_a_server_asks_for_is_kept(site, fetcher, clock):
    site.put("/a", in_turn(status(503, Retry_After="30"), page(ARTICLE)))
    assert fetcher.fetch(own(site.url("/a")))
    assert clock.waits == [1.0, 30.0]


def test_a_server_that_asks_for_more_than_patience_is_left_until_then(site, fetcher, clock):
    site.put("/a", in_turn(status(429, Retry_After="3600"), page(ARTICLE)))
    site.page("/b", ARTICLE)
    assert error_of(fetcher, site.url("/a")).retry_after == 3600
    clock.now += 600
    other = error_of(fetcher, site.url("/b"))
    assert isinstance(other, LeftAloneError)
    assert "(429)" in other.problem
    assert "3000 seconds" in other.advice
    assert "/b" not in site.requests
    clock.now += 3000
    assert fetcher.fetch(own(site.url("/b")))


def test_all_the_waits_for_one_page_together_are_bounded(site, fetcher, clock):
    site.status("/a", 503, Retry_After="90")
    error_of(fetcher, site.url("/a"))
    assert sum(clock.waits) < 120
    assert site.requests.count("/a") == 2


def test_a_server_that_gives_nothing_three_times_is_left(site, fetcher, clock):
    site.status("/a", 500)
    site.page("/b", ARTICLE)
    for _ in range(3):
        error_of(fetcher, site.url("/a"))
    asked = len(site.requests)
    other = error_of(fetcher, site.url("/b"))
    assert isinstance(other, LeftAloneError)
    assert "left alone for this run" in other.problem
    assert len(site.requests) == asked


def test_one_page_that_comes_makes_up_for_those_that_did_not(site, fetcher):
    site.status("/bad", 500)
    site.page("/good", ARTICLE)
    for _ in range(4):
        error_of(fetcher, site.url("/bad"))
        assert fetcher.fetch(own(site.url("/good")))


def test_a_connection_that_breaks_is_made_again(site):
    def broken(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "5000")
        request.end_headers()
        request.wfile.write(ARTICLE)

    site.put("/a", in_turn(broken, page(ARTICLE)))
    assert Fetcher(AT_ONCE).fetch(own(site.url("/a"))).content == ARTICLE


def test_a_server_that_drips_costs_a_deadline_a_try(site):
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(20):
            request.wfile.write(b"x")
            time.sleep(0.05)

    site.put("/a", drip)
    started = time.monotonic()
    with pytest.raises(UnreachableError, match=r"within 0\.2 seconds"):
        Fetcher(Manners(delay=0, wait=0, tries=2), Limits(deadline=0.2)).fetch(own(site.url("/a")))
    assert time.monotonic() - started < 1


def test_a_server_that_is_not_there_costs_one_page(fetcher, site):
    address = site.url("/a")
    site.server.server_close()
    error = error_of(fetcher, address)
    assert "robots.txt cannot be had, so nothing is fetched" in error.problem
    assert "refuses connections" in error.problem


# --- what comes ------------------------------------------------------------------------------


def test_what_has_not_changed_is_not_sent_again(site, fetcher):
    site.put("/a", validated(page(ARTICLE, ETag='"1"'), '"1"'))
    first = fetcher.fetch(own(site.url("/a")))
    assert fetcher.fetch(own(site.url("/a")), Validators(etag=first.etag)) is None
    assert fetcher.fetch(own(site.url("/a")), Validators(etag='"0"')).content == ARTICLE


def test_a_page_travels_with_its_source(site, fetcher):
    site.page("/a", ARTICLE)
    entry = Source(kind="url", uri=site.url("/a"), title="Ferry", published="2026-11-24")
    carried = pickle.loads(pickle.dumps(fetcher.with_page(entry)))
    asked = len(site.requests)
    read = reader.read(carried)
    assert (read.content, read.media_type, read.source) == (ARTICLE, "text/html", entry)
    assert (carried.uri, carried.title, carried.published) == (entry.uri, "Ferry", "2026-11-24")
    assert fetcher.with_page(carried) is carried
    assert len(site.requests) == asked


def test_what_needs_no_fetching_is_left_as_it_is(fetcher, tmp_path):
    file = Source(kind="file", uri=(tmp_path / "a.txt").as_uri())
    entry = Source(kind="feed entry", uri="https://news.example/a", content=b"<p>Words.")
    assert fetcher.with_page(file) is file
    assert fetcher.with_page(entry) is entry


def test_a_page_that_is_no_article_is_an_error(site, fetcher):
    site.page("/a", b"\x89PNG\r\n\x1a\n....")
    with pytest.raises(SourceError, match="a PNG image"):
        fetcher.with_page(own(site.url("/a")))


def test_bombs_stop_at_the_limit(site):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    once = b"".join(packer.compress(bytes(1 << 20)) for _ in range(60)) + packer.flush()
    site.page("/once", once, Content_Encoding="gzip")
    site.page("/twice", zlib.compress(once, 9), Content_Encoding="gzip, deflate")
    site.page("/robots.txt", once, Content_Encoding="gzip")
    fetcher = Fetcher(AT_ONCE, Limits(size=2 << 20))
    assert "larger than 1 MiB" in error_of(fetcher, site.url("/once")).problem, "robots.txt"
    del site.pages["/robots.txt"]
    for path in ("/once", "/twice"):
        fetcher = Fetcher(AT_ONCE, Limits(size=2 << 20))
        assert "larger than 2 MiB" in error_of(fetcher, site.url(path)).problem


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, br", "compress"])
def test_what_is_packed_as_nobody_asked_is_refused(site, fetcher, encoding):
    site.page("/a", ARTICLE, Content_Encoding=encoding)
    assert "as nobody asked for" in error_of(fetcher, site.url("/a")).problem


def test_private_addresses_are_refused_to_strangers_and_after_redirects(site, monkeypatch):
    site.page("/a", ARTICLE)
    fetcher = Fetcher(AT_ONCE)
    with pytest.raises(SourceError, match="private address"):
        fetcher.fetch(stranger(site.url("/a")))
    assert site.requests == []
    assert fetcher.fetch(own(site.url("/a"))), "what was refused to one is not refused to all"

    # The first server is public, as it seems; it sends on to one inside.
    public = iter([True, True, False])
    monkeypatch.setattr(network, "is_public", lambda _: next(public))
    site.moved("/out", f"http://localhost:{site.port}/a")
    with pytest.raises(SourceError, match="private address"):
        Fetcher(AT_ONCE).fetch(stranger(site.url("/out")))
    assert site.requests[-2:] == ["/robots.txt", "/out"]


def test_a_thousand_servers_are_remembered_and_no_more(site):
    fetcher = Fetcher(AT_ONCE)
    for number in range(1500):
        fetcher._server(own(""), f"https://host{number}.example/")
    assert len(fetcher._servers) == 1000
