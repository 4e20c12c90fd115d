"""Jobs with folders of any name, and programs of other systems that do as theirs do."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import narrate
from narrate.nightly.schedule.job import Job
from narrate.nightly.schedule.schedules import installed


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Puts a program on the path, as a script of ``sh``; a file says what it was asked.

    ``$HERE`` is a folder of its own.
    """
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def put(name: str, script: str) -> Path:
        program = folder / name
        calls = folder / f"{name}.calls"
        program.write_text(f'#!/bin/sh\nHERE={folder}\necho "$*" >> {calls}\n{script}\n')
        program.chmod(0o755)
        return calls

    return put


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of nobody's, with no XDG folders elsewhere."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def recorder(tmp_path: Path) -> Path:
    """Stands for Python: writes where it is, what it was told and its environment."""
    folder = tmp_path / "it's a=b 100% $HOME ${x}"
    folder.mkdir()
    program = folder / "python"
    program.write_text(
        "#!/bin/sh\n"
        'mkdir -p output/work\n{ pwd; for word; do echo "$word"; done; } > output/work/told\n'
        "env > output/work/environment\n"
    )
    program.chmod(0o755)
    return program


@pytest.fixture
def paper(tmp_path: Path, recorder: Path) -> Job:
    """The nightly run of a folder with a name of the worst kind, by the recorder."""
    folder = tmp_path / 'le "journal" d\'été 100%h $HOME ${x} ; # é'
    folder.mkdir()
    (folder / "narrate.toml").touch()
    return Job(
        folder=folder,
        python=recorder,
        time=datetime.time(4, 15),
        environment=(("PYTHONUTF8", "1"), ("LANG", "C.UTF-8"), ("NO_PROXY", "a b%c$d'e\"f")),
    )


@pytest.fixture
def night(tmp_path: Path) -> Job:
    """The nightly run of a folder with one article, by this Python and this narrate."""
    folder, data = tmp_path / "a paper", tmp_path / "data"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "ferry.txt").write_text("The ferry\n\nThe ferry left at nine.\n")
    (folder / "narrate.toml").write_text(
        '[[source]]\nname = "harbour"\nfolder = "articles"\n[nightly]\nvoice = "beep"\njobs = 1\n'
    )
    (data / "narrate" / "voices").mkdir(parents=True)
    (data / "narrate" / "voices" / "beep.toml").write_text('engine = "tone"\nrate = 2.0\n')
    return Job(
        folder=folder,
        python=Path(sys.executable),
        time=datetime.time(4, 15),
        environment=(
            ("PYTHONUTF8", "1"),
            ("XDG_DATA_HOME", str(data)),
            ("PYTHONPATH", str(Path(narrate.__file__).parent.parent)),
        ),
    )


def last_run(job: Job) -> str:
    return next(found.last_run for found in installed() if found.job.folder == job.folder)


def assert_narrated(job: Job) -> None:
    """The night's article is there to be heard, and the ledger knows that all went well."""
    (schedule,) = (found for found in installed() if found.job.folder == job.folder)
    assert schedule.last_run.endswith(", 1 narrated, 0 failed, 0 left, exit status 0")
    assert [path.name for path in (job.folder / "output" / "site").glob("*.mp3")]
    assert schedule.log == job.folder / "output" / "work" / "nightly.log"
    assert schedule.log.is_file()
    assert not schedule.faults


def assert_ran_as_told(job: Job) -> None:
    """The recorder was started in the folder, with all its words and its environment."""
    work = job.folder / "output" / "work"
    assert (work / "told").read_text().splitlines() == [str(job.folder), *job.command[1:]]
    environment = (work / "environment").read_text().splitlines()
    assert {f"{name}={value}" for name, value in job.environment} <= set(environment)
