"""Pings and webhooks, sent to a real server."""

from __future__ import annotations

import json
import socket

import pytest

from narrate.nightly import notify
from narrate.nightly.report import ArticleReport, Finding, Report, SourceReport
from tests.nightly.conftest import Monitor

SECRET = "5f1c-secret-of-the-user"
GOOD = Report(
    began=1,
    ended=2,
    articles=(
        ArticleReport(
            uri="https://paper.example/a", source="paper", outcome="narrated", title="The ferry"
        ),
    ),
)
BAD = Report(
    began=1,
    ended=2,
    sources=(SourceReport(name="tides", error="It is gone.", failures=3, raised=True),),
    findings=(Finding(file="feed.xml", problem="it is missing"),),
)
HICCUP = Report(began=1, ended=2, sources=(SourceReport(name="tides", error="No.", failures=1),))


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notify, "_BETWEEN", 0.0)


@pytest.mark.parametrize(
    ("report", "path"),
    [(GOOD, f"/{SECRET}"), (BAD, f"/{SECRET}/fail"), (HICCUP, f"/{SECRET}")],
)
def test_a_monitor_hears_of_start_and_end(monitor: Monitor, report: Report, path: str) -> None:
    ping = f"{monitor.url}/{SECRET}"
    assert notify.started(ping) == ()
    assert notify.ended(ping, "", report) == ()
    assert [asked.path for asked in monitor.asked] == [f"/{SECRET}/start", path]
    assert monitor.asked[1].content.decode() == notify.message(report)


def test_a_query_stays_behind_the_signal(monitor: Monitor) -> None:
    notify.started(f"{monitor.url}/ping/{SECRET}/?key=1")
    assert monitor.asked[0].path == f"/ping/{SECRET}/start?key=1"


def test_what_is_told_outside_holds_nothing_of_an_article() -> None:
    assert notify.message(GOOD) == "1 article narrated, under a minute."
    assert notify.message(BAD).splitlines() == [
        "1 source could not be read; 1 finding in what was published.",
        "tides could not be read, 3 nights in a row.",
        "feed.xml: it is missing.",
    ]


def test_a_webhook_gets_the_report_and_words_to_show(monitor: Monitor) -> None:
    assert notify.ended("", f"{monitor.url}/hook", GOOD) == ()
    (asked,) = monitor.asked
    said = json.loads(asked.content)
    assert (asked.method, asked.path, asked.media_type) == ("POST", "/hook", "application/json")
    assert said["text"] == said["content"] == notify.message(GOOD)
    assert said["report"]["articles"][0]["title"] == "The ferry"


def test_a_long_night_is_a_short_message(monitor: Monitor) -> None:
    articles = [
        ArticleReport(uri=f"https://x.example/{n}", source="x", outcome=outcome)
        for outcome in ("narrated", "left", "failed")
        for n in range(300)
    ]
    findings = tuple(Finding(file=f"{n}.mp3", problem="it is missing") for n in range(500))
    notify.ended(
        "",
        monitor.url,
        Report(began=1, ended=2, articles=tuple(articles), findings=findings),  # type: ignore[arg-type]
    )
    said = json.loads(monitor.asked[0].content)
    assert len(said["content"]) < 2000
    assert said["content"].endswith("missing.\n…")
    assert len(monitor.asked[0].content) < 50_000
    assert {a["outcome"] for a in said["report"]["articles"]} == {"failed"}
    assert said["report"]["left"] == 300


@pytest.mark.parametrize(
    ("answers", "tries", "warned"),
    [
        ([500, 200], 2, ""),
        ([503, 503], 2, "503"),
        ([429, 200], 2, ""),
        ([404], 1, "404"),
        ([302], 1, "302"),
    ],
)
def test_a_monitor_that_fails_is_asked_twice_and_is_a_warning(
    monitor: Monitor, answers: list[int], tries: int, warned: str
) -> None:
    monitor.answers = answers
    warnings = notify.started(f"{monitor.url}/{SECRET}")
    assert len(monitor.asked) == tries
    assert bool(warnings) == bool(warned)
    assert all(f"it answered {warned}" in warning for warning in warnings)
    assert not any(SECRET in warning for warning in warnings)


@pytest.mark.parametrize(
    ("ping", "why"),
    [
        ("http://nobody.invalid/{}", "no server of that name"),
        ("http://127.0.0.1:1/{}", "cannot be reached"),
        ("hc-ping.com/{}", "not a web address"),
        ("http://[::1/{}", "not a web address"),
        ("file:///{}", "not a web address"),
    ],
)
def test_a_warning_names_the_server_only(monitor: Monitor, ping: str, why: str) -> None:
    (warning,) = notify.started(ping.format(SECRET))
    assert why in warning
    assert SECRET not in warning


def test_a_monitor_that_says_nothing_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, monitor: Monitor
) -> None:
    monkeypatch.setattr(notify, "_WAIT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        (warning,) = notify.started(f"http://127.0.0.1:{port}/{SECRET}")
    assert "no answer came within 0.1 seconds" in warning


def test_what_ended_the_night_early_is_told() -> None:
    report = Report(began=1, ended=2, error="output/site: the disk is full.")
    assert "output/site: the disk is full." in notify.message(report)
