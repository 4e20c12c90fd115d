"""What is scheduled, and when."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
import zoneinfo
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.cli.schedule import TIME
from narrate.errors import ScheduleError
from narrate.nightly.schedule.job import Job, job_here, left_out, of_record, record, time_of

AT = datetime.time(4, 15)


def test_the_program_is_named_by_its_whole_path_and_imports_nothing_of_the_folder(
    tmp_path: Path,
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('imported')")
    job = job_here(tmp_path, AT)
    assert job.python == Path(sys.executable)
    command = job.command[: job.command.index("nightly")]
    done = subprocess.run([*command, "--version"], cwd=tmp_path, capture_output=True, check=False)
    assert done.stdout.startswith(b"narrate "), done.stderr


def test_a_name_tells_the_folder_and_is_its_own() -> None:
    names = [job_here(Path(f), AT).name for f in ("/a/Täglich 100%", "/b/Täglich 100%", "/a/日報")]
    assert len(set(names)) == 3
    assert names[0].startswith("narrate-t-glich-100-")
    assert all(re.fullmatch(r"narrate(-[a-z0-9]+)+", name) for name in names)


def test_a_folder_is_written_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert job_here(Path(), AT) == job_here(tmp_path, AT)
    assert job_here(Path("paper/../news"), AT).folder == tmp_path / "news"


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\tb", "a\x7fb", "a\x85b", "a\ufffeb", "\udcff"])
def test_a_name_that_no_scheduler_can_be_told_is_refused(name: str) -> None:
    with pytest.raises(ScheduleError, match="control character"):
        job_here(Path("/srv", name), AT)


@pytest.mark.parametrize("text", ["4:15", "04:15", " 04:15 "])
def test_times_of_day(text: str) -> None:
    assert time_of(text) == AT


@pytest.mark.parametrize("text", ["", "24:00", "4:60", "4", "4:5", "٤:١٥", "4:15pm", "-4:15"])
def test_what_is_no_time_of_day(text: str) -> None:
    with pytest.raises(ScheduleError, match=r"Write it like 04:15"):
        time_of(text)


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_usual_time_comes_once_a_night_everywhere(year: int) -> None:
    nights = [
        datetime.datetime.combine(datetime.date(year, 1, 1), time_of(TIME))
        + datetime.timedelta(days=day)
        for day in range(365)
    ]
    for name in zoneinfo.available_timezones():
        zone = zoneinfo.ZoneInfo(name)
        for night in nights:
            first, second = (night.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
            assert first.utcoffset() == second.utcoffset(), (name, night)


def test_a_run_is_told_what_it_needs_to_know_of_this_shell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/srv/data")
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret@proxy.example:3128")
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    environment = dict(job_here(Path("/srv/paper"), AT).environment)
    assert environment["PYTHONUTF8"] == "1"
    assert environment["XDG_DATA_HOME"] == "/srv/data"
    assert environment["https_proxy"] == "http://proxy.example:3128"
    assert not any("secret" in value for value in environment.values())
    assert left_out() == ["HTTPS_PROXY"]


@given(folder=st.text(), python=st.text(), minutes=st.integers(0, 24 * 60 - 1), value=st.text())
def test_a_record_is_one_line_that_says_the_job(
    folder: str, python: str, minutes: int, value: str
) -> None:
    time = datetime.time(minutes // 60, minutes % 60)
    job = Job(folder=Path(folder), python=Path(python), time=time, environment=(("LANG", value),))
    line = record(job)
    assert line.isascii()
    assert line.isprintable()
    assert of_record(line) == job


@given(st.text())
def test_what_is_no_record_says_nothing(line: str) -> None:
    assert of_record(line) is None
    assert of_record(f'{{"folder": "{os.sep}", "python": 3}}') is None
