"""``narrate schedule`` from the command line, with a crontab and a home of nobody's."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from narrate.cli.app import app

CRONTAB = """#!/bin/sh
case "$1" in
  -l) cat {table} 2>/dev/null || {{ echo "no crontab for you" >&2; exit 1; }} ;;
  -r) rm {table} ;;
  -) cat > {table} ;;
esac
"""
SETTINGS = '[[source]]\nname = "harbour"\nfolder = "articles"\n'
OTHERS = "MAILTO=me@example.org\n0 3 * * * backup --percent 5\\%\n"


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's crontab, on a machine where no systemd of theirs answers."""
    table = tmp_path / "crontab"
    table.write_text(OTHERS)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, script in (("crontab", CRONTAB), ("systemctl", "#!/bin/sh\necho offline; exit 1\n")):
        (programs / name).write_text(script.format(table=table))
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return table


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program runs, with something to do at night."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "narrate.toml").write_text(SETTINGS)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def schedule() -> Callable[..., Any]:
    """``narrate schedule`` with the given arguments, in this process."""
    return lambda *arguments: CliRunner().invoke(app, ["schedule", *map(str, arguments)])


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="by Linux' schedulers")


def test_show_changes_nothing(schedule, table: Path, folder: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    for scheduler in ("systemd", "cron", "launchd", "windows"):
        done = schedule("show", "--at", "5:30", "--with", scheduler)
        assert done.exit_code == 0, done.stderr
        assert done.stdout.startswith(f"{folder}: every day at 05:30, by {scheduler}\n")
        assert "nightly" in done.stdout
    assert "\n    30 5 * * * cd " in schedule("show", "--at", "5:30").stdout
    assert sorted(tmp_path.rglob("*")) == before
    assert table.read_text() == OTHERS


def test_install_look_change_remove(schedule, table: Path, folder: Path) -> None:
    done = schedule("install")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("done     crontab -\n")
    once = table.read_text()
    assert once.startswith(OTHERS)
    assert "\n15 4 * * * " in once
    assert schedule("install").exit_code == 0
    assert table.read_text() == once

    schedule("install", "--at", "23:05")
    assert table.read_text() == once.replace("15 4 *", "5 23 *").replace("04:15", "23:05")
    done = schedule("status", "--json")
    row = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (row["folder"], row["time"], row["scheduler"]) == (str(folder), "23:05", "cron")
    assert row["next_run"].endswith(" 23:05")

    assert schedule("remove").stdout == "no longer run by cron\n"
    assert table.read_text() == OTHERS
    again = schedule("remove")
    assert again.exit_code == 1
    assert "nothing is scheduled for it" in again.stderr


def test_each_folder_has_its_own(schedule, table: Path, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "narrate.toml").write_text(SETTINGS)
    schedule("install")
    schedule("install", other, "--at", "05:00")
    done = schedule("status", "--json")
    times = [(row["folder"], row["time"]) for row in map(json.loads, done.stdout.splitlines())]
    assert times == [(str(folder), "04:15"), (str(other), "05:00")]
    schedule("remove", other)
    assert str(other) not in table.read_text()
    assert str(folder) in table.read_text()


def test_what_is_gone_is_told_and_can_be_removed(
    schedule, table: Path, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "moved"
    other.mkdir()
    (other / "narrate.toml").write_text(SETTINGS)
    schedule("install", other)
    shutil.rmtree(other)
    done = schedule("status")
    assert done.exit_code == 1
    assert f"FAULT      the folder is gone; narrate schedule remove {other}" in done.stdout
    assert schedule("remove", other).exit_code == 0

    schedule("install")
    table.write_text(table.read_text().replace(sys.executable, "/gone/python"))
    done = schedule("status")
    assert "FAULT      /gone/python is gone; narrate schedule install" in done.stdout
    schedule("install")
    table.write_text(table.read_text().replace("\n15 4 ", "\n#15 4 "))
    assert "FAULT      it was changed by hand" in schedule("status").stdout


def test_another_scheduler_takes_its_place(
    schedule, table: Path, folder: Path, tmp_path: Path
) -> None:
    schedule("install")
    launchctl = tmp_path / "programs" / "launchctl"
    launchctl.write_text("#!/bin/sh\n")
    launchctl.chmod(0o755)
    done = schedule("install", "--with", "launchd")
    assert done.exit_code == 0, done.stderr
    assert table.read_text() == OTHERS
    assert json.loads(schedule("status", "--json").stdout)["scheduler"] == "launchd"


def test_secrets_are_named_not_written(
    schedule, table: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-123")
    monkeypatch.setenv("HTTPS_PROXY", "http://me:sk-123@proxy.example")
    done = schedule("install")
    assert "OPENAI_API_KEY is in this shell, and not there at night" in done.stderr
    assert "HTTPS_PROXY is in this shell" in done.stderr
    assert "sk-123" not in done.stderr + done.stdout + table.read_text()


def test_an_interpreter_in_a_cache_may_go(
    schedule, table: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(Path(sys.executable).parent.parent))
    assert "which may be emptied; install it" in schedule("install").stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["show", ".."], "there is no narrate.toml in it"),
        (["install", "--at", "25:00"], "it is no time of day. Write it like 04:15"),
        (["install", "--with", "windows"], "windows cannot be used: there is no program schtasks"),
        (["install", "--with", "systemd"], "no systemd of yours answers"),
        (["status"], "nothing is scheduled"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    schedule, table: Path, folder: Path, arguments: list[str], told: str
) -> None:
    done = schedule(*arguments)
    assert done.exit_code == 1
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert table.read_text() == OTHERS


def test_a_mistake_in_the_settings_is_told_now_and_not_at_night(
    schedule, table: Path, folder: Path
) -> None:
    (folder / "narrate.toml").write_text("podcats = 1\n")
    done = schedule("install")
    assert done.exit_code == 1
    assert "narrate.toml:1" in done.stderr
    assert table.read_text() == OTHERS
