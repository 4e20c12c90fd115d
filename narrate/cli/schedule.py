"""``narrate schedule``: nightly runs by the system's own scheduler."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narrate.cli.arguments import Json
from narrate.cli.outcome import complain, explained

if TYPE_CHECKING:
    from narrate.nightly.schedule.job import Job
    from narrate.nightly.schedule.schedules import Schedule

app = typer.Typer(
    name="schedule",
    help="Let the system run narrate nightly: look first, install, see how it goes, remove.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = StrEnum("Name", ["systemd", "cron", "launchd", "windows"])
Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="The one with narrate.toml; otherwise this one.")
]
At = Annotated[
    str, typer.Option(metavar="HH:MM", help="Local time. Clocks never change at the usual one.")
]
With = Annotated[
    Name | None,
    typer.Option(
        "--with", help="The scheduler; otherwise the first of this system's that answers."
    ),
]
HERE = Path()
TIME = "04:15"  # clocks go forward and back before it, wherever they do


@app.command()
def show(folder: Folder = HERE, at: At = TIME, with_: With = None) -> None:
    """Show what install would write and run, and where. Nothing is changed.

    \b
    Examples:
      narrate schedule show
      narrate schedule show ~/paper --at 05:30 --with cron
    """
    with explained():
        from narrate.nightly.schedule.schedules import steps_for, usual, warnings
        from narrate.nightly.schedule.steps import described

        job, name = _job(folder, at), with_ or usual()
        steps = steps_for(job, name)
        print(f"{job.folder}: every day at {job.time:%H:%M}, by {name}")
        for step in steps:
            print(described(step))
        if not steps:
            print("It is there already; nothing would change.")
        for warning in warnings(job, name):
            complain(warning)


@app.command()
def install(folder: Folder = HERE, at: At = TIME, with_: With = None) -> None:
    """Schedule the nightly run of a folder. Again with another time, and that one holds.

    \b
    Examples:
      narrate schedule install
      narrate schedule install ~/paper --at 05:30
    """
    with explained():
        from narrate.config import FILE, read
        from narrate.errors import ConfigError
        from narrate.nightly.schedule import schedules
        from narrate.nightly.schedule.steps import Delete, Run, Write

        job = _job(folder, at)
        if not read(job.folder).sources:  # a mistake in it is told now, too, and not at night
            raise ConfigError(
                f"{FILE} names no sources",
                subject=str(job.folder),
                advice="Name where articles come from, and try it: narrate nightly --dry-run",
            )
        name = with_ or schedules.usual()
        for step in schedules.install(job, name):
            match step:
                case Write(path=path):
                    print(f"written  {path}")
                case Delete(path=path):
                    print(f"deleted  {path}")
                case Run(command=command):
                    print(f"done     {' '.join(command)}")
        for schedule in schedules.installed():
            if schedule.job.folder == job.folder:
                _tell(schedule)
        for warning in schedules.warnings(job, name):
            complain(warning)
    print("Look at it: narrate schedule status   Take it away: narrate schedule remove")


@app.command()
def status(json_: Json = False) -> None:
    """List what is scheduled: when it runs, how the last run went, what stands in its way.

    Exit status 1 when nothing is scheduled, or something cannot run.

    \b
    Examples:
      narrate schedule status
      narrate schedule status --json
    """
    with explained():
        from narrate.nightly.schedule.schedules import installed

        found = list(installed())
        for schedule in found:
            _tell(schedule, as_json=json_)
    if not found:
        complain("nothing is scheduled. To see what would be: narrate schedule show")
    if not found or any(schedule.faults for schedule in found):
        raise typer.Exit(1)


@app.command()
def remove(folder: Folder = HERE) -> None:
    """Take away the schedule of a folder, and nothing else.

    \b
    Examples:
      narrate schedule remove
      narrate schedule remove /srv/a-folder-that-is-gone
    """
    with explained():
        from narrate.nightly.schedule.schedules import remove as take_away

        for name in take_away(folder):
            print(f"no longer run by {name}")


def _job(folder: Path, at: str) -> Job:
    from narrate.config import FILE
    from narrate.errors import ConfigError
    from narrate.nightly.schedule.job import job_here, time_of

    job = job_here(folder, time_of(at))
    if not (job.folder / FILE).is_file():
        raise ConfigError(
            f"there is no {FILE} in it, so nothing to do at night",
            subject=str(job.folder),
            advice="Write one: narrate init",
        )
    return job


def _tell(schedule: Schedule, *, as_json: bool = False) -> None:
    job, state = schedule.job, schedule.state
    row = {
        "folder": str(job.folder),
        "time": f"{job.time:%H:%M}",
        "scheduler": schedule.scheduler,
        "where": schedule.where,
        "next_run": state.next_run,
        "last_run": schedule.last_run,
        "last_start": state.last_start,
        "log": str(schedule.log),
        "faults": schedule.faults,
        "notes": state.notes,
    }
    if as_json:
        print(json.dumps(row, ensure_ascii=False))
        return
    print(job.folder)
    print(f"  every day at {row['time']}, by {schedule.scheduler} ({schedule.where})")
    print(f"  next run   {state.next_run or 'unknown'}")
    print(f"  last run   {schedule.last_run or 'none yet'}")
    if state.last_start:
        print(f"  last start {state.last_start}")
    print(f"  log        {schedule.log}")
    for fault in schedule.faults:
        print(f"  FAULT      {fault}")
    for note in state.notes:
        print(f"  note       {note}")
