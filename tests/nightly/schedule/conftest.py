"""Jobs with folders of any name, and programs of other systems that do as theirs do."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from narrate.nightly.schedule.job import Job


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


def assert_ran_as_told(job: Job) -> None:
    """The recorder was started in the folder, with all its words and its environment."""
    work = job.folder / "output" / "work"
    assert (work / "told").read_text().splitlines() == [str(job.folder), *job.command[1:]]
    environment = (work / "environment").read_text().splitlines()
    assert {f"{name}={value}" for name, value in job.environment} <= set(environment)
