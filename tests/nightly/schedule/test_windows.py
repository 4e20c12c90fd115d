"""Tasks for Windows' Task Scheduler, held against what its schema asks for (MS-TSCH, 2.5)."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from narrate.errors import ScheduleError
from narrate.nightly.schedule import windows
from narrate.nightly.schedule.job import Job
from narrate.nightly.schedule.steps import Write, do

NAMESPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
# The part of the schema that we use: what may stand in what; a list where the order is set.
SCHEMA: dict[str, set[str] | list[str]] = {
    "Task": {"RegistrationInfo", "Triggers", "Settings", "Data", "Principals", "Actions"},
    "RegistrationInfo": {
        *("URI", "SecurityDescriptor", "Source", "Date", "Author", "Version"),
        *("Description", "Documentation"),
    },
    "CalendarTrigger": [
        *("Enabled", "StartBoundary", "EndBoundary", "Repetition", "ExecutionTimeLimit"),
        *("RandomDelay", "ScheduleByDay"),
    ],
    "Principal": {"UserId", "LogonType", "GroupId", "DisplayName", "RunLevel"},
    "Settings": {
        *("AllowStartOnDemand", "RestartOnFailure", "MultipleInstancesPolicy"),
        *("DisallowStartIfOnBatteries", "StopIfGoingOnBatteries", "AllowHardTerminate"),
        *("StartWhenAvailable", "NetworkProfileName", "RunOnlyIfNetworkAvailable", "WakeToRun"),
        *("Enabled", "Hidden", "DeleteExpiredTaskAfter", "IdleSettings", "NetworkSettings"),
        *("ExecutionTimeLimit", "Priority", "RunOnlyIfIdle"),
    },
    "Exec": {"Command", "Arguments", "WorkingDirectory"},
    "Triggers": {"CalendarTrigger"},
    "Principals": {"Principal"},
    "Actions": {"Exec"},
    "ScheduleByDay": {"DaysInterval"},
}
SCHTASKS = """
case "$1" in
  /create) cp "$5" $HERE/known ;;
  /delete) rm $HERE/known ;;
  /query) [ -e $HERE/known ] || exit 1; cat $HERE/answer ;;
esac
"""
JOB = Job(
    folder=Path("C:\\Users\\Ann O'Hara & Söhne\\my paper"),
    python=Path("C:\\Program Files\\narrate\\python.exe"),
    time=datetime.time(4, 15),
    environment=(("PYTHONUTF8", "1"),),
)


@pytest.fixture
def known(home: Path, stand_in: Callable[[str, str], Path]) -> Path:
    """The file that Task Scheduler was given last."""
    return stand_in("schtasks", SCHTASKS).parent / "known"


def task(job: Job) -> etree._Element:
    """The task as a document."""
    (content,) = (s.content for s in windows.installing(job) if isinstance(s, Write))
    assert content.startswith(b"\xff\xfe")
    return etree.fromstring(content)


def test_a_task_holds_what_the_schema_allows_in_its_order(home: Path) -> None:
    for element in task(JOB).iter():
        tag = element.tag.removeprefix(NAMESPACE)
        children = [child.tag.removeprefix(NAMESPACE) for child in element]
        allowed = SCHEMA.get(tag, set())
        assert set(children) <= set(allowed), tag
        assert len(set(children)) == len(children), tag
        if isinstance(allowed, list):
            assert children == [name for name in allowed if name in children]


def test_a_task_runs_the_program_in_its_folder_with_its_words(home: Path) -> None:
    said = {element.tag.removeprefix(NAMESPACE): element.text for element in task(JOB).iter()}
    assert said["Command"] == str(JOB.python)
    assert said["WorkingDirectory"] == str(JOB.folder)
    assert said["Arguments"] == "-P -X utf8 -m narrate nightly"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT04:15:00", said["StartBoundary"])
    start = datetime.datetime.fromisoformat(said["StartBoundary"])
    assert datetime.timedelta() < start - datetime.datetime.now() <= datetime.timedelta(days=1)


def test_it_is_found_again_and_taken_away(known: Path, home: Path) -> None:
    do(windows.installing(JOB))
    ((job, where),) = windows.installed()
    assert (job, where) == (JOB, f"Task Scheduler, {JOB.name}")
    assert windows.state(JOB).notes == (
        "Task Scheduler does not know of it; narrate schedule install",
    )
    answer = '"PC","\\\\n","26.11.2026 04:15:00","Bereit","x","25.11.2026 04:16:00","1","Ann"'
    (known.parent / "answer").write_text(answer + "\n")
    state = windows.state(JOB)
    assert state.next_run == "26.11.2026 04:15:00"
    assert state.last_start == "25.11.2026 04:16:00, exit status 1"
    do(windows.removing(JOB.name))
    assert not known.exists()
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_a_task_that_never_ran(known: Path, home: Path) -> None:
    do(windows.installing(JOB))
    answer = '"PC","\\\\n","26.11.2026 04:15:00","Ready","x","30.11.1999 00:00:00","267011","Ann"'
    (known.parent / "answer").write_text(answer)
    assert windows.state(JOB).last_start == ""


def test_the_first_night_stays_when_nothing_changes(known: Path, home: Path) -> None:
    do(windows.installing(JOB))
    (file,) = home.rglob("*.xml")
    text = file.read_bytes().decode("utf-16")
    past = re.sub(r"\d{4}-\d\d-\d\dT", "2026-01-01T", text)
    file.write_bytes(past.encode("utf-16"))
    assert "2026-01-01T04:15:00" in etree.tostring(task(JOB)).decode()
    later = dataclasses.replace(JOB, time=datetime.time(5, 0))
    assert "2026-01-01T" not in etree.tostring(task(later)).decode()


@pytest.mark.parametrize("name", ["%TEMP%", "a%b%c", "$(Arg0)"])
def test_a_path_with_what_looks_like_a_variable_is_refused(name: str, home: Path) -> None:
    with pytest.raises(ScheduleError, match="as a variable"):
        windows.installing(dataclasses.replace(JOB, folder=Path("C:\\", name)))
