"""Three lines in the user's crontab; every other line of it stays as it is, to the byte."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from narrate.errors import ScheduleError
from narrate.nightly.schedule.job import Job, next_time, of_record, record
from narrate.nightly.schedule.state import State
from narrate.nightly.schedule.steps import Run, Step, ask

KEYS = "Put a line NAME=VALUE above the others: crontab -e"
_LONGEST = 990  # bytes of one command in Debian's cron
_BLOCK = re.compile(
    rb"^# BEGIN (?P<name>narrate-[a-z0-9-]+) (?P<record>[^\n]*)\n"
    rb"(?:(?!# BEGIN narrate-)[^\n]*\n){0,9}?# END (?P=name)\n",
    re.MULTILINE,
)
_NO_PROGRAM = "there is no program crontab"
_DAEMONS = {"cron", "crond", "fcron", "dcron", "bcron-sched", "systemd-cron"}


def missing() -> str:
    """Why it cannot be used here, as a clause; empty where it can."""
    return _read()[1]


def installing(job: Job) -> list[Step]:
    """The steps that put the schedule there, or bring it up to date; none where it is."""
    table = _table()
    wanted = added(table, job)
    return [] if wanted == table else [Run(command=("crontab", "-"), given=wanted)]


def removing(name: str) -> list[Step]:
    """The steps that take it out again."""
    table = _table()
    left = taken_out(table, name)
    if left == table:
        return []
    return [Run(command=("crontab", "-"), given=left) if left else Run(command=("crontab", "-r"))]


def installed() -> Iterator[tuple[Job, str]]:
    """Each job that is scheduled, and where that is written."""
    for block in _BLOCK.finditer(_read()[0]):
        if job := of_record(block["record"].decode("ascii", "replace")):
            yield job, "crontab -l"


def state(job: Job) -> State:
    """When it runs, and what stands in its way; cron does not remember how it went."""
    notes = () if _daemon_runs() else ("no cron daemon is at work on this machine; start one",)
    return State(next_run=f"{next_time(job):%Y-%m-%d %H:%M}", notes=notes)


def added(table: bytes, job: Job) -> bytes:
    """The table with the job's lines, where they stood, or at its end.

    Raises ScheduleError where the job cannot be told, or its lines there were broken.
    """
    if table and not table.endswith(b"\n"):
        table += b"\n"
    left, place = _without(table, job.name)
    return left[:place] + _block(job) + left[place:]


def taken_out(table: bytes, name: str) -> bytes:
    """The table without the lines of that name. Raises ScheduleError where they were broken."""
    return _without(table, name)[0]


def _table() -> bytes:
    table, problem = _read()
    if problem and problem != _NO_PROGRAM:  # what cannot be read must not be written over
        raise ScheduleError(problem, advice="Ask whoever keeps this machine to let you use cron.")
    return table


def _read() -> tuple[bytes, str]:
    """The user's table, empty where there is none yet; why it cannot be had, as a clause."""
    answer = ask("crontab", "-l")
    if answer.status == 0:
        return answer.output, ""
    if re.search("no crontab|can't open", answer.error):
        return b"", ""
    if answer.status == 127:
        return b"", _NO_PROGRAM
    return b"", answer.error or f"crontab -l ended with status {answer.status}"


def _without(table: bytes, name: str) -> tuple[bytes, int]:
    """The table without the lines of that name, and where they stood, or would."""
    for block in _BLOCK.finditer(table):
        if block["name"] == name.encode():
            return table[: block.start()] + table[block.end() :], block.start()
    if re.search(rb"^# (BEGIN|END) " + name.encode() + rb"\b", table, re.MULTILINE):
        raise ScheduleError(
            f"the lines between “# BEGIN {name}” and “# END {name}” were changed",
            subject="crontab",
            advice="Delete them yourself, with both marks: crontab -e",
        )
    return table, len(table)


def _block(job: Job) -> bytes:
    line = f"{job.time.minute} {job.time.hour} * * * {_command(job)}"
    return (f"# BEGIN {job.name} {record(job)}\n{line}\n# END {job.name}\n").encode()


def _command(job: Job) -> str:
    """A line for any shell that the table's ``SHELL`` may name."""
    command = f"cd {quoted(str(job.folder))} && {' '.join(map(quoted, job.started))}"
    if "\\" in command.replace("\\%", ""):
        problem = "cron reads backslashes, each cron in a way of its own"
    elif len(command.encode()) > _LONGEST:
        problem = f"the command is longer than the {_LONGEST} bytes that cron takes"
    else:
        return command
    raise ScheduleError(problem, subject=str(job.folder), advice="Use another folder's name.")


def quoted(word: str) -> str:
    """One word of a shell, on a line of a crontab.

    cron turns ``\\%`` into ``%``; a cron that does not leaves it to the shell, which does the
    same outside of quotes.
    """
    return "\\%".join(shlex.quote(part) if part else "" for part in word.split("%")) or "''"


def _daemon_runs() -> bool:
    """Whether one is seen at work; taken for granted where processes cannot be seen."""
    if sys.platform != "linux" or not Path("/proc/1/comm").exists():
        return True
    for process in Path("/proc").glob("[0-9]*/comm"):
        try:
            if process.read_text().strip() in _DAEMONS:
                return True
        except OSError:
            continue  # it has just ended
    return False
