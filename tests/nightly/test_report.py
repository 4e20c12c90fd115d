"""What a night tells people and programs, and its exit status."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.nightly.report import (
    ArticleReport,
    Finding,
    Report,
    SourceReport,
    as_json,
    summary,
    text,
)

BEGAN = 1_790_000_000


def night(**told: Any) -> Report:
    return Report(run=7, began=BEGAN, ended=BEGAN + 90, **told)


def narrated(uri: str = "https://paper.example/a", minutes: float = 4.2) -> ArticleReport:
    return ArticleReport(
        uri=uri, source="paper", outcome="narrated", audio="2026-09-21-a.mp3", minutes=minutes
    )


def failed(uri: str = "https://paper.example/b", **told: Any) -> ArticleReport:
    error = f"{uri}: the server has no such page (404). Check the address in a browser."
    return ArticleReport(uri=uri, source="paper", outcome="failed", error=error, **told)


LEFT = ArticleReport(
    uri="https://paper.example/c", source="paper", outcome="left", why="the deadline came first"
)
SILENT = SourceReport(
    name="harbour", error="https://harbour.example/: the server refuses connections.", failures=1
)


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (night(), "Nothing new."),
        (night(articles=(narrated(),)), "1 article narrated, 4 minutes."),
        (night(articles=(narrated(minutes=0.3),)), "1 article narrated, under a minute."),
        (
            night(articles=(narrated(), failed(), LEFT), sources=(SILENT,)),
            "1 article narrated, 4 minutes; 1 article failed; 1 article left for another night; "
            "1 source could not be read.",
        ),
        (night(findings=(Finding(file="feed.xml", problem="gone"),)), "1 finding in what was"),
        (night(error="The disk is full."), "The run did not come to its end."),
    ],
)
def test_a_night_in_one_line(report: Report, line: str) -> None:
    assert summary(report).startswith(line)
    assert "paper.example" not in summary(report)


def test_a_good_night_is_quiet() -> None:
    report = night(articles=(narrated(), LEFT), sources=(SourceReport(name="paper", found=2),))
    assert text(report) == ""
    assert (report.exit_code, report.needs_attention) == (0, False)


def test_what_failed_is_told_by_source_and_what_is_raised_comes_first() -> None:
    raised = SourceReport(name="tides", error="It is gone.", failures=3, raised=True)
    report = night(
        articles=(narrated(), failed(next_try=BEGAN + 86_400)),
        sources=(SILENT, SourceReport(name="paper", found=2), raised),
    )
    tides, harbour, paper, article = text(report).splitlines()
    assert tides == "tides: It is gone. It has failed 3 nights in a row."
    assert harbour.startswith("harbour: https://harbour.example/: the server refuses connections.")
    assert harbour.endswith("It is asked again the next night.")
    assert paper == "paper: 1 article failed."
    assert "(404). Check the address in a browser. It is tried again from 2026-09-2" in article


@pytest.mark.parametrize(
    ("told", "exit_code", "attention"),
    [
        ({"articles": (LEFT,)}, 0, False),
        ({"warnings": ("The ping failed.",)}, 0, False),
        ({"sources": (SILENT,)}, 1, False),
        ({"sources": (SourceReport(name="x", error="No.", failures=3, raised=True),)}, 1, True),
        ({"articles": (narrated(), failed())}, 1, False),
        ({"articles": (narrated(), failed(given_up=True))}, 1, True),
        ({"articles": (failed(),)}, 1, False),
        ({"articles": (failed(), failed())}, 1, True),  # of all that was tried, nothing came
        ({"findings": (Finding(file="feed.xml", problem="it is missing"),)}, 1, True),
        ({"error": "The disk is full."}, 1, True),
    ],
)
def test_the_exit_status_says_what_happened_and_attention_whether_to_look(
    told: dict[str, Any], exit_code: int, attention: bool
) -> None:
    report = night(**told)
    assert (report.exit_code, report.needs_attention) == (exit_code, attention)


def test_a_thousand_failures_are_a_page_and_all_of_them_in_json() -> None:
    report = night(articles=tuple(failed(f"https://paper.example/{n}") for n in range(1000)))
    assert len(text(report).splitlines()) < 25
    assert "And 980 more: narrate library list --failed" in text(report)
    assert len(as_json(report)["articles"]) == 1000


def test_the_report_as_an_object() -> None:
    report = night(
        articles=(narrated(), failed(next_try=BEGAN + 60)),
        sources=(SILENT,),
        written=("feed.xml",),
        findings=(Finding(file="feed.xml", problem="it is missing"),),
    )
    said = json.loads(json.dumps(as_json(report)))
    assert (said["run"], said["exit_code"], said["narrated"], said["failed"]) == (7, 1, 1, 1)
    assert said["began"] == "2026-09-21T14:13:20+00:00"
    assert said["articles"][0]["next_try"] is None
    assert said["articles"][1]["next_try"] == "2026-09-21T14:14:20+00:00"
    assert said["sources"][0]["failures"] == 1
    (finding,) = said["findings"]
    assert finding == {"file": "feed.xml", "problem": "it is missing", "advice": ""}
    assert list(said) == [
        *("run", "began", "ended", "exit_code", "needs_attention", "error"),
        *("narrated", "failed", "left", "minutes", "sources", "articles"),
        *("written", "removed", "findings", "warnings"),
    ]


def test_what_is_wrong_with_what_was_published_is_told_with_what_to_do() -> None:
    again = "Build the site again: narrate site build"
    told = text(
        night(
            findings=(
                Finding(file="feed.xml", problem="it is missing", advice=again),
                Finding(file="a.mp3", problem="it breaks off", advice="Make it again"),
                Finding(file="index.html", problem="it is missing", advice=again),
            )
        )
    )
    assert told.splitlines() == [
        "Published, and not right: 3 findings.",
        "  feed.xml: it is missing.",
        "  index.html: it is missing.",
        f"  {again}",
        "  a.mp3: it breaks off.",
        "  Make it again",
    ]


@settings(max_examples=50)
@given(st.text())
def test_no_text_from_outside_forges_a_line_or_moves_the_cursor(words: str) -> None:
    article = ArticleReport(uri="x", source=words, outcome="failed", error=words, title=words)
    report = night(
        articles=(article,),
        sources=(SourceReport(name=words, error=words),),
        findings=(Finding(file=words, problem=words),),
        warnings=(words,),
        error=words,
    )
    assert len(text(report).splitlines()) <= 7
    assert "\x1b" not in text(report)
    json.dumps(as_json(report)).encode("ascii")
