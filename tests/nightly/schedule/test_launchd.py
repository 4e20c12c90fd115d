"""Agents for launchd, by a stand-in for its program: no Mac is needed to read them."""

from __future__ import annotations

import datetime
import plistlib
from collections.abc import Callable
from pathlib import Path

import pytest

from narrate.errors import ScheduleError
from narrate.nightly.schedule import launchd
from narrate.nightly.schedule.job import Job
from narrate.nightly.schedule.steps import do

# Knows the agents that were bootstrapped, as launchd does.
LAUNCHCTL = """
case "$1" in
  bootstrap) [ -e $HERE/known ] && { echo "Bootstrap failed: 5: Input/output error" >&2; exit 5; }
             cp "$3" $HERE/known ;;
  bootout) [ -e $HERE/known ] || { echo "Boot-out failed: 3: No such process" >&2; exit 3; }
           rm $HERE/known ;;
  print) [ -e $HERE/known ] || exit 113; printf '\\tlast exit code = 1\\n' ;;
esac
"""


@pytest.fixture
def known(home: Path, stand_in: Callable[[str, str], Path]) -> Path:
    """The file that launchd was given last."""
    return stand_in("launchctl", LAUNCHCTL).parent / "known"


def test_an_agent_says_all_that_launchd_needs(paper: Job, known: Path, home: Path) -> None:
    do(launchd.installing(paper))
    do(launchd.installing(paper))
    (file,) = (home / "Library" / "LaunchAgents").iterdir()
    assert file.name == f"{paper.name}.plist"
    assert plistlib.loads(known.read_bytes()) == {
        "Label": paper.name,
        "ProgramArguments": list(paper.command),
        "WorkingDirectory": str(paper.folder),
        "EnvironmentVariables": dict(paper.environment),
        "StartCalendarInterval": {"Hour": 4, "Minute": 15},
        "RunAtLoad": False,
        "ProcessType": "Background",
        "LowPriorityIO": True,
        "ExitTimeOut": 60,
        "StandardOutPath": f"{home}/Library/Logs/{paper.name}.log",
        "StandardErrorPath": f"{home}/Library/Logs/{paper.name}.log",
    }


def test_it_is_found_again_and_taken_away(paper: Job, known: Path, home: Path) -> None:
    agents = home / "Library" / "LaunchAgents"
    agents.mkdir(parents=True)
    (agents / "narrate-mine.plist").write_text("not a property list")
    do(launchd.installing(paper))
    ((job, where),) = launchd.installed()
    assert (job, Path(where).parent) == (paper, agents)
    state = launchd.state(paper)
    assert state.next_run.endswith(" 04:15")
    assert state.last_start == "exit status 1"
    do(launchd.removing(paper.name))
    assert list(launchd.installed()) == []
    assert not known.exists()
    assert [path.name for path in agents.iterdir()] == ["narrate-mine.plist"]


def test_an_agent_that_launchd_lost_is_said_to_be(paper: Job, known: Path) -> None:
    do(launchd.installing(paper))
    known.unlink()
    assert launchd.state(paper).notes == ("launchd does not know of it; narrate schedule install",)


def test_folders_that_macos_keeps_to_itself(
    known: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Job(folder=home / "Documents" / "paper", python=Path("/p"), time=datetime.time(4, 15))
    do(launchd.installing(job))
    assert "Privacy & Security" in launchd.state(job).notes[0]


def test_what_launchd_says_no_to_is_said(
    paper: Job, stand_in: Callable[[str, str], Path], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narrate.nightly.schedule.steps.time.sleep", lambda _: None)
    calls = stand_in("launchctl", "echo 'Domain does not support it' >&2; exit 125")
    with pytest.raises(ScheduleError, match=r"Domain does not support it\. To take back"):
        do(launchd.installing(paper))
    assert calls.read_text().count("bootstrap") == 10
