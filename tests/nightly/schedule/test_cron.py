"""Three lines in a crontab, and a real cron that runs them."""

from __future__ import annotations

import dataclasses
import datetime
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import ScheduleError
from narrate.nightly.schedule import cron
from narrate.nightly.schedule.job import Job
from narrate.nightly.schedule.steps import do
from tests.nightly.schedule.conftest import assert_narrated, assert_ran_as_told, last_run

PLAIN = Job(folder=Path("/srv/paper"), python=Path("/usr/bin/python3"), time=datetime.time(4, 15))
OTHER = dataclasses.replace(PLAIN, folder=Path("/srv/other"))
LATER = dataclasses.replace(PLAIN, time=datetime.time(23, 0))
CRONTAB = """
case "$1" in
  -l) cat $HERE/table 2>/dev/null || { echo "no crontab for you" >&2; exit 1; } ;;
  -r) rm $HERE/table ;;
  -) cat > $HERE/table ;;
esac
"""

tables = st.lists(
    st.one_of(
        st.sampled_from([b"", b"# BEGIN backup", b"MAILTO=me@example.org", b"0 3 * * * x\\%y\r"]),
        st.binary().map(lambda line: line.replace(b"\n", b"")),
    )
).map(lambda lines: b"".join(line + b"\n" for line in lines))


@given(tables, tables)
def test_other_lines_stay_to_the_byte(above: bytes, below: bytes) -> None:
    one = cron.added(above, PLAIN)
    assert one.startswith(above)
    table = cron.added(one + below, OTHER)
    assert cron.added(table, PLAIN) == table
    moved = cron.added(table, LATER)  # in its place
    assert moved == table.replace(one[len(above) :], cron.added(b"", LATER), 1)
    assert cron.taken_out(cron.taken_out(moved, PLAIN.name), OTHER.name) == above + below
    assert cron.taken_out(above, PLAIN.name) == above


def test_a_table_whose_last_line_was_left_open_gets_its_end() -> None:
    assert cron.taken_out(cron.added(b"0 3 * * * x", PLAIN), PLAIN.name) == b"0 3 * * * x\n"


def test_lines_that_lost_their_marks_are_for_a_person_to_delete() -> None:
    begin, line, end = cron.added(b"", PLAIN).splitlines(keepends=True)
    for broken in (begin + line, line + end, begin + b"x\n" * 20 + end):
        with pytest.raises(ScheduleError, match="with both marks: crontab -e"):
            cron.taken_out(broken, PLAIN.name)
    assert cron.taken_out(begin + b"# " + line + end, PLAIN.name) == b""  # switched off by hand


words = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\\"), min_size=1)


def as_cron_reads(command: str) -> str:
    """What the crons of Debian and others hand to the shell."""
    assert "%" not in command.replace("\\%", "")
    return command.replace("\\%", "%")


@given(st.lists(words, min_size=1, max_size=5))
def test_any_shell_gets_the_words_by_any_cron(written: list[str]) -> None:
    command = "printf '%s\\0' ".replace("%", "\\%") + " ".join(map(cron.quoted, written))
    for line in (as_cron_reads(command), command.replace("'\\%s", "'%s")):
        done = subprocess.run(["sh", "-c", line], capture_output=True, check=True)
        assert done.stdout.decode().split("\0")[:-1] == written


@pytest.mark.parametrize(
    ("folder", "problem"), [("/srv/a\\b", "backslashes"), ("/srv/" + "é" * 500, "990 bytes")]
)
def test_what_cron_cannot_be_told_is_refused(folder: str, problem: str) -> None:
    with pytest.raises(ScheduleError, match=problem):
        cron.added(b"", dataclasses.replace(PLAIN, folder=Path(folder)))


def test_a_table_is_made_and_taken_away_when_nothing_else_is_in_it(
    stand_in: Callable[[str, str], Path],
) -> None:
    table = stand_in("crontab", CRONTAB).parent / "table"
    assert list(cron.installed()) == []
    do(cron.installing(PLAIN))
    assert [job for job, _ in cron.installed()] == [PLAIN]
    assert cron.installing(PLAIN) == []
    do(cron.removing(PLAIN.name))
    assert not table.exists()
    assert cron.removing(PLAIN.name) == []


def test_a_table_that_may_not_be_read_is_not_written_over(
    stand_in: Callable[[str, str], Path],
) -> None:
    stand_in("crontab", 'echo "You (me) are not allowed to use this program" >&2; exit 1')
    assert "not allowed" in cron.missing()
    for attempt in (lambda: cron.installing(PLAIN), lambda: cron.removing(PLAIN.name)):
        with pytest.raises(ScheduleError, match="not allowed to use this program"):
            attempt()
    assert list(cron.installed()) == []


def no_cron_of_anybody() -> str:
    """Why a real daemon cannot be tried here; empty where it can."""
    if not shutil.which("cron") or not shutil.which("crontab"):
        return "no cron; Debian: cron"
    if os.geteuid() != 0:
        return "only root may start a cron"
    if cron._daemon_runs() or subprocess.run(["crontab", "-l"], capture_output=True).stdout:
        return "this machine's own cron is in use"
    return ""


@pytest.mark.slow
def test_a_real_cron_runs_it(paper: Job, night: Job) -> None:
    if reason := no_cron_of_anybody():
        pytest.skip(reason)
    others = b'# a comment\nMAILTO=""\n\n@yearly true\t\n'
    subprocess.run(["crontab", "-"], input=others, check=True)
    soon = datetime.datetime.now() + datetime.timedelta(seconds=65)
    daemon = subprocess.Popen(["cron", "-f"])
    try:
        time.sleep(2)  # a table that changes in the second of cron's start is not seen to change
        for job in (paper, night):
            do(cron.installing(dataclasses.replace(job, time=soon.time())))
        until = time.monotonic() + 150
        while "exit status" not in last_run(night) and time.monotonic() < until:
            time.sleep(0.5)
        assert_ran_as_told(paper)
        assert_narrated(night)
        assert not any("no cron daemon" in note for note in cron.state(paper).notes)
        for job in (paper, night):
            do(cron.removing(job.name))
        left = subprocess.run(["crontab", "-l"], capture_output=True, check=True).stdout
        assert left == others
    finally:
        daemon.terminate()
        daemon.wait(10)
        subprocess.run(["crontab", "-r"], check=True)
