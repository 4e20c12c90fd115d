"""A published site as a server gives it, well and badly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from narrate.nightly.verification import verify_live
from narrate.publishing.site.server import serving
from tests.nightly.verification.conftest import PODCAST


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()


def findings(folder: Path, address: str) -> list[str]:
    podcast = replace(PODCAST, base_url=address)
    return [f.problem for f in verify_live(folder, podcast, sorted(folder.glob("*.mp3")))]


def test_our_own_server_does_it_right(site: Path) -> None:
    with serving(site) as server, running(server) as address:
        assert findings(site, address) == []


def test_what_was_not_uploaded_is_noticed(site: Path, published: Path) -> None:
    (site / "feed.xml").write_bytes(b"<rss/>")
    (site / "tram.mp3").write_bytes((site / "tram.mp3").read_bytes()[:-10] + b"0123456789")
    (site / "ferry.mp3").unlink()
    (site / "tram.html").unlink()
    with serving(site) as server, running(server) as address:
        feed, ferry, tram, page = findings(published, address)
    assert feed.startswith("it is not the feed that was published")
    assert ferry == "its server answers 404"
    assert tram == "it is not the recording that was published"
    assert page == "its page is not there: tram.html"


def test_a_server_without_ranges_and_without_types(site: Path) -> None:
    class Plain(SimpleHTTPRequestHandler):
        def guess_type(self, path: object) -> str:
            return "text/plain"

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

        def handle(self) -> None:
            try:
                super().handle()
            except (BrokenPipeError, ConnectionResetError):
                """The reader hung up when it had seen enough."""

    handler = partial(Plain, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, running(server) as address:
        found = findings(site, address)
    assert found == 2 * [
        "its server calls it text/plain, and players want sound",
        "its server does not serve parts of it: players cannot seek in it",
    ]


def test_a_server_that_is_away_is_one_finding(site: Path) -> None:
    assert findings(site, "http://127.0.0.1:1") == ["it cannot be reached"]
