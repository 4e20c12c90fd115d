"""The doors between the rooms: data flows one way, and each library has one room."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "narrate"
LONGEST = 400  # lines of one file
MEDIAN = 150


def test_the_doors_of_the_floor_plan_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_files_stay_small() -> None:
    lengths = {
        path.relative_to(PACKAGE): len(path.read_text().splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert not {path: n for path, n in lengths.items() if n > LONGEST}
    assert sorted(lengths.values())[len(lengths) // 2] <= MEDIAN


@pytest.mark.parametrize("name", ["utils", "helpers", "manager", "core", "base", "misc", "common"])
def test_no_room_is_a_lumber_room(name: str) -> None:
    assert not list(PACKAGE.rglob(f"{name}*"))


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text())), f"{path} has no docstring"
