"""``narrate nightly`` as a user starts it, over folders: no network is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SETTINGS = """
[[source]]
name = "inbox"
folder = "articles"
[[source]]
name = "attic"
folder = "nowhere"
[nightly]
voice = "{voice}"
"""


@pytest.fixture
def here(tmp_path: Path, tone_voice: str) -> Path:
    folder = tmp_path / "here"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "lamp.txt").write_text("The lamp\n\nIt was carried up the hill.")
    (folder / "narrate.toml").write_text(SETTINGS.format(voice=tone_voice))
    return folder


def nightly(here: Path, *options: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "narrate", "nightly", *options],
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_a_preview_tells_what_it_would_do_and_each_error_once(here: Path) -> None:
    status, out, err = nightly(here, "--dry-run")
    planned, total = out.splitlines()
    assert planned.startswith("new ")
    assert planned.endswith("lamp.txt")
    assert total == "1 article, some 5 minutes to hear"
    assert (
        err == "narrate: attic: nowhere: there is no such folder. Check its name, and its disk.\n"
    )
    assert status == 1


def test_a_preview_for_programs(here: Path) -> None:
    said = json.loads(nightly(here, "--dry-run", "--json")[1])
    assert [work["source"] for work in said["work"]] == ["inbox"]
    assert [bool(source["error"]) for source in said["sources"]] == [False, True]


def test_a_night_with_nothing_new_is_quiet(here: Path) -> None:
    (here / "nowhere").mkdir()
    assert nightly(here) == (0, "1 article narrated, under a minute.\n", "")
    assert nightly(here) == (0, "", "")
    assert nightly(here, "--dry-run") == (0, "Nothing new.\n", "")
