"""What an installation consists of: files and commands, as data that is shown, then done."""

from __future__ import annotations

import os
import shlex
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from narrate.errors import ScheduleError
from narrate.publishing.files import appearing, explained, writable_folder

_PATIENCE = 60  # seconds; a scheduler answers at once, or its service hangs


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    path: Path
    content: bytes
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    command: tuple[str, ...]
    given: bytes = b""
    """For its standard input."""
    may_fail: bool = False
    """It undoes what may not be there."""
    tries: int = 1
    """One a second."""


Step = Write | Delete | Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    output: bytes
    error: str


def ask(*command: str, given: bytes = b"") -> Answer:
    """What a program of the system answers; status 127 where there is none of that name."""
    try:
        done = subprocess.run(  # noqa: S603 - the programs' names are ours
            command,
            input=given,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            env={**os.environ, "LC_ALL": "C"},
        )
    except FileNotFoundError:
        return Answer(status=127, output=b"", error=f"there is no program {command[0]}")
    except subprocess.TimeoutExpired:
        return Answer(status=124, output=b"", error=f"no answer in {_PATIENCE} seconds")
    except OSError as error:
        return Answer(status=126, output=b"", error=str(error.strerror))
    return Answer(
        status=done.returncode,
        output=done.stdout,
        error=" ".join(done.stderr.decode("utf-8", "replace").split()),
    )


def do(steps: Iterable[Step]) -> None:
    """Take the steps in order.

    Raises ScheduleError where a command fails, OutputError where a file does not let it be.
    """
    for step in steps:
        match step:
            case Write():
                writable_folder(step.path.parent)
                with appearing(step.path) as (file,):
                    file.write(step.content)
            case Delete():
                with explained(step.path):
                    step.path.unlink(missing_ok=True)
            case Run():
                answer = _patiently(step)
                if answer.status and not step.may_fail:
                    raise ScheduleError(
                        answer.error or f"it ended with status {answer.status}",
                        subject=shlex.join(step.command),
                        advice="To take back what was done: narrate schedule remove",
                    )


def _patiently(step: Run) -> Answer:
    answer = ask(*step.command, given=step.given)
    for _ in range(step.tries - 1):
        if answer.status == 0:
            break
        time.sleep(1)
        answer = ask(*step.command, given=step.given)
    return answer


def described(step: Step) -> str:
    """The step for people: what it is, and what it writes, indented."""
    match step:
        case Write():
            return f"write {step.path}\n{_indented(step.content.decode(step.encoding))}"
        case Delete():
            return f"delete {step.path}"
        case Run():
            given = _indented(step.given.decode("utf-8", "backslashreplace"))
            return f"run {shlex.join(step.command)}" + (f", given\n{given}" if step.given else "")


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())
