"""The ledger's file: of another version, damaged, on a full disk, in a folder of somebody else."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from narrate.errors import LedgerError
from narrate.model import Known
from narrate.nightly.ledger import Ledger, database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "work" / "ledger.sqlite"


def test_a_new_ledger_has_the_tables_of_this_version(path: Path) -> None:
    Ledger.open(path).__exit__(None, None, None)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(database._migrations())
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    connection.close()


def test_who_only_looks_makes_none(path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger yet"):
        Ledger.open(path, create=False)
    assert not path.parent.exists()


def test_a_ledger_of_a_later_version_is_left_alone(path: Path) -> None:
    Ledger.open(path).__exit__(None, None, None)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(LedgerError, match="a later version of narrate wrote this ledger") as told:
        Ledger.open(path)
    assert not told.value.damaged


def test_a_step_that_fails_leaves_the_ledger_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Ledger.open(path).__exit__(None, None, None)
    steps = database._migrations()
    broken = (
        "CREATE TABLE more (a);\nINSERT INTO more VALUES ('a;b');\nINSERT INTO nowhere VALUES (1);"
    )
    monkeypatch.setattr(database, "_migrations", lambda: [*steps, broken])
    with pytest.raises(LedgerError, match="nowhere"):
        Ledger.open(path)
    with sqlite3.connect(path) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert "more" not in tables
    monkeypatch.setattr(database, "_migrations", lambda: [*steps, broken.rpartition("INSERT")[0]])
    Ledger.open(path).__exit__(None, None, None)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT a FROM more").fetchall() == [("a;b",)]


def test_what_is_no_database_is_damaged(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database " * 1000)
    with pytest.raises(LedgerError, match="damaged") as told:
        Ledger.open(path)
    assert told.value.damaged
    assert "narrate library rebuild" in told.value.advice


def test_a_page_in_the_middle_that_is_not_as_it_was_written_is_found(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.take_in(
            Known(uri=f"https://a.example/{n}", subscription="", audio=f"{n}.mp3")
            for n in range(2000)
        )
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = os.urandom(4096)
    path.write_bytes(content)
    with Ledger.open(path) as ledger, pytest.raises(LedgerError, match="damaged") as told:
        ledger.begin_run(0)
    assert told.value.damaged


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "work").write_text("a file")
    with pytest.raises(LedgerError, match="cannot be used"):
        Ledger.open(tmp_path / "work" / "ledger.sqlite")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o500)
    with pytest.raises(LedgerError, match="cannot be opened"):
        Ledger.open(path)


def test_a_full_disk(path: Path) -> None:
    with Ledger.open(path) as ledger:
        (pages,) = ledger._connection.execute("PRAGMA page_count").fetchone()
        ledger._connection.execute(f"PRAGMA max_page_count = {pages}")
        many = [Known(uri=f"https://a.example/{n}", subscription="") for n in range(2000)]
        with pytest.raises(LedgerError, match="the disk is full"):
            ledger.take_in(many)
        assert ledger.known() == {}


def test_a_writer_waits_for_another(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0)
    with Ledger.open(path) as one, Ledger.open(path) as other:
        one._connection.execute("BEGIN IMMEDIATE")
        assert other.known() == {}, "reading waits for nobody"
        with pytest.raises(LedgerError, match="another program has held it"):
            other.begin_run(0)
        one._connection.rollback()
        assert other.begin_run(0) == 1
