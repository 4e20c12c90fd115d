"""Which scheduler takes a job, and which schedules there are."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import platformdirs

from narrate.config import FILE, Nightly, read
from narrate.errors import NarrateError, ScheduleError
from narrate.model import Run as NightlyRun
from narrate.nightly.ledger.database import FILE as LEDGER
from narrate.nightly.ledger.ledger import Ledger
from narrate.nightly.log import FILE as LOG
from narrate.nightly.schedule import cron, launchd, systemd, windows
from narrate.nightly.schedule.job import Job, absolute, left_out, name_of
from narrate.nightly.schedule.state import State
from narrate.nightly.schedule.steps import Run, Step, Write, do
from narrate.nightly.wording import moment


class Scheduler(Protocol):
    """What each of the modules has."""

    KEYS: str

    def missing(self) -> str: ...
    def installing(self, job: Job) -> list[Step]: ...
    def removing(self, name: str) -> list[Step]: ...
    def installed(self) -> Iterator[tuple[Job, str]]: ...
    def state(self, job: Job) -> State: ...


SCHEDULERS: dict[str, Scheduler] = {
    "systemd": systemd,
    "cron": cron,
    "launchd": launchd,
    "windows": windows,
}
_OF_SYSTEM = {"darwin": ("launchd", "cron"), "win32": ("windows",)}
_SECRETS = ("OPENAI_API_KEY", "AWS_SECRET_ACCESS_KEY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One that is there."""

    job: Job
    scheduler: str
    where: str
    state: State
    log: Path
    last_run: str
    """When the last run began and how it ended, as its ledger knows; empty where none did."""
    faults: tuple[str, ...]
    """Why it cannot run, as clauses."""


def usual() -> str:
    """The name of this system's scheduler, the first that answers. Raises ScheduleError."""
    reasons = []
    for name in _OF_SYSTEM.get(sys.platform, ("systemd", "cron")):
        reason = SCHEDULERS[name].missing()
        if not reason:
            return name
        reasons.append(f"{name}: {reason}")
    raise ScheduleError(
        f"there is no scheduler here ({'; '.join(reasons)})",
        advice="Install cron, or let a scheduler of yours run: narrate nightly",
    )


def steps_for(job: Job, name: str) -> list[Step]:
    """What schedules the job, in the place of all that is scheduled for its folder."""
    steps = SCHEDULERS[name].installing(job)
    for other in _holding(job.folder):
        if other != name:
            steps += SCHEDULERS[other].removing(job.name)
    return steps


def install(job: Job, name: str) -> list[Step]:
    """Schedule the job; what was done.

    Raises ScheduleError, or OutputError where a file cannot be written.
    """
    if reason := SCHEDULERS[name].missing():
        raise ScheduleError(f"{name} cannot be used: {reason}", advice="See: narrate schedule show")
    steps = steps_for(job, name)
    do(steps)
    return steps


def remove(folder: Path) -> list[str]:
    """Take away what is scheduled for a folder, which need not be there; by which schedulers.

    Raises ScheduleError where nothing is.
    """
    folder = absolute(folder)
    found = _holding(folder)
    for name in found:
        do(SCHEDULERS[name].removing(name_of(folder)))
    if not found:
        raise ScheduleError(
            "nothing is scheduled for it",
            subject=str(folder),
            advice="What is: narrate schedule status",
        )
    return found


def _holding(folder: Path) -> list[str]:
    """The names of the schedulers that run the folder."""
    return [
        name
        for name, scheduler in SCHEDULERS.items()
        if any(job.folder == folder for job, _ in scheduler.installed())
    ]


def installed() -> Iterator[Schedule]:
    """Every schedule of this user's, of each scheduler that answers."""
    for name, scheduler in SCHEDULERS.items():
        for job, where in scheduler.installed():
            faults = list(_faults(job, scheduler))
            log, last_run = _past(job.folder, faults)
            yield Schedule(
                job=job,
                scheduler=name,
                where=where,
                state=scheduler.state(job),
                log=log,
                last_run=last_run,
                faults=tuple(faults),
            )


def _past(folder: Path, faults: list[str]) -> tuple[Path, str]:
    """Where the folder's log is, and how its last run went; what is wrong joins the faults."""
    work = folder / Nightly().work
    try:
        work = folder / read(folder).nightly.work
        if not (work / LEDGER).is_file():
            return work / LOG, ""
        with Ledger.open(work / LEDGER) as ledger:
            run = ledger.last_run()
    except NarrateError as error:
        faults.append(str(error).rstrip("."))
        return work / LOG, ""
    return work / LOG, _told(run) if run else ""


def _told(run: NightlyRun) -> str:
    began = moment(run.began)
    if not run.ended:
        return f"{began}, still at work, or cut off"
    counts = f"{run.narrated} narrated, {run.failed} failed, {run.left} left"
    return f"{began}, {counts}, exit status {run.exit_code}"


def _faults(job: Job, scheduler: Scheduler) -> Iterator[str]:
    folder = shlex.quote(str(job.folder))
    if not job.python.exists():
        yield f"{job.python} is gone; narrate schedule install {folder}"
    if not job.folder.is_dir():
        yield f"the folder is gone; narrate schedule remove {folder}"
    elif not (job.folder / FILE).is_file():
        yield f"there is no {FILE} in the folder"
    elif any(_differs(step) for step in scheduler.installing(job)):
        yield f"it was changed by hand, or by another version; narrate schedule install {folder}"


def _differs(step: Step) -> bool:
    """Whether the step would change what is there: commands after a file change nothing."""
    match step:
        case Write():
            return not step.path.is_file() or step.path.read_bytes() != step.content
        case Run():
            return bool(step.given)
        case _:
            return False


def warnings(job: Job, name: str) -> Iterator[str]:
    """What a person should know before the first night, as clauses."""
    for secret in (*_SECRETS, *left_out()):
        if os.environ.get(secret):
            yield (
                f"{secret} is in this shell, and not there at night: a schedule is no place for"
                f" secrets. {SCHEDULERS[name].KEYS}"
            )
    if Path(platformdirs.user_cache_path()) in job.python.parents:
        yield (
            f"narrate runs from a cache here ({job.python}), which may be emptied;"
            " install it: uv tool install narrate, or pipx install narrate"
        )
