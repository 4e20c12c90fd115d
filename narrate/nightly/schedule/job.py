"""What is scheduled: the nightly run of one folder, in absolute paths, at a time of the day."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from narrate.errors import ScheduleError

_TIME = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
# Control characters, bytes that are no UTF-8, and what XML has no place for.
_UNTELLABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_UTF_8 = {"PYTHONUTF8": "1", "LANG": "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"}
# What a run needs to know of the shell that it was installed from: a scheduler's is almost empty.
_KEPT = (
    *("XDG_DATA_HOME", "XDG_CACHE_HOME"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
    *("http_proxy", "https_proxy", "all_proxy", "no_proxy"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    folder: Path
    """The one with ``narrate.toml``."""
    python: Path
    """The interpreter that has narrate, by the path that its virtual environment gave it."""
    time: datetime.time
    """Local time."""
    environment: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return name_of(self.folder)

    @property
    def command(self) -> tuple[str, ...]:
        """``-P``: a file ``json.py`` in the folder is not what narrate imports."""
        return (str(self.python), "-P", "-X", "utf8", "-m", "narrate", "nightly")

    @property
    def started(self) -> tuple[str, ...]:
        """The command with its environment, after whatever else the machine has to do.

        ``nice`` also stands between env and a path with ``=``, and systemd starts no program
        with a quotation mark in its path.
        """
        environment = (f"{name}={value}" for name, value in self.environment)
        return ("/usr/bin/env", *environment, "nice", *self.command)


def job_here(folder: Path, time: datetime.time) -> Job:
    """The nightly run of ``folder`` by the program that runs now.

    Raises ScheduleError where a path cannot be written into a scheduler's file.
    """
    job = Job(
        folder=absolute(folder),
        python=Path(sys.executable),
        time=time,
        environment=(
            *_UTF_8.items(),
            *((name, os.environ[name]) for name in _told()),
        ),
    )
    for text in (str(job.folder), str(job.python), *(value for _, value in job.environment)):
        if _UNTELLABLE.search(text):
            raise ScheduleError(
                "it holds a control character, or bytes that are no UTF-8",
                subject=repr(text),
                advice="No scheduler can be told of it; rename it.",
            )
    return job


def absolute(folder: Path) -> Path:
    """Links are left as they are: a link may point elsewhere tomorrow."""
    return Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() follows links


def left_out() -> list[str]:
    """The variables that a run needs and is not told: a proxy's address with a password in it."""
    return [name for name in _KEPT if os.environ.get(name) and name not in _told()]


def _told() -> list[str]:
    return [name for name in _KEPT if os.environ.get(name) and "@" not in os.environ[name]]


def name_of(folder: Path) -> str:
    """What its schedule is called: the same for the same folder, in letters that all take."""
    readable = re.sub(r"[^a-z0-9]+", "-", folder.name.lower())[:24].strip("-")
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:8]
    return "-".join(part for part in ("narrate", readable, digest) if part)


def time_of(text: str) -> datetime.time:
    """The time of day that ``4:15`` or ``04:15`` says. Raises ScheduleError."""
    found = _TIME.fullmatch(text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ScheduleError("it is no time of day", subject=text, advice="Write it like 04:15.")
    return datetime.time(int(found[1]), int(found[2]))


def next_time(job: Job) -> datetime.datetime:
    """When its time comes next, in local time."""
    now = datetime.datetime.now()
    today = datetime.datetime.combine(now.date(), job.time)
    return today if today > now else today + datetime.timedelta(days=1)


def record(job: Job) -> str:
    """The job as one line of ASCII, to stand in a comment and be read again by ``of_record``."""
    return json.dumps(
        {
            "folder": str(job.folder),
            "python": str(job.python),
            "time": f"{job.time:%H:%M}",
            "environment": dict(job.environment),
        }
    )


def of_record(line: str) -> Job | None:
    """The job that ``record`` wrote; None where it was changed so that it says none."""
    try:
        said = json.loads(line)
        return Job(
            folder=Path(said["folder"]),
            python=Path(said["python"]),
            time=time_of(said["time"]),
            environment=tuple((str(n), str(v)) for n, v in said["environment"].items()),
        )
    except (ValueError, KeyError, TypeError, AttributeError, ScheduleError):
        return None
