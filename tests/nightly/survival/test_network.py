"""Nights whose network dies, and comes back."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from narrate.config import Settings
from tests.nightly import faults
from tests.nightly.conftest import Answer, Newsroom, night

pytestmark = pytest.mark.slow


class Outage(dict[str, Answer]):
    """From one moment on every connection is reset, whatever it asks for."""

    def __init__(self, room: Newsroom, *, after: int) -> None:
        super().__init__()
        self._room, self._after = room, after

    def get(self, path: str, default: object = None) -> Answer | None:  # type: ignore[override]
        return faults.dead if len(self._room.asked) > self._after else None


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
