"""A task of Windows' Task Scheduler, told in its XML (MS-TSCH, section 2.5)."""

from __future__ import annotations

import csv
import getpass
import html
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from narrate.errors import ScheduleError
from narrate.nightly.schedule.job import Job, next_time, of_record, record
from narrate.nightly.schedule.state import State
from narrate.nightly.schedule.steps import Delete, Run, Step, Write, ask
from narrate.resources import user_tasks

KEYS = "For yourself alone, type: setx NAME VALUE"
_RECORD = re.compile(r"<Documentation>(.*?)</Documentation>", re.DOTALL)
_START = re.compile(r"<StartBoundary>(.*?)</StartBoundary>")
_NEVER_RAN = "267011"  # SCHED_S_TASK_HAS_NOT_RUN
_UNFOLDED = re.compile(r"%[^%]+%|\$\(")
# The trigger's parts and the principal's come in the order of the schema.
_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>narrate nightly. Taken away by: narrate schedule remove</Description>
    <Documentation>{record}</Documentation>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <Enabled>true</Enabled>
      <StartBoundary>{start}</StartBoundary>
      <RandomDelay>PT10M</RandomDelay>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{user}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT23H</ExecutionTimeLimit>
    <Priority>8</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
      <WorkingDirectory>{folder}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def missing() -> str:
    """Why it cannot be used here, as a clause; empty where it can."""
    return "there is no program schtasks" if ask("schtasks", "/?").status == 127 else ""


def installing(job: Job) -> list[Step]:
    """The steps that put the schedule there, or bring it up to date."""
    file = _file(job.name)
    return [
        Write(path=file, content=_task(job).encode("utf-16"), encoding="utf-16"),
        Run(command=("schtasks", "/create", "/tn", job.name, "/xml", str(file), "/f")),
    ]


def removing(name: str) -> list[Step]:
    """The steps that leave nothing of it behind."""
    return [
        Run(command=("schtasks", "/delete", "/tn", name, "/f"), may_fail=True),
        Delete(path=_file(name)),
    ]


def installed() -> Iterator[tuple[Job, str]]:
    """Each job that is scheduled, and where that is written."""
    for file in sorted(user_tasks().glob("narrate-*.xml")):
        found = _RECORD.search(_read(file))
        if found and (job := of_record(html.unescape(found[1]))):
            yield job, f"Task Scheduler, {job.name}"


def state(job: Job) -> State:
    """When it runs, how it went, and what stands in its way."""
    answer = ask("schtasks", "/query", "/tn", job.name, "/v", "/fo", "csv", "/nh")
    rows = list(csv.reader(answer.output.decode("utf-8", "replace").splitlines()))
    if answer.status or not rows or len(rows[0]) < 7:
        return State(notes=("Task Scheduler does not know of it; narrate schedule install",))
    # The columns have names in the user's language, and places that do not change.
    _, _, next_run, _, _, last_run, result, *_ = rows[0]
    return State(
        next_run=next_run,
        last_start="" if result == _NEVER_RAN else f"{last_run}, exit status {result}",
        notes=("it runs while you are logged in",),
    )


def _task(job: Job) -> str:
    program, *arguments = job.command
    if unfolded := _UNFOLDED.search(f"{job.python} {job.folder}"):
        raise ScheduleError(
            f"Task Scheduler would read “{unfolded[0]}” as a variable",
            subject=str(job.folder),
            advice="Use another folder's name.",
        )
    domain = os.environ.get("USERDOMAIN", "")
    user = f"{domain}\\{getpass.getuser()}" if domain else getpass.getuser()
    return _TASK.format(
        record=escape(record(job)),
        start=_start(job),
        user=escape(user),
        program=escape(program),
        arguments=escape(subprocess.list2cmdline(arguments)),
        folder=escape(str(job.folder)),
    )


def _start(job: Job) -> str:
    """The first night: the next one, or the one that was written for the same time before."""
    found = _START.search(_read(_file(job.name)))
    if found and found[1].endswith(f"T{job.time:%H:%M}:00"):
        return found[1]
    return f"{next_time(job):%Y-%m-%dT%H:%M}:00"


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-16", "replace")
    except FileNotFoundError:
        return ""


def _file(name: str) -> Path:
    return user_tasks() / f"{name}.xml"
