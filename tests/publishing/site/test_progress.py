"""What is being made, as who looks on is told."""

from __future__ import annotations

import os
import time
from pathlib import Path

from narrate.publishing.site.progress import Making, being_made, noted


def test_it_is_told_while_it_is_made_and_not_after(tmp_path: Path) -> None:
    with noted(tmp_path, "story.html") as note:
        assert being_made(tmp_path) == []
        note(1, 9)
        assert being_made(tmp_path) == [Making(name="story.html", done=1, total=9)]
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_not_believed(tmp_path: Path) -> None:
    left = tmp_path / ".narrate-making-1.json"
    left.write_text('{"name": "a", "done": 1, "total": 2}')
    assert len(being_made(tmp_path)) == 1
    then = time.time() - 3600
    os.utime(left, (then, then))
    assert being_made(tmp_path) == []
    left.write_text("{")
    assert being_made(tmp_path) == []


def test_a_folder_that_is_not_there_or_read_only_stops_nobody(tmp_path: Path) -> None:
    with noted(tmp_path / "none", "story.html") as note:
        note(1, 9)
    assert being_made(tmp_path / "none") == []
