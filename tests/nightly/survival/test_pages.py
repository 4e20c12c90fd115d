"""Nights with articles that cannot be had, or are none."""

from __future__ import annotations

import pytest

from narrate.config import Settings
from narrate.nightly.report import Report
from narrate.sources.limits import Limits
from tests.nightly import faults
from tests.nightly.conftest import TONIGHT, Newsroom, night, send

IMPATIENT = Limits(deadline=0.5, wait=0.4, size=4 << 20)


def errors(report: Report) -> dict[str, str]:
    """What failed, by its path."""
    return {f"/story/{a.uri.rpartition('/')[2]}": a.error for a in report.of("failed")}


@pytest.mark.slow
def test_each_bad_page_is_told_and_the_good_one_is_narrated(
    here: Settings, newsroom: Newsroom
) -> None:
    newsroom.write(11)
    half = faults.cut_off(newsroom.page("/story/9") * 50, faults.HTML)
    wrong = {
        "/story/1": (faults.WALL, "paywall"),
        "/story/2": (faults.LOGIN, "it is a login wall"),
        "/story/3": (faults.EMPTY, "the server sent an empty page"),
        "/story/4": (faults.endless, "larger than 4 MiB"),
        "/story/5": (faults.drip, "did not come whole within 0.5 seconds"),
        "/story/6": (faults.sends_on("/story/6"), "sends on from page to page"),
        "/story/7": (
            faults.sends_on("file:///etc/passwd"),
            "only http and https addresses are read",
        ),
        "/story/8": (send(b"", faults.HTML, 500), "a fault of its own (500)"),
        "/story/9": (half, "breaks off midway"),
        "/story/10": (None, "asks programs, in robots.txt, not to fetch this page"),
    }
    newsroom.faults |= {path: fault for path, (fault, _) in wrong.items() if fault}
    robots = b"User-agent: *\nDisallow: /story/10\n"
    newsroom.faults["/robots.txt"] = send(robots, "text/plain")
    report = night(here, limits=IMPATIENT)
    told = errors(report)
    for path, (_, words) in wrong.items():
        assert words in told.pop(path)
    assert not told
    assert [article.uri[-9:] for article in report.of("narrated")] == ["/story/11"]
    assert "/story/10" not in newsroom.asked
    assert (report.exit_code, report.needs_attention) == (1, False)

    newsroom.faults.clear()
    assert len(night(here, 1).of("narrated")) == len(wrong)
    assert night(here, 2).articles == ()


def test_a_server_that_asks_for_a_pause_is_left_and_nothing_is_held_against_the_others(
    here: Settings, newsroom: Newsroom
) -> None:
    newsroom.faults["/story/3"] = faults.too_many(2 * 24 * 3600)
    report = night(here)
    assert "It asks to wait 172800 seconds" in errors(report)["/story/3"]
    assert report.of("failed")[0].next_try == TONIGHT + 172_800
    assert {article.why for article in report.of("left")} == {
        "its server asked for a pause (429), and is left alone for this run"
    }
    assert newsroom.asked == ["/robots.txt", "/feed.xml", "/story/3"]
    newsroom.faults |= dict.fromkeys(newsroom.stories, faults.too_many(3600))
    nights = [night(here, number) for number in range(2, 8)]
    assert all(len(report.of("failed")) == 1 for report in nights)
    assert not any(failed.given_up for report in nights for failed in report.of("failed"))
    newsroom.faults.clear()
    assert len(night(here, 30).of("narrated")) == 3
