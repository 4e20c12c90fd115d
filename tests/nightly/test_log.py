"""The file that nights are written down in."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.nightly import log as nightly_log
from narrate.nightly.log import escaped, logged

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d run 7 [A-Z]+ .*")
log = logging.getLogger("narrate.sources.example")


def test_each_line_tells_when_and_of_which_run(tmp_path: Path) -> None:
    path = tmp_path / "work" / "nightly.log"
    with logged(path, 7) as kept:
        log.info("harbour: %d articles", 3)
        log.debug("not this")
        try:
            raise ValueError("two\nlines")
        except ValueError:
            log.exception("It broke")
    log.error("after the run")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert kept.warning == ""
    assert all(LINE.fullmatch(line) for line in lines)
    assert lines[0].endswith("run 7 INFO harbour: 3 articles")
    assert lines[1].endswith("run 7 ERROR It broke")
    assert lines[-1].endswith("ERROR | lines")
    assert len(lines) > 4


def test_runs_follow_each_other(tmp_path: Path) -> None:
    for run in (1, 2):
        with logged(tmp_path / "log", run):
            log.warning("Wörter")
    assert [line.split()[1:] for line in (tmp_path / "log").read_text("utf-8").splitlines()] == [
        ["run", "1", "WARNING", "Wörter"],
        ["run", "2", "WARNING", "Wörter"],
    ]


@given(st.text())
def test_no_text_makes_a_line_of_its_own(words: str) -> None:
    shown = escaped(words)
    assert len(shown.splitlines()) <= 1
    assert all(character.isprintable() for character in shown)
    shown.encode("utf-8")


def test_a_forged_line_is_seen_for_what_it_is(tmp_path: Path) -> None:
    with logged(tmp_path / "log", 7):
        log.info("title: %s", "x\n2026-01-01T00:00:00+00:00 run 8 INFO all is well\x1b[2J\u2028")
    (line,) = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert line.endswith(r"x\n2026-01-01T00:00:00+00:00 run 8 INFO all is well\x1b[2J\u2028")


def test_the_files_stay_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly_log, "SIZE", 10_000)
    with logged(tmp_path / "log", 7):
        for _ in range(100):
            log.info("x" * 100_000)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["log", "log.1", "log.2", "log.3", "log.4"]
    assert all(path.stat().st_size <= 10_000 for path in tmp_path.iterdir())


def test_a_log_that_cannot_be_written_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with logged(tmp_path / "file" / "log", 7) as kept:
        log.info("the run goes on")
    assert "the log cannot be written" in kept.warning


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full")
def test_a_disk_that_fills_up_is_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    with logged(Path("/dev/full"), 7) as kept:
        log.info("the run goes on")
        log.info("and on")
    assert kept.warning.startswith("/dev/full: the log cannot be written: No space left")
    assert capsys.readouterr().err == ""
