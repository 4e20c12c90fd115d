"""Many recordings on this machine: all are made, and one that goes wrong costs only itself."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterable
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

import pytest

from narrate.model import Episode, Source
from narrate.workers import run
from narrate.workers.children import Children
from narrate.workers.run import make_all
from narrate.workers.work import Done, Outcome, Work

LAMP = "The lamp was carried up the hill by the rowing club."


def names(done: list[Done]) -> list[str]:
    return [each.episode.audio.name if each.episode else str(each.error) for each in done]


def recorded_sources(folder: Path) -> dict[str, str]:
    """The source of each record in the folder, by its name."""
    records = sorted(folder.glob("*.json"))
    return {path.stem: json.loads(path.read_text())["source"] for path in records}


def test_all_are_made_in_the_order_of_the_works(works, tmp_path: Path) -> None:
    done = list(make_all(works(*[f"{LAMP} {n}" for n in range(5)]), jobs=2))
    assert names(done) == [f"story-{n}.mp3" for n in range(5)]
    assert all(each.attempts == 1 and each.seconds > 0 for each in done)
    assert len(list((tmp_path / "out").iterdir())) == 15


def test_works_are_drawn_as_they_are_needed(works) -> None:
    (work,) = works(LAMP)
    endless = (replace(work, source=Source.from_text(f"Story {n}\n\n{LAMP}")) for n in count())
    results = make_all(endless, jobs=2)
    assert names(list(islice(results, 3))) == ["story-0.mp3", "story-1.mp3", "story-2.mp3"]
    results.close()
    (number,) = re.findall(r"\d+", str((next(endless).source.content or b"")[:20]))
    assert int(number) < 100


def test_nothing_new_is_begun_once_it_is_to_stop(works) -> None:
    done: list[Done] = []
    every = works(*[f"{LAMP} {n}" for n in range(9)])
    done.extend(make_all(every, jobs=1, stop=lambda: len(done) >= 2))
    assert len(done) <= 4


def test_a_failure_is_told_and_the_others_are_made(works, tmp_path: Path) -> None:
    first, last = works(LAMP, LAMP + " Twice.")
    missing = Source(kind="file", uri=(tmp_path / "missing.html").as_uri())
    bad = Work(source=missing, voice="beep", to="x.mp3", settings=first.settings)
    (one, failed, other) = make_all([first, bad, last], jobs=2)
    assert one.episode
    assert other.episode
    assert failed.episode is None
    assert failed.error
    assert failed.error.kind == "SourceError"
    assert "no such file" in str(failed.error)
    assert "missing.html" in failed.error.subject


def test_what_a_process_says_is_logged(
    works, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (work,) = works(LAMP)
    page = tmp_path / "page.html"
    private = '<meta property="og:image" content="http://127.0.0.1:9/picture.png">'
    page.write_text(f"<html><head>{private}</head><h1>The lamp</h1><p>{LAMP}</p></html>")
    source = Source(kind="file", uri=page.as_uri())
    (done,) = make_all([replace(work, source=source)], jobs=1)
    assert done.episode
    assert [each.getMessage()[:8] for each in caplog.records] == ["No cover"]


def test_a_process_that_dies_costs_its_own_work_a_try(works, moody_voice: str) -> None:
    texts = (LAMP, f"{LAMP} It died once.", f"{LAMP} Three.", f"{LAMP} Four.")
    done = list(make_all(works(*texts, voice=moody_voice), jobs=2))
    assert names(done) == [f"story-{n}.mp3" for n in range(4)]
    assert [each.attempts for each in done] == [1, 2, 1, 1]


def test_what_always_kills_ends_after_its_tries(works, moody_voice: str) -> None:
    done = list(
        make_all(works(f"{LAMP} It is poison.", LAMP, f"{LAMP} 2", voice=moody_voice), jobs=2)
    )
    assert names(done)[1:] == ["story-1.mp3", "story-2.mp3"]
    assert done[0].attempts == 3
    assert done[0].error
    assert done[0].error.kind == "WorkerError"
    assert "ended 3 times, at last with signal 9" in done[0].error.problem


def test_what_hangs_is_ended_at_its_limit(works, moody_voice: str, makers) -> None:
    started = time.monotonic()
    texts = (f"{LAMP} It lasts forever.", LAMP, f"{LAMP} Two.")
    done = list(make_all(works(*texts, voice=moody_voice), jobs=2, time_limit=8))
    assert time.monotonic() - started < 25
    assert names(done)[1:] == ["story-1.mp3", "story-2.mp3"]
    assert done[0].error
    assert "not done within 8 seconds" in done[0].error.problem
    assert makers() == []


def test_closing_ends_what_is_under_way(works, moody_voice: str, makers, tmp_path: Path) -> None:
    slow = works(LAMP, f"{LAMP} It lasts forever.", voice=moody_voice)
    results = make_all(slow, jobs=2)
    assert next(results).episode
    started = time.monotonic()
    results.close()
    assert time.monotonic() - started < 3
    assert makers() == []
    assert not list((tmp_path / "out").glob(".*"))


def test_a_process_that_nobody_asks_for_anything_ends(
    works, moody_voice: str, makers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narrate.workers.process.IDLE", 0.3)
    children = Children()
    first, second = works(LAMP, f"{LAMP} Two.", voice=moody_voice)
    assert children.make(first, 60).episode
    (idle,) = children._idle
    until = time.monotonic() + 20
    while not idle.ended() and time.monotonic() < until:
        time.sleep(0.05)
    assert makers() == []
    monkeypatch.setattr("narrate.workers.process.IDLE", 60)
    assert children.make(second, 60).attempts == 1
    children.end()


@pytest.mark.parametrize(("jobs", "long"), [(1, 0), (3, 0), (3, 2)])
def test_names_do_not_depend_on_who_was_quicker(
    works, tmp_path: Path, jobs: int, long: int
) -> None:
    texts = [f"{LAMP} {n}. " for n in range(3)]
    texts[long] *= 40
    same = works(*texts, title="The lamp")
    done = list(make_all(same, jobs=jobs))
    (plain, *others) = names(done)
    assert plain == "the-lamp.mp3"
    assert others == [
        f"the-lamp-{hashlib.sha256(work.source.uri.encode()).hexdigest()[:6]}.mp3"
        for work in same[1:]
    ]
    expected = {
        name.removesuffix(".mp3"): work.source.uri
        for name, work in zip(names(done), same, strict=True)
    }
    assert recorded_sources(tmp_path / "out") == expected
    for record in (tmp_path / "out").glob("*.json"):  # its own sound, not another's
        sound = record.with_suffix(".mp3").read_bytes()
        assert json.loads(record.read_text())["sha256"] == hashlib.sha256(sound).hexdigest()


class Fake:
    """A crew that is done with its works in an order of ours."""

    batch = 1
    room = 100

    def __init__(self, order: list[int]) -> None:
        self._order = iter(order)
        self._works: dict[int, Work] = {}

    def __enter__(self) -> Fake:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def begin(self, works: Iterable[tuple[int, Work]]) -> None:
        self._works.update(works)

    def finished(self, *, wait: bool) -> list[tuple[int, Outcome]]:
        if not wait:
            return []
        number = next(self._order)
        return [(number, self.make(self._works[number]))]

    def make(self, work: Work) -> Outcome:
        path = Path(work.to) / f"{work.source.uri[-4:]}.mp3"
        made = Episode(
            title="", source=work.source.uri, audio=path, captions=path, record=path,
            seconds=1, bytes=1,
        )  # fmt: skip
        return Outcome(episode=made)


def test_one_that_is_far_behind_is_passed_over(works, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "HELD", 2)
    monkeypatch.setattr(run, "_crew", lambda *_: Fake([1, 2, 3, 4, 0, 5]))
    asked = works(*"abcdef")
    done = [each.work for each in make_all(asked)]
    assert [asked.index(work) for work in done] == [1, 2, 3, 4, 0, 5]
