"""Servers on loopback, one told of nights, one a newsroom; and a crew that is quick to begin."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from narrate.config import Nightly, Settings
from narrate.model import Episode, Podcast, Subscription
from narrate.nightly.report import Report
from narrate.nightly.run import run
from narrate.sources.limits import DEFAULT_LIMITS, Limits
from narrate.sources.politeness import Fetcher, Manners
from narrate.workers import run as workers
from narrate.workers.child import Maker
from narrate.workers.work import Failure, Outcome, Work

DAY = 24 * 3600
TONIGHT = 1_795_000_000


@dataclass
class Asked:
    method: str
    path: str
    media_type: str
    content: bytes


@dataclass
class Monitor:
    """``answers`` are status codes, the last for all that comes after it."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    answers: list[int] = field(default_factory=lambda: [200])


@pytest.fixture
def monitor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Monitor]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            media_type = self.headers.get("Content-Type", "")
            running.asked.append(Asked(self.command, self.path, media_type, content))
            answers = running.answers
            self.send_response(answers.pop(0) if len(answers) > 1 else answers[0])
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"OK")

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = Monitor(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield running
    server.shutdown()
    server.server_close()
    thread.join()


Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass(slots=True)
class Story:
    title: str
    text: str
    published: str = "2026-11-20T06:00:00Z"


@dataclass(slots=True)
class Newsroom:
    """What it has to tell, and what goes wrong: ``faults`` answer in place of a page."""

    stories: dict[str, Story] = field(default_factory=dict)
    faults: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def write(self, count: int, first: int = 1) -> None:
        """Stories of two sentences each, a day apart, the last one newest."""
        for number in range(first, first + count):
            day = f"2026-{1 + number // 28 % 12:02d}-{1 + number % 28:02d}T06:00:00Z"
            text = (
                f"The harbour council met {number} times over the old ferry, and on Tuesday it "
                "voted to keep it. The boat will sail through the winter, whatever the weather."
            )
            self.stories[f"/story/{number}"] = Story(f"Ferry story {number}", text, day)

    def feed(self) -> bytes:
        items = "".join(
            f"<entry><title>{escape(story.title)}</title><id>{path}</id>"
            f'<link href="{self.base}{path}"/><updated>{story.published}</updated>'
            f"<published>{story.published}</published><summary>{len(story.text)}</summary></entry>"
            for path, story in self.stories.items()
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
            f"<title>The Harbour Post</title><id>{self.base}/</id>"
            f"<updated>2026-11-20T06:00:00Z</updated>{items}</feed>"
        ).encode()

    def page(self, path: str) -> bytes:
        story = self.stories[path]
        title = escape(story.title)
        paragraphs = "".join(f"<p>{escape(part)}</p>" for part in story.text.split("\n"))
        return (
            f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>'
            f'<meta property="article:published_time" content="{story.published}"></head>'
            f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
        ).encode()


def send(content: bytes, media_type: str, status: int = 200, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", media_type)
        request.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(content)

    return answer


@contextmanager
def open_newsroom() -> Iterator[Newsroom]:
    room = Newsroom()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            room.asked.append(self.path)
            if fault := room.faults.get(self.path):
                fault(self)
            elif self.path == "/feed.xml":
                send(room.feed(), "application/atom+xml")(self)
            elif self.path in room.stories:
                send(room.page(self.path), "text/html")(self)
            else:
                send(b"", "text/plain", 404)(self)

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    room.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield room
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with open_newsroom() as room:
        yield room


class Here:
    """A crew in this process: it makes recordings as a child does, without its start."""

    room = 2
    batch = 1

    def __init__(self, stop: Callable[[], bool]) -> None:
        self._stop = stop
        self._maker = Maker()
        self._begun: deque[tuple[int, Work]] = deque()

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        self._maker.close()

    def begin(self, works: Iterable[tuple[int, Work]]) -> None:
        self._begun.extend(works)

    def finished(self, *, wait: bool) -> list[tuple[int, Outcome | None]]:
        if not self._begun:
            return []
        number, work = self._begun.popleft()
        return [(number, None if self._stop() else self.make(work))]

    def make(self, work: Work) -> Outcome:
        answer = self._maker.make(work)
        return Outcome(
            episode=answer if isinstance(answer, Episode) else None,
            error=answer if isinstance(answer, Failure) else None,
        )


@pytest.fixture
def crew_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nights whose recordings are made in this process; tests/workers has the real crews."""
    monkeypatch.setattr(workers, "_crew", lambda jobs, cluster, limit, stop: Here(stop))


@pytest.fixture
def post(tmp_path: Path, newsroom: Newsroom, tone_voice: str) -> Settings:
    """Three stories of a newsroom, in the tone engine's voice, made by a process of its own."""
    newsroom.write(3)
    return Settings(
        sources=(
            Subscription(
                name="post", kind="feed", address=f"{newsroom.base}/feed.xml", private=True
            ),
        ),
        nightly=Nightly(
            site=str(tmp_path / "site"), work=str(tmp_path / "work"), voice=tone_voice, jobs=1
        ),
        podcast=Podcast(base_url="https://example.org/a/"),
    )


@pytest.fixture
def here(post: Settings, crew_here: None) -> Settings:
    """The same, made in this process."""
    return post


def night(
    settings: Settings, number: float = 0, limits: Limits = DEFAULT_LIMITS, *, failures: int = 100
) -> Report:
    """The run of a night, with servers that need no pause."""
    fetcher = Fetcher(Manners(delay=0, wait=0.01, failures=failures), limits)
    return run(settings, clock=lambda: TONIGHT + number * DAY, fetcher=fetcher)
