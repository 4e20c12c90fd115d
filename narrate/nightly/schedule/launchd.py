"""An agent of macOS's launchd: a Mac that slept at the time runs it when it wakes."""

from __future__ import annotations

import datetime
import os
import plistlib
import re
from collections.abc import Iterator
from pathlib import Path

from narrate.nightly.schedule.job import Job, next_time
from narrate.nightly.schedule.state import State
from narrate.nightly.schedule.steps import Delete, Run, Step, Write, ask

KEYS = "For the key of a voice, type: keyring set narrate NAME"
_WHEN = "StartCalendarInterval"
_ASKS_FIRST = ("Desktop", "Documents", "Downloads")


def missing() -> str:
    """Why it cannot be used here, as a clause; empty where it can."""
    return "there is no program launchctl" if ask("launchctl", "version").status == 127 else ""


def installing(job: Job) -> list[Step]:
    """The steps that put the schedule there, or bring it up to date."""
    file = _file(job.name)
    return [
        Write(path=file, content=_agent(job)),
        Run(command=("launchctl", "bootout", f"{_domain()}/{job.name}"), may_fail=True),
        # What is booted out takes a moment to go.
        Run(command=("launchctl", "bootstrap", _domain(), str(file)), tries=10),
    ]


def removing(name: str) -> list[Step]:
    """The steps that leave nothing of it behind."""
    return [
        Run(command=("launchctl", "bootout", f"{_domain()}/{name}"), may_fail=True),
        Delete(path=_file(name)),
        Delete(path=_talk(name)),
    ]


def installed() -> Iterator[tuple[Job, str]]:
    """Each job that is scheduled, and where that is written."""
    for file in sorted(_file("").parent.glob("narrate-*.plist")):
        try:
            said = plistlib.loads(file.read_bytes())
            job = Job(
                folder=Path(said["WorkingDirectory"]),
                python=Path(said["ProgramArguments"][0]),
                time=datetime.time(**{k.lower(): v for k, v in said[_WHEN].items()}),
                environment=tuple(said["EnvironmentVariables"].items()),
            )
        except (plistlib.InvalidFileException, ValueError, LookupError, TypeError, AttributeError):
            continue  # somebody else's, or changed beyond recognition
        yield job, str(file)


def state(job: Job) -> State:
    """When it runs, how it went, and what stands in its way."""
    answer = ask("launchctl", "print", f"{_domain()}/{job.name}")
    notes = []
    if answer.status:
        notes.append("launchd does not know of it; narrate schedule install")
    if any(Path.home() / name in (job.folder, *job.folder.parents) for name in _ASKS_FIRST):
        notes.append(
            "macOS keeps programs out of that folder until you allow it, under Privacy & Security"
        )
    last = re.search(rb"last exit code = (\d+)", answer.output)
    return State(
        next_run=f"{next_time(job):%Y-%m-%d %H:%M}",
        last_start=f"exit status {int(last[1])}" if last else "",
        notes=tuple(notes),
    )


def _agent(job: Job) -> bytes:
    return plistlib.dumps(
        {
            "Label": job.name,
            "ProgramArguments": list(job.command),
            "WorkingDirectory": str(job.folder),
            "EnvironmentVariables": dict(job.environment),
            _WHEN: {"Hour": job.time.hour, "Minute": job.time.minute},
            "RunAtLoad": False,
            "ProcessType": "Background",
            "LowPriorityIO": True,
            "ExitTimeOut": 60,
            "StandardOutPath": str(_talk(job.name)),
            "StandardErrorPath": str(_talk(job.name)),
        },
        sort_keys=False,
    )


def _file(name: str) -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{name}.plist"


def _talk(name: str) -> Path:
    """What a run says that could not even open its own log."""
    return Path.home() / "Library" / "Logs" / f"{name}.log"


def _domain() -> str:
    return f"gui/{os.getuid() if hasattr(os, 'getuid') else 'UID'}"
