"""A timer of the user's systemd: it catches up on nights that the machine slept through."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from narrate.nightly.schedule.job import Job, of_record, record
from narrate.nightly.schedule.state import State
from narrate.nightly.schedule.steps import Delete, Run, Step, Write, ask

KEYS = "Put it into ~/.config/environment.d/narrate.conf and log in again."
_RECORD = "# narrate: "
_ANSWERS = {b"running", b"degraded", b"starting", b"initializing", b"maintenance"}
# The hardening is what a user's own manager can do without namespaces, which some systems deny.
_SERVICE = """\
# Written by: narrate schedule install. Taken away by: narrate schedule remove
{record}
[Unit]
Description=narrate nightly ({name})

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}
# 75: another run is at work.
SuccessExitStatus=75
# A run that hangs is over before the next night.
TimeoutStartSec=23h
TimeoutStopSec=60
IOSchedulingClass=idle
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
"""
_TIMER = """\
# Written by: narrate schedule install. Taken away by: narrate schedule remove
[Unit]
Description=narrate nightly ({name})

[Timer]
OnCalendar=*-*-* {time:%H:%M}:00
# A night when the machine was off is made up for.
Persistent=true
# Not everybody asks the same servers at the same second.
RandomizedDelaySec=10m

[Install]
WantedBy=timers.target
"""


def missing() -> str:
    """Why it cannot be used here, as a clause; empty where it can."""
    answer = ask("systemctl", "--user", "is-system-running")
    if answer.output.strip() in _ANSWERS:
        return ""
    return "no systemd of yours answers (systemctl --user)"


def installing(job: Job) -> list[Step]:
    """The steps that put the schedule there, or bring it up to date."""
    timer = f"{job.name}.timer"
    stamp = _stamp(job.name)
    return [
        Write(path=_units() / f"{job.name}.service", content=_service(job).encode()),
        Write(path=_units() / timer, content=_TIMER.format(name=job.name, time=job.time).encode()),
        Run(command=("systemctl", "--user", "daemon-reload")),
        Run(command=("systemctl", "--user", "enable", timer)),
        # Otherwise a time that is past today would be made up for at once.
        *([Delete(path=stamp)] if stamp.exists() else []),
        Run(command=("systemctl", "--user", "restart", timer)),
    ]


def removing(name: str) -> list[Step]:
    """The steps that leave nothing of it behind."""
    timer, service = f"{name}.timer", f"{name}.service"
    return [
        Run(command=("systemctl", "--user", "disable", "--now", timer), may_fail=True),
        Delete(path=_units() / timer),
        Delete(path=_units() / service),
        Delete(path=_stamp(name)),
        Run(command=("systemctl", "--user", "daemon-reload"), may_fail=True),
        Run(command=("systemctl", "--user", "reset-failed", service), may_fail=True),
    ]


def installed() -> Iterator[tuple[Job, str]]:
    """Each job that is scheduled, and where that is written."""
    for file in sorted(_units().glob("narrate-*.service")):
        for line in file.read_text("utf-8", "replace").split("\n"):
            if line.startswith(_RECORD) and (job := of_record(line.removeprefix(_RECORD))):
                yield job, str(file.with_suffix(".timer"))


def state(job: Job) -> State:
    """When it runs, how it went, and what stands in its way."""
    timer = _properties(f"{job.name}.timer", "ActiveState,NextElapseUSecRealtime")
    # Not the timer's last moment: that is when it was set, too.
    service = _properties(
        f"{job.name}.service", "ActiveState,Result,ExecMainStatus,ExecMainExitTimestamp"
    )
    notes = []
    if timer.get("ActiveState") != "active":
        notes.append(f"the timer is off; systemctl --user enable --now {job.name}.timer")
    if not _lingers():
        notes.append(
            "it runs while you are logged in, and catches up when you log in;"
            " for every night: loginctl enable-linger"
        )
    last = service.get("ExecMainExitTimestamp", "").replace("n/a", "")
    if service.get("ActiveState") == "activating":
        last = "at work now"
    elif last and service.get("Result") in ("success", "exit-code"):
        last += f", exit status {service.get('ExecMainStatus')}"
    elif last:
        last += f", ended by systemd: {service.get('Result')}"
    return State(
        next_run=timer.get("NextElapseUSecRealtime", "").replace("n/a", ""),
        last_start=last,
        notes=tuple(notes),
    )


def _properties(unit: str, names: str) -> dict[str, str]:
    answer = ask("systemctl", "--user", "show", unit, f"--property={names}")
    lines = answer.output.decode("utf-8", "replace").splitlines()
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def _lingers() -> bool:
    """Whether the user's manager runs without them; loginctl knows nobody who is not there."""
    answer = ask("loginctl", "show-user", str(os.getuid()), "--property=Linger")
    return answer.output.strip() == b"Linger=yes"


def _service(job: Job) -> str:
    return _SERVICE.format(
        record=_RECORD + record(job),
        name=job.name,
        # Nothing is unquoted here; after a slash neither a space nor a backslash ends the line.
        folder=str(job.folder).replace("%", "%%") + "/",
        # No $ is a variable of systemd's.
        command=" ".join(quoted(word).replace("$", "$$") for word in job.started),
    )


def quoted(text: str) -> str:
    """One word as systemd.syntax(7) reads it, with its specifiers (``%``) doubled."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{plain}"'


def _units() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def _stamp(name: str) -> Path:
    """Where systemd keeps when the timer ran last."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return data / "systemd" / "timers" / f"stamp-{name}.timer"
