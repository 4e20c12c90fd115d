"""Nights among servers that do everything wrong: what was injected, and what each night told.

    python -m tests.benchmarks.faults

Each fault has a newsroom of its own on loopback. One night runs over all of them, then one with
the faults gone, then one with nothing new. Prints their reports. Pauses and limits are shorter
than those of real nights, which wait up to a minute for a page.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, chdir
from pathlib import Path

from narrate.config import Settings, read
from narrate.nightly.ledger import FILE, Ledger
from narrate.nightly.library import verify
from narrate.nightly.report import summary, text
from narrate.nightly.run import run
from narrate.sources.limits import Limits
from narrate.sources.politeness import Fetcher, Manners
from tests.nightly import faults
from tests.nightly.conftest import DAY, TONIGHT, Answer, Newsroom, open_newsroom, send

STORIES = 2
NEWEST = f"/story/{STORIES}"
HOURS = 3600
Inject = Callable[[Newsroom], None]


def at(path: str, answer: Answer) -> Inject:
    def inject(room: Newsroom) -> None:
        room.faults[path] = answer

    return inject


def half(path: str) -> Inject:
    def inject(room: Newsroom) -> None:
        content = room.feed() if path == "/feed.xml" else room.page(path)
        room.faults[path] = faults.cut_off(content * 9, faults.HTML)

    return inject


def dies_midway(room: Newsroom) -> None:
    room.faults = faults.Outage(room, after=3)


def forbids(path: str) -> Inject:
    return at("/robots.txt", send(f"User-agent: *\nDisallow: {path}\n".encode(), "text/plain"))


def odd_entries(room: Newsroom) -> None:
    room.faults["/feed.xml"] = faults.rss(
        faults.item("/story/1", "without a date")
        + faults.item("story/2", "relative, from the future", "Fri, 01 Jan 2100 06:00:00 GMT")
        + faults.item("/story/2?utm_source=feed#top", "the same once more")
        + faults.item("file:///etc/passwd", "a file of this machine")
    )


def many_entries(room: Newsroom) -> None:
    others = "".join(faults.item(f"/story/{n}", f"Story {n}") for n in range(3, 10_001))
    newest = "".join(
        faults.item(f"/story/{n}", f"Story {n}", f"{n} Jan 2026 06:00 GMT") for n in (1, 2)
    )
    room.faults["/feed.xml"] = faults.rss(others + newest)


INJECTED: dict[str, tuple[str, Inject]] = {
    "well": ("nothing", lambda _: None),
    "gone": ("the feed is gone: 404", at("/feed.xml", send(b"", faults.HTML, 404))),
    "reset": ("every connection is reset", at("/feed.xml", faults.dead)),
    "empty": ("the feed is an empty body", at("/feed.xml", faults.EMPTY)),
    "noise": ("the feed is noise", at("/feed.xml", send(bytes(range(256)) * 9, faults.RSS))),
    "bomb": ("the feed unpacks to 100 MB", at("/feed.xml", faults.bomb())),
    "laughs": ("the feed's entities multiply", at("/feed.xml", faults.LAUGHS)),
    "page": ("the feed is a web page", at("/feed.xml", faults.PAGE)),
    "half": ("the feed is packed, and half of it sent", half("/feed.xml")),
    "round": ("the feed redirects to itself", at("/feed.xml", faults.sends_on("/feed.xml"))),
    "drip": ("the feed comes a byte at a time", at("/feed.xml", faults.drip)),
    "pause": ("the feed: 429, Retry-After an hour", at("/feed.xml", faults.too_many(HOURS))),
    "closed": ("robots.txt forbids the feed", forbids("/feed.xml")),
    "robots": ("robots.txt fails: 503", at("/robots.txt", send(b"", faults.HTML, 503))),
    "odd": ("entries twice, undated, relative, of 2100, of this machine", odd_entries),
    "many": ("10,000 entries, of which newest = 2", many_entries),
    "wall": ("an article is a paywall's stub", at(NEWEST, faults.WALL)),
    "login": ("an article is a login page", at(NEWEST, faults.LOGIN)),
    "blank": ("an article is an empty page", at(NEWEST, faults.EMPTY)),
    "huge": ("an article has 60 MB", at(NEWEST, faults.endless)),
    "slow": ("an article comes a byte at a time", at(NEWEST, faults.drip)),
    "circle": ("an article redirects to itself", at(NEWEST, faults.sends_on(NEWEST))),
    "local": ("an article redirects to file:", at(NEWEST, faults.sends_on("file:///etc/passwd"))),
    "torn": ("an article's connection breaks midway", at(NEWEST, faults.broken)),
    "packed": ("an article is packed, and half of it sent", half(NEWEST)),
    "private": ("robots.txt forbids an article", forbids(NEWEST)),
    "busy": ("an article: 429, Retry-After six hours", at(NEWEST, faults.too_many(6 * HOURS))),
    "outage": ("the network dies after the first article", dies_midway),
}


def settings(folder: Path, rooms: dict[str, Newsroom]) -> Settings:
    """A ``narrate.toml`` that names them all, and a voice that costs nothing."""
    voices = folder / "data" / "narrate" / "voices"
    voices.mkdir(parents=True)
    (voices / "beep.toml").write_text('engine = "tone"\nrate = 2.0\n')
    os.environ["XDG_DATA_HOME"] = str(folder / "data")
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    sources = "".join(
        f'[[source]]\nname = "{name}"\nfeed = "{room.base}/feed.xml"\nprivate = true\n'
        f"newest = {STORIES}\n"
        for name, room in rooms.items()
    )
    podcast = '[podcast]\nbase_url = "https://example.org/audio/"\n'
    (folder / "narrate.toml").write_text(f'{sources}[nightly]\nvoice = "beep"\n{podcast}')
    return read()


def night(here: Settings, number: int, title: str) -> None:
    manners = Manners(delay=0, wait=0.05)
    limits = Limits(deadline=1.0, wait=0.5, size=4 << 20)
    begun = time.perf_counter()
    report = run(here, clock=lambda: TONIGHT + number * DAY, fetcher=Fetcher(manners, limits))
    print(f"\n{title}, {time.perf_counter() - begun:.1f} s\n")
    print(summary(report))
    if troubles := text(report):
        print(re.sub(r"http://127\.0\.0\.1:\d+", "http://SERVER", troubles))
    look = "somebody should look" if report.needs_attention else "nobody need look"
    print(f"Exit status {report.exit_code}; {look}.")


def main() -> None:
    with ExitStack() as open_:
        folder = Path(open_.enter_context(tempfile.TemporaryDirectory()))
        open_.enter_context(chdir(folder))
        rooms = {name: open_.enter_context(open_newsroom()) for name in INJECTED}
        print(f"Injected, in {len(rooms)} newsrooms of {STORIES} articles each\n")
        for name, (what, inject) in INJECTED.items():
            rooms[name].write(STORIES)
            inject(rooms[name])
            print(f"{name:8} {what}")
        here = settings(folder, rooms)
        night(here, 0, "The night")
        for room in rooms.values():
            room.faults = {}
        night(here, 1, "The next night, the faults gone")
        night(here, 2, "The night after it")
        site = Path(here.nightly.site)
        standing = len(list(site.glob("*.mp3")))
        with Ledger.open(Path(here.nightly.work) / FILE) as ledger:
            wrong = list(verify(ledger.known(), site, here.podcast))
        print(
            f"\nOf {STORIES * len(rooms)} articles {standing} recordings stand; {len(wrong)} wrong."
        )


if __name__ == "__main__":
    main()
