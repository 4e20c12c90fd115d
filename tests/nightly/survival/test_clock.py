"""Nights by clocks that jump, are put forward, and are put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from narrate.config import Settings
from narrate.nightly.report import Report, text
from tests.nightly import faults
from tests.nightly.conftest import DAY, TONIGHT, Newsroom, night

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def _in_berlin(clocks_in: Callable[[str], None]) -> None:
    clocks_in("Europe/Berlin")


def at(local: str, here: Settings, *, fold: int = 0) -> Report:
    """The night that begins then by the clock on the wall."""
    moment = datetime.fromisoformat(local).replace(tzinfo=BERLIN, fold=fold)
    return night(here, (moment.timestamp() - TONIGHT) / DAY)


def failures(report: Report) -> list[int]:
    return [source.failures for source in report.sources]


@pytest.mark.slow
def test_a_run_before_that_was_in_the_future_hides_and_doubles_nothing(
    here: Settings, newsroom: Newsroom
) -> None:
    newsroom.faults["/story/1"] = faults.dead
    assert len(at("2046-11-20 02:30", here).of("narrated")) == 2
    newsroom.faults.clear()
    newsroom.write(1, first=4)
    now = at("2026-11-20 02:30", here)
    assert [article.title for article in now.of("narrated")] == ["Ferry story 4", "Ferry story 1"]
    assert (now.exit_code, at("2026-11-21 02:30", here).articles) == (0, ())


@pytest.mark.slow
def test_the_hour_that_comes_twice_is_no_second_night(here: Settings, newsroom: Newsroom) -> None:
    newsroom.faults |= {"/story/1": faults.dead, "/story/2": faults.dead}
    assert len(at("2026-10-24 02:30", here).of("narrated")) == 1
    del newsroom.faults["/story/2"]
    first = at("2026-10-25 02:30", here)
    assert [len(first.of("narrated")), len(first.of("failed"))] == [1, 1]
    assert "tried again from 2026-10-26 13:30 on" in text(first), "36 hours, one of them twice"
    again = at("2026-10-25 02:30", here, fold=1)
    assert [article.outcome for article in again.articles] == ["left"]
    newsroom.faults.clear()
    assert [a.outcome for a in at("2026-10-26 02:30", here).articles] == ["left"]
    assert [a.outcome for a in at("2026-10-27 02:30", here).articles] == ["narrated"]
    assert at("2026-10-28 02:30", here).articles == ()


def test_a_source_that_fails_in_the_hour_that_comes_twice_has_failed_one_night(
    here: Settings, newsroom: Newsroom
) -> None:
    newsroom.faults["/feed.xml"] = faults.dead
    assert failures(at("2026-10-24 02:30", here)) == [1]
    assert failures(at("2026-10-25 02:30", here)) == [2]
    assert failures(at("2026-10-25 02:30", here, fold=1)) == [2]
    assert failures(at("2026-10-26 02:30", here)) == [3]


@pytest.mark.slow
def test_the_night_that_is_an_hour_shorter_is_a_night(here: Settings, newsroom: Newsroom) -> None:
    """On the 29th of March no clock says 02:30: what is due then begins at 03:30."""
    newsroom.faults |= dict.fromkeys(newsroom.stories, faults.dead)
    begins = ("2026-03-28 02:30", "2026-03-29 03:30", "2026-03-30 02:30", "2026-03-31 02:30")
    outcomes = [[a.outcome for a in at(begin, here).articles] for begin in begins]
    assert outcomes == [["failed"] * 3, ["failed"] * 3, ["left"] * 3, ["failed"] * 3]
    newsroom.faults = {"/feed.xml": faults.dead}
    assert [failures(at(begin, here)) for begin in begins] == [[1], [2], [3], [4]]
