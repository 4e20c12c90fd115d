"""Nights whose network dies, and comes back."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from narrate.config import Settings
from tests.nightly.conftest import Newsroom, night
from tests.nightly.faults import Outage

pytestmark = pytest.mark.slow


def paths(asked: Iterable[str]) -> list[str]:
    return [path for path in asked if path.startswith("/story/")]


def test_a_network_that_dies_midway_costs_one_night(here: Settings, newsroom: Newsroom) -> None:
    newsroom.write(6)
    newsroom.faults = Outage(newsroom, after=4)  # robots.txt, the feed, and two articles
    report = night(here)
    assert [article.uri[-7:] for article in report.of("narrated")] == ["story/6", "story/5"]
    assert all("the connection broke" in article.error for article in report.of("failed"))
    assert (report.exit_code, report.needs_attention) == (1, False)
    newsroom.faults, newsroom.asked = {}, []
    second = night(here, 1)
    assert len(second.of("narrated")) == 4
    assert sorted(paths(newsroom.asked)) == [f"/story/{n}" for n in (1, 2, 3, 4)]
    assert night(here, 2).articles == ()


@pytest.mark.parametrize("after", [0, 1])
def test_a_network_that_is_not_there_costs_one_night(
    here: Settings, newsroom: Newsroom, after: int
) -> None:
    newsroom.faults = Outage(newsroom, after=after)
    report = night(here)
    assert "the connection broke" in report.sources[0].error
    assert (report.articles, report.exit_code, report.needs_attention) == ((), 1, False)
    newsroom.faults = {}
    assert len(night(here, 1).of("narrated")) == 3


def test_of_a_server_that_is_down_three_articles_fail_and_the_others_wait(
    here: Settings, newsroom: Newsroom
) -> None:
    newsroom.write(20)
    newsroom.faults = Outage(newsroom, after=2)
    report = night(here, failures=3)
    assert [len(report.of("failed")), len(report.of("left"))] == [3, 17]
    assert {article.why for article in report.of("left")} == {
        "its server did not give the last 3 pages, and is left alone for this run"
    }
    newsroom.faults = {}
    assert len(night(here, 1).of("narrated")) == 20
