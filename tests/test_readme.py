"""What the READMEs say is true: their commands, their code, their lists."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from narrate.cli.app import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def test_the_python_in_the_readme_runs(tmp_path: Path, tone_voice: str) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    target = tmp_path / "tests" / "fixtures" / "articles"
    target.mkdir(parents=True)
    shutil.copy(ROOT / "tests/fixtures/articles/the-night-ferry.html", target)
    done = subprocess.run(
        [sys.executable, "-c", code.replace("newsreader", tone_voice)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "ferry.mp3").exists()


def test_the_first_command_names_what_it_makes(program) -> None:
    source = re.search(r"narrate make (tests/\S+)", README)
    made = re.search(r"^    (output/site/\S+\.mp3)$", README, re.MULTILINE)
    assert source
    assert made
    done = program("make", ROOT / source[1])
    assert done.stdout.startswith(made[1]), done.stderr


def test_there_are_two_commands_that_set_everything_up() -> None:
    assert len(re.findall(r"^    \$ ", README, re.MULTILINE)) == 2


@pytest.mark.parametrize(
    "command", [c.name or c.callback.__name__ for c in app.registered_commands]
)
def test_every_command_is_in_the_readme_and_has_help(command: str, program) -> None:
    assert f"narrate {command}" in README
    shown = program(command, "--help").stdout
    assert f"narrate {command}" in shown, "no example in its help"


def test_every_room_is_on_the_floor_plan() -> None:
    plan = (ROOT / "narrate" / "README.md").read_text()
    for path in (ROOT / "narrate").iterdir():
        if path.name.startswith("__") or path.suffix not in ("", ".py"):
            continue
        assert f"`{path.name}{'/' if path.is_dir() else ''}`" in plan or path.name in plan, (
            path.name
        )


def test_every_setting_of_a_voice_is_described() -> None:
    from narrate.speech.profile import SETTINGS

    described = (ROOT / "voices" / "README.md").read_text()
    for key in SETTINGS:
        assert f"`{key}`" in described or f"[{key}]" in described, key
