"""Units that systemd itself finds no fault with, and a manager of the user's that runs them."""

from __future__ import annotations

import dataclasses
import datetime
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.nightly.schedule import systemd
from narrate.nightly.schedule.job import Job
from narrate.nightly.schedule.steps import Write, do
from tests.nightly.schedule.conftest import assert_narrated, assert_ran_as_told

ANALYZE = shutil.which("systemd-analyze")
MANAGER = Path("/lib/systemd/systemd")
needs_analyze = pytest.mark.skipif(not ANALYZE, reason="no systemd-analyze; Debian: systemd")
ESCAPED = re.compile(r"\\(.)")


def unquoted(words: str) -> list[str]:
    """The words of a line as systemd.syntax(7) and systemd.unit(5) say they are read."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"(?: |$)', words)
    return [ESCAPED.sub(r"\1", word).replace("%%", "%") for word in found]


names = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="/\ufffe\uffff"), min_size=1
)


@given(st.lists(names))
def test_words_are_quoted_so_that_systemd_reads_them_again(words: list[str]) -> None:
    assert unquoted(" ".join(map(systemd.quoted, words))) == words


def written(job: Job, folder: Path) -> list[Path]:
    """The units of the job, in a folder of the test's."""
    files = []
    for step in systemd.installing(job):
        if isinstance(step, Write):
            (folder / step.path.name).write_bytes(step.content)
            files.append(folder / step.path.name)
    return files


@needs_analyze
def test_systemd_finds_no_fault_with_the_units(paper: Job, tmp_path: Path, home: Path) -> None:
    units = written(paper, tmp_path)
    assert [unit.suffix for unit in units] == [".service", ".timer"]
    done = subprocess.run(
        [ANALYZE, "--user", "verify", *units],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    assert (done.returncode, done.stderr) == (0, "")


@needs_analyze
@pytest.mark.parametrize(
    ("at", "next_run"),
    [
        ("04:15", "Sun 2026-03-29 04:15:00 CEST"),
        ("02:30", "Mon 2026-03-30 02:30:00 CEST"),  # on the 29th it is never half past two
    ],
)
def test_the_night_when_clocks_go_forward(paper: Job, at: str, next_run: str) -> None:
    timer = systemd._TIMER.format(name="n", time=datetime.time.fromisoformat(at))
    calendar = re.search("OnCalendar=(.*)", timer)
    assert calendar
    done = subprocess.run(
        [ANALYZE, "calendar", "--base-time=2026-03-28 12:00", calendar[1]],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": "Europe/Berlin", "LC_ALL": "C"},
    )
    assert f"Next elapse: {next_run}" in done.stdout


@pytest.fixture
def manager(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A real manager of a user's own, in a home of its own."""
    booted = Path("/run/systemd/system")
    if not MANAGER.exists() or booted.exists() or os.geteuid() != 0:
        pytest.skip("no systemd here, or one that is at work, or nobody who may start one")
    runtime = Path("/run") / f"narrate-test-{os.getpid()}"  # its sockets need a short path
    runtime.mkdir(mode=0o700)
    booted.mkdir(parents=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    process = subprocess.Popen(
        [MANAGER, "--user", "--unit=basic.target", "--log-target=null"],
        stdin=subprocess.DEVNULL,
    )
    try:
        for _ in range(50):
            if not systemd.missing() or process.poll() is not None:
                break
            time.sleep(0.1)
        if systemd.missing():
            pytest.skip("a manager does not start in this container")
        yield
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(runtime, ignore_errors=True)
        booted.rmdir()


def test_a_manager_narrates_the_news(night: Job, manager: None) -> None:
    do(systemd.installing(night))
    subprocess.run(["systemctl", "--user", "start", f"{night.name}.service"], check=True)
    assert_narrated(night)


def test_a_manager_takes_runs_and_forgets_it(paper: Job, manager: None, home: Path) -> None:
    before = sorted(home.rglob("*"))
    do(systemd.installing(paper))
    do(systemd.installing(paper))
    assert [job for job, _ in systemd.installed()] == [paper]
    state = systemd.state(paper)
    assert re.search(r" 04:(1[5-9]|2[0-5]):\d\d ", state.next_run), state
    assert state.last_start == ""
    assert any("enable-linger" in note for note in state.notes)

    subprocess.run(["systemctl", "--user", "start", f"{paper.name}.service"], check=True)
    assert_ran_as_told(paper)
    assert re.search(r"\d\d:\d\d:\d\d \S+, exit status 0", systemd.state(paper).last_start)
    paper.python.write_text("#!/bin/sh\nexit 75\n")  # another run is at work
    subprocess.run(["systemctl", "--user", "start", f"{paper.name}.service"], check=True)
    assert systemd.state(paper).last_start.endswith(", exit status 75")
    paper.python.write_text("#!/bin/sh\nexit 1\n")
    subprocess.run(["systemctl", "--user", "start", f"{paper.name}.service"], check=False)
    assert systemd.state(paper).last_start.endswith(", exit status 1")

    (stamp,) = home.rglob("stamp-narrate-*.timer")
    long_ago = time.time() - 7 * 24 * 60 * 60
    os.utime(stamp, (long_ago, long_ago))  # as if nights were missed
    subprocess.run(["systemctl", "--user", "restart", f"{paper.name}.timer"], check=True)
    soon = datetime.datetime.fromisoformat(" ".join(systemd.state(paper).next_run.split()[1:3]))
    assert soon - datetime.datetime.now() < datetime.timedelta(minutes=11)  # made up for

    os.utime(stamp, (long_ago, long_ago))  # and not when a person changes the time
    later = dataclasses.replace(paper, time=datetime.time(23, 59))
    do(systemd.installing(later))
    assert re.search(r" (23:59|00:0\d):\d\d ", systemd.state(paper).next_run)

    do(systemd.removing(paper.name))
    assert list(systemd.installed()) == []
    left = [path for path in sorted(home.rglob("*")) if path not in before and path.is_file()]
    assert left == []
    shown = subprocess.run(
        ["systemctl", "--user", "list-timers", "--all"], capture_output=True, text=True, check=True
    )
    assert paper.name not in shown.stdout
