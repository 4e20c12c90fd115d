"""A night of many articles, and one with nothing new: time and memory of each process.

    python tests/benchmarks/soak.py [--articles 1000] [--entries 10000] [--voice reader]

A feed server on loopback names the articles, of some hundred words each. Prints the memory of
the run itself, and of the largest of its workers, at each tenth of the night: flat is right. Then
the seconds that a night takes which finds nothing new among as many entries as asked for. Reads
/proc, so Linux only.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_RUN = """
from narrate.config import read
from narrate.nightly.run import run
from narrate.sources.politeness import Fetcher, Manners
report = run(read(), fetcher=Fetcher(Manners(delay=0)))
print(len(report.of("narrated")), len(report.of("failed")), report.exit_code)
"""
_PARAGRAPH = (
    "The harbour council voted on Tuesday to keep the old ferry running through the winter, a "
    "decision that will cost the town $5.2m over three years. The boat carries 340 people a day."
)


@contextmanager
def newsroom(count: int) -> Iterator[str]:
    """The address of a feed of so many articles."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            base = f"http://127.0.0.1:{self.server.server_address[1]}"
            if self.path == "/feed.xml":
                items = "".join(
                    f"<item><title>Ferry story {n}</title><link>{base}/{n}</link>"
                    f"<pubDate>{1 + n % 28:02d} Nov 2026 06:00:00 GMT</pubDate></item>"
                    for n in range(count)
                )
                self._send(f'<rss version="2.0"><channel>{items}</channel></rss>', "text/xml")
            elif self.path[1:].isdigit():
                words = "".join(f"<p>Story {self.path[1:]}: {_PARAGRAPH}</p>" for _ in range(3))
                head = '<meta property="article:published_time" content="2026-11-20T06:00:00Z">'
                title = f"Ferry story {self.path[1:]}"
                self._send(
                    f"<!DOCTYPE html><html lang=en><head><title>{title}</title>{head}</head>"
                    f"<body><article><h1>{title}</h1>{words}</article></body></html>",
                    "text/html",
                )
            else:
                self.send_error(404)

        def _send(self, text: str, media_type: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Only figures are printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/feed.xml"
    server.shutdown()


def settings(folder: Path, feed: str, voice: str) -> None:
    (folder / "narrate.toml").write_text(
        f'[[source]]\nname = "post"\nfeed = "{feed}"\nprivate = true\n'
        f'[nightly]\nvoice = "{voice}"\n[podcast]\nbase_url = "https://example.org/a/"\n'
    )


def resident(pid: int) -> float:
    """Megabytes; 0 for a process that is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    line = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS: 0")
    return int(line.split()[1]) / 1024


def children(pid: int) -> Iterator[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        below = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return
    for child in below:
        yield child
        yield from children(child)


def night(folder: Path, articles: int, *, watch: bool) -> tuple[float, str]:
    """Seconds it took, and what it said."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN], cwd=folder, stdout=subprocess.PIPE, text=True
    )
    step, largest = 0, 0.0
    while process.poll() is None:
        time.sleep(0.5)
        largest = max([largest, *map(resident, children(process.pid))])
        done = len(list((folder / "output" / "site").glob("*.mp3")))
        if watch and done * 10 >= articles * (step + 1):
            step = done * 10 // articles
            seconds = time.monotonic() - began
            print(f"{done:8} {seconds:8.0f} {resident(process.pid):10.0f} {largest:12.0f}")
            largest = 0.0
    assert process.stdout
    return time.monotonic() - began, process.stdout.read().strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--voice", default="reader")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, newsroom(asked.articles) as feed:
        folder = Path(name)
        settings(folder, feed, asked.voice)
        print("articles  seconds  run, MB  largest worker, MB")
        seconds, said = night(folder, asked.articles, watch=True)
        print(f"the night: {seconds:.0f} s (narrated, failed, exit status: {said})")
        seconds, said = night(folder, asked.articles, watch=False)
        print(f"the next, nothing new: {seconds:.1f} s ({said})")
    with tempfile.TemporaryDirectory() as name, newsroom(asked.entries) as feed:
        folder = Path(name)
        settings(folder, feed, asked.voice)
        known(folder, feed, asked.entries)
        seconds, said = night(folder, asked.entries, watch=False)
        print(f"{asked.entries:,} entries, nothing new: {seconds:.1f} s ({said})")


def known(folder: Path, feed: str, entries: int) -> None:
    """The ledger of somebody who has narrated them all."""
    from narrate.config import read
    from narrate.model import Episode
    from narrate.nightly.ledger.database import FILE
    from narrate.nightly.ledger.ledger import Ledger
    from narrate.sources.politeness import Fetcher, Manners
    from narrate.sources.subscriptions.find import find

    here = read(folder)
    found = find(here.sources[0], fetcher=Fetcher(Manners(delay=0)))
    assert len(found.entries) == entries
    Path(here.nightly.site).mkdir(parents=True)
    with Ledger.open(Path(here.nightly.work) / FILE) as ledger:
        ledger.begin_run(int(time.time()))
        for entry in found.entries:
            audio = Path(here.nightly.site) / f"{entry.source.uri.rpartition('/')[2]}.mp3"
            audio.touch()  # one that is gone would be told of
            episode = Episode(
                title=entry.source.title,
                source=entry.source.uri,
                audio=audio,
                captions=audio,
                record=audio,
                seconds=60.0,
                bytes=1,
            )
            ledger.narrated(entry, episode, int(time.time()))
        ledger.end_run(int(time.time()), left=0, exit_code=0)


if __name__ == "__main__":
    main()
