"""What nights remember, and what comes of it when one is killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from narrate.model import (
    Entry,
    Episode,
    Known,
    Left,
    Plan,
    Planned,
    Source,
    Subscription,
    Validators,
)
from narrate.nightly.ledger import Ledger

NOW = 1_790_000_000
DAY = 24 * 3600
NEWS = Subscription(name="news", kind="feed", address="https://news.example/feed.xml")
STAMP = Validators(etag='"a"', last_modified="Sat, 01 Aug 2026 00:00:00 GMT")


def entry(page: str = "story", mark: str = "1", of: str = "news") -> Entry:
    source = Source(kind="feed entry", uri=f"https://news.example/{page}")
    return Entry(source=source, subscription=of, mark=mark)


def episode(name: str = "story.mp3") -> Episode:
    file = Path("output/site") / name
    return Episode(
        title="A story",
        source="",
        audio=file,
        captions=file.with_suffix(".vtt"),
        record=file.with_suffix(".json"),
        seconds=61.5,
        bytes=1,
        fingerprint="abc",
    )


def work(*entries: Entry) -> Plan:
    return Plan(
        work=tuple(
            Planned(entry=each, reason="new", voice="newsreader", minutes=1) for each in entries
        )
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "work" / "ledger.sqlite") as opened:
        yield opened


def test_what_was_narrated_is_known(ledger: Ledger) -> None:
    ledger.begin_run(NOW)
    ledger.narrated(entry(), episode(), NOW + 5, took=4.5)
    uri = entry().source.uri
    assert ledger.known()[uri] == Known(
        uri=uri,
        subscription="news",
        marks={"news": "1"},
        title="A story",
        narrated=NOW + 5,
        content="abc",
        audio="story.mp3",
        seconds=61.5,
    )
    assert ledger.known([uri, "https://elsewhere.example/"]) == ledger.known()
    assert ledger.attempts(uri)[0].took == 4.5


def test_failures_in_a_row_wait_longer_and_a_success_ends_them(ledger: Ledger) -> None:
    nights = [ledger.failed_on(entry(), "It is a stub.", NOW) for _ in range(3)]
    assert [known.failures for known in nights] == [1, 2, 3]
    assert [known.next_try - NOW for known in nights] == [DAY // 2, 1.5 * DAY, 3.5 * DAY]
    assert nights[-1].error == "It is a stub."
    asked = ledger.failed_on(entry(), "Too many requests.", NOW, retry_after=10 * DAY)
    assert asked.next_try == NOW + 10 * DAY
    ledger.narrated(entry(), episode(), NOW)
    known = ledger.known()[entry().source.uri]
    assert (known.failures, known.error, known.next_try) == (0, "", 0)


def test_another_mark_begins_anew_and_the_recording_stays_known(ledger: Ledger) -> None:
    ledger.narrated(entry(), episode(), NOW)
    ledger.failed_on(entry(mark="2"), "No.", NOW)
    assert ledger.failed_on(entry(mark="2"), "No.", NOW).failures == 2
    known = ledger.failed_on(entry(mark="3"), "No.", NOW)
    assert (known.failures, known.marks, known.audio) == (1, {"news": "3"}, "story.mp3")


def test_forgotten_ones_are_known_by_the_mark_they_had(ledger: Ledger) -> None:
    ledger.narrated(entry(), episode(), NOW)
    before = ledger.forget(entry().source.uri)
    assert before
    assert before.audio == "story.mp3"
    known = ledger.known()[entry().source.uri]
    assert (known.forgotten, known.marks, known.audio) == (True, {"news": "1"}, "")
    ledger.planned(work(entry("other", mark="9")))
    ledger.forget(entry("other").source.uri)
    assert ledger.known()[entry("other").source.uri].marks == {"news": "9"}, "it may, as it waits"
    assert ledger.forget("https://news.example/never") is None


def test_marks_are_those_of_all_that_name_it(ledger: Ledger) -> None:
    uri = entry().source.uri
    ledger.narrated(replace(entry(), also={"list": "x"}), episode(), NOW)
    assert ledger.known()[uri].marks == {"news": "1", "list": "x"}
    ledger.planned(Plan(adopted=(entry(mark="7", of="map"),)))
    assert ledger.known()[uri].marks == {"news": "1", "list": "x", "map": "7"}
    ledger.failed_on(entry(mark="2"), "No.", NOW)
    assert ledger.known()[uri].marks == {"news": "2", "list": "x", "map": "7"}


class TestUnchanged:
    """A server may say "unchanged" only where nothing that it named still waits."""

    def night(self, ledger: Ledger, plan: Plan, done: bool = True) -> None:
        ledger.begin_run(NOW)
        ledger.heard_from(NEWS, NOW, validators=STAMP)
        ledger.planned(plan)
        for planned in plan.work if done else ():
            ledger.narrated(planned.entry, episode(), NOW)
        ledger.end_run(NOW, left=len(plan.left), exit_code=0)

    def test_when_all_is_done(self, ledger: Ledger) -> None:
        assert ledger.validators(NEWS) == Validators()
        self.night(ledger, work(entry()))
        assert ledger.validators(NEWS) == STAMP
        ledger.heard_from(NEWS, NOW + DAY)
        assert ledger.validators(NEWS) == STAMP

    def test_not_when_something_was_left(self, ledger: Ledger) -> None:
        self.night(ledger, Plan(left=(Left(entry=entry(), why="the night is full"),)))
        assert ledger.validators(NEWS) == Validators()
        found = ledger.found(entry().source.uri)
        assert found
        assert found.why == "the night is full"

    def test_not_when_something_failed(self, ledger: Ledger) -> None:
        self.night(ledger, work(entry()), done=False)
        ledger.failed_on(entry(), "No.", NOW)
        assert ledger.validators(NEWS) == Validators()

    def test_not_when_it_names_what_another_source_has_left(self, ledger: Ledger) -> None:
        both = replace(entry(of="other"), also={NEWS.name: "1"})
        self.night(ledger, Plan(left=(Left(entry=both, why="no room"),)))
        assert ledger.validators(NEWS) == Validators()

    def test_but_when_the_rest_is_not_wanted(self, ledger: Ledger) -> None:
        self.night(ledger, Plan(passed_over=(Left(entry=entry(), why="it is older"),)))
        assert ledger.validators(NEWS) == STAMP

    def test_not_when_the_settings_are_others(self, ledger: Ledger) -> None:
        self.night(ledger, work(entry()))
        assert ledger.validators(replace(NEWS, skip=("*/live/*",))) == Validators()

    def test_not_after_a_run_that_came_to_no_plan(self, ledger: Ledger) -> None:
        ledger.begin_run(NOW)
        ledger.heard_from(NEWS, NOW, validators=STAMP)
        ledger.end_run(NOW, left=0, exit_code=1)
        assert ledger.validators(NEWS) == Validators()

    def test_not_after_a_killed_run(self, ledger: Ledger) -> None:
        ledger.begin_run(NOW)
        ledger.heard_from(NEWS, NOW, validators=STAMP)
        ledger.begin_run(NOW + DAY)
        ledger.failed("news", "The network is down.", NOW + DAY)
        ledger.planned(Plan())
        ledger.end_run(NOW + DAY, left=0, exit_code=1)
        assert ledger.validators(NEWS) == Validators()


def test_failing_sources_are_counted_by_nights(ledger: Ledger) -> None:
    assert ledger.failed("news", "No answer.", NOW) == 1
    assert ledger.failed("news", "No answer.", NOW + 60) == 1, "somebody tried it by hand"
    assert ledger.failed("news", "Still none.", NOW + DAY) == 2
    assert ledger.failed("news", "Still none.", NOW - 90 * DAY) == 3, "the clock was set back"
    assert ledger.health()["news"].error == "Still none."
    ledger.heard_from(NEWS, NOW + 2 * DAY)
    assert ledger.health()["news"].failures == 0
    assert ledger.failed("news", "No answer.", NOW + 2 * DAY) == 1


def test_runs(ledger: Ledger) -> None:
    assert ledger.last_run() is None
    number = ledger.begin_run(NOW)
    ledger.narrated(entry("a"), episode(), NOW)
    ledger.failed_on(entry("b"), "No.", NOW)
    ledger.end_run(NOW + 9, left=3, exit_code=1)
    run = ledger.last_run()
    assert run
    assert (run.number, run.began, run.ended) == (number, NOW, NOW + 9)
    assert (run.narrated, run.failed, run.left, run.exit_code) == (1, 1, 3, 1)
    assert ledger.begin_run(NOW + DAY) == number + 1
    assert ledger.last_run().ended == 0  # type: ignore[union-attr]


def test_texts_that_no_database_takes(ledger: Ledger) -> None:
    """Names of files need not be valid UTF-8; an error may be as long as a page."""
    ledger.failed_on(entry(), "caf\udce9: \0 " + "x" * 10_000, NOW)
    error = ledger.known()[entry().source.uri].error
    assert error.startswith("caf\\udce9")
    assert len(error) < 1100


def test_recordings_that_stand_are_taken_in_once(ledger: Ledger) -> None:
    stands = Known(uri="https://news.example/old", subscription="", audio="old.mp3", seconds=9.0)
    ledger.narrated(entry(), episode(), NOW)
    known = replace(stands, uri=entry().source.uri)
    assert ledger.take_in([stands, known]) == 1
    assert ledger.known()[entry().source.uri].marks == {"news": "1"}
    assert ledger.take_in([stands]) == 0


def test_a_recording_made_by_hand_ends_the_failures(ledger: Ledger) -> None:
    by_hand = Known(uri=entry().source.uri, subscription="", audio="story.mp3", seconds=9.0)
    ledger.failed_on(entry(), "No.", NOW)
    assert ledger.take_in([by_hand]) == 1
    known = ledger.known()[by_hand.uri]
    assert (known.audio, known.failures, known.error) == ("story.mp3", 0, "")
    ledger.forget(by_hand.uri)
    assert ledger.take_in([by_hand]) == 0, "what a person took out stays out"


WRITER = """
import sys
from tests_ledger import NOW, entry, episode
from narrate.nightly.ledger import Ledger
from pathlib import Path
with Ledger.open(Path(sys.argv[1])) as ledger:
    first = len(ledger.known())
    ledger.begin_run(NOW)
    for number in range(first, 1_000_000):
        ledger.narrated(entry(str(number)), episode(f"{number}.mp3"), NOW)
        print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_what_was_told_before_a_kill_is_known_after_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    (tmp_path / "tests_ledger.py").write_text(Path(__file__).read_text("utf-8"), "utf-8")
    told = -1
    for _ in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], cwd=tmp_path, stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout
            told = int(writer.stdout.readline())
            time.sleep(random.uniform(0, 0.05))
            writer.send_signal(signal.SIGKILL)
            for line in writer.stdout:
                told = int(line) if line.endswith(b"\n") else told
        with Ledger.open(path) as ledger:
            ledger.begin_run(NOW)  # finds it whole
            known = ledger.known()
        assert told + 1 <= len(known) <= told + 2
        assert [f"https://news.example/{number}" in known for number in range(told + 1)]
        attempts = told + 1
        assert attempts == len(known) or attempts == len(known) - 1
