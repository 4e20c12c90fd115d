"""A real web server on loopback, whose pages are functions."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """Pages by path; ``requests`` lists what was asked for, in order."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.requests: list[str] = []
        self.headers: list[dict[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.append(self.path)
                site.headers.append({name.lower(): value for name, value in self.headers.items()})
                site.pages.get(self.path, status(404))(self)

            def log_message(self, *_: object) -> None:
                """Tests are quiet."""

            def handle(self) -> None:
                try:
                    super().handle()
                except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
                    """The reader hung up, as it should when it has had enough."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]

    def secure(self, certificate: Path, key: Path) -> None:
        """From now on it speaks TLS."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False
        )

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def page(self, path: str, content: bytes, media_type: str = "text/html", **headers: str) -> str:
        """Puts a page there; gives its address. Underscores in header names become hyphens."""
        return self.put(path, page(content, media_type, **headers))

    def status(self, path: str, code: int, **headers: str) -> str:
        return self.put(path, status(code, **headers))

    def moved(self, path: str, to: str) -> str:
        return self.put(path, status(302, Location=to))

    def put(self, path: str, answer: Answer) -> str:
        self.pages[path] = answer
        return self.url(path)


def page(content: bytes, media_type: str = "text/html", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        if media_type:
            request.send_header("Content-Type", media_type)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    return answer


def status(code: int, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def site() -> Iterator[Site]:
    running = Site()
    thread = threading.Thread(target=running.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield running
    running.server.shutdown()
    running.server.server_close()
    thread.join()


def in_turn(*answers: Answer) -> Answer:
    """Each request gets the next answer, all later ones the last."""
    left = list(answers)

    def answer(request: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(request)

    return answer


def validated(answer: Answer, etag: str) -> Answer:
    """The page, or 304 for who has it already."""

    def answer_if_changed(request: BaseHTTPRequestHandler) -> None:
        known = request.headers.get("If-None-Match") == etag
        (status(304) if known else answer)(request)

    return answer_if_changed


class Clock:
    """Time that passes only while somebody sleeps; ``waits`` lists how long."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()
