"""Nights with feeds that are broken, hostile, or odd."""

from __future__ import annotations

from dataclasses import replace

import pytest

from narrate.config import Settings
from narrate.model import Subscription
from narrate.nightly.report import text
from narrate.nightly.run import preview
from narrate.sources.limits import Limits
from narrate.sources.politeness import Fetcher, Manners
from tests.nightly import faults
from tests.nightly.conftest import Newsroom, night, send

IMPATIENT = Limits(deadline=0.5, wait=0.4, size=4 << 20)


def feeds(newsroom: Newsroom, *paths: str, newest: int = 0) -> tuple[Subscription, ...]:
    return tuple(
        Subscription(
            name=path.strip("/"),
            kind="feed",
            address=newsroom.base + path,
            private=True,
            newest=newest,
        )
        for path in paths
    )


@pytest.mark.slow
def test_each_bad_feed_is_told_and_the_good_one_is_read(here: Settings, newsroom: Newsroom) -> None:
    wrong = {
        "/cut": (send(newsroom.feed()[:180], faults.RSS), "the feed is broken"),
        "/noise": (send(bytes(range(256)) * 9, faults.RSS), "the feed is broken"),
        "/empty": (faults.EMPTY, "the server sent an empty page"),
        "/bomb": (faults.bomb(), "larger than 4 MiB"),
        "/laughs": (faults.LAUGHS, "the feed is broken"),
        "/page": (faults.PAGE, "this is a web page, not a feed"),
        "/half": (faults.cut_off(newsroom.feed(), faults.RSS), "breaks off midway"),
        "/round": (faults.sends_on("/round"), "sends on from page to page"),
        "/broken": (faults.broken, "the connection broke"),
        "/drip": (faults.drip, "did not come whole within 0.5 seconds"),
        "/gone": (send(b"", faults.HTML, 410), "was taken down (410)"),
        "/closed": (None, "asks programs, in robots.txt"),
    }
    newsroom.faults |= {path: fault for path, (fault, _) in wrong.items() if fault}
    newsroom.faults["/robots.txt"] = send(b"User-agent: *\nDisallow: /closed\n", "text/plain")
    newsroom.stories.clear()
    sources = (*feeds(newsroom, *wrong), *here.sources)
    report = night(replace(here, sources=sources), limits=IMPATIENT)
    for source in report.sources:
        _, words = wrong.get(f"/{source.name}", (None, ""))
        assert words in source.error
        assert bool(source.error) == bool(words)
    assert len(text(report).splitlines()) == len(wrong)
    assert (report.exit_code, report.needs_attention) == (1, False)
    newsroom.faults = {path: send(newsroom.feed(), faults.RSS) for path in wrong}
    assert night(replace(here, sources=sources), 1).exit_code == 0


def test_a_feed_that_asks_for_a_pause_is_asked_the_next_night(
    here: Settings, newsroom: Newsroom
) -> None:
    newsroom.faults["/feed.xml"] = faults.too_many(3600)
    report = night(here)
    assert "It asks to wait 3600 seconds" in report.sources[0].error
    assert newsroom.asked == ["/robots.txt", "/feed.xml"]
    newsroom.faults.clear()
    newsroom.stories.clear()
    assert night(here, 1).exit_code == 0


def titles(here: Settings) -> list[str]:
    """Of what tonight's plan would narrate, in its order."""
    plan, _ = preview(here, fetcher=Fetcher(Manners(delay=0)))
    return [planned.entry.source.title for planned in plan.work]


def test_odd_entries_are_each_of_them_one_article(here: Settings, newsroom: Newsroom) -> None:
    newsroom.faults["/feed.xml"] = faults.rss(
        faults.item("/story/1", "without a date")
        + faults.item("story/2", "relative, and old", "Mon, 05 Jan 2026 06:00:00 GMT")
        + faults.item(newsroom.base + "/story/3", "from the future", "Fri, 01 Jan 2100 06:00 GMT")
        + faults.item("/story/3#top", "the same once more", "Thu, 01 Jan 2099 06:00:00 GMT")
        + faults.item("/story/3?utm_source=feed", "and again")
        + faults.item("", "leads nowhere")
        + faults.item("file:///etc/passwd", "leads to this machine")
        + faults.item("/story/1", "its date is nonsense", "the day before yesterday")
    )
    assert titles(here) == ["from the future", "relative, and old", "without a date"]


@pytest.mark.slow
def test_nothing_is_made_again_for_new_ids_another_order_or_another_dress(
    here: Settings, newsroom: Newsroom
) -> None:
    def feed(first: str, second: str, ids: str) -> None:
        day = "Mon, 05 Jan 2026 06:00:00 GMT"
        newsroom.faults["/feed.xml"] = faults.rss(
            faults.item(first, "One", day, f"{ids}1") + faults.item(second, "Two", day, f"{ids}2")
        )

    feed("/story/1", "/story/2", "a")
    assert len(night(here).of("narrated")) == 2
    feed(f"{newsroom.base}/story/1?utm_medium=rss", "story/2#comments", "b")
    assert night(here, 1).articles == ()


@pytest.mark.slow
def test_of_a_feed_of_a_hundred_thousand_entries_the_newest_are_made(
    here: Settings, newsroom: Newsroom
) -> None:
    newsroom.write(10)
    entries = "".join(f"<item><link>/story/{n}</link></item>" for n in range(11, 100_001))
    newest = "".join(
        faults.item(f"/story/{n}", f"Story {n}", f"{n} Jan 2026 06:00 GMT") for n in range(1, 11)
    )
    newsroom.faults["/feed.xml"] = faults.rss(entries + newest)
    here = replace(here, sources=feeds(newsroom, "/feed.xml", newest=5))
    report = night(here)
    assert [a.uri.rpartition("/")[2] for a in report.of("narrated")] == ["10", "9", "8", "7", "6"]
    assert (text(report), report.exit_code) == ("", 0)
    assert len(report.of("left")) == 100_000 - 5
