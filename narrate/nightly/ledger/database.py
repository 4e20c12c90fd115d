"""The ledger's file: opened, brought up to date, and its errors told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from narrate.errors import LedgerError

FILE = "ledger.sqlite"
PATIENCE = 30
"""Seconds to wait while another program writes."""

_WHY = {
    sqlite3.SQLITE_FULL: ("the disk is full", "Free some space, and run it again."),
    sqlite3.SQLITE_READONLY: (
        "it cannot be written",
        "Give the file and its folder to the user that narrate runs as.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "it cannot be opened",
        "Give the file and its folder to the user that narrate runs as.",
    ),
    sqlite3.SQLITE_IOERR: (  # of a disk that is almost full, too
        "its disk takes or gives nothing",
        "See that it is well, and has space; then run it again.",
    ),
    sqlite3.SQLITE_BUSY: (
        f"another program has held it for {PATIENCE} seconds",
        "Close what has it open, and run it again.",
    ),
}
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """The ledger at ``path``, its tables those of this version.

    Without ``create`` there must be one. Raises LedgerError: none is there, a later version
    of narrate wrote it, it is damaged (``damaged``), or its place does not let it be.
    """
    with explained(path):
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.is_file():
            raise LedgerError(
                "there is no ledger yet",
                subject=str(path),
                advice="It comes with the first night: narrate nightly. For recordings that"
                " stand already: narrate library rebuild",
            )
        # Transactions are begun and ended by us, never by the module.
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            # What was narrated is not to be narrated, and paid, again after a power cut.
            connection.execute("PRAGMA synchronous = FULL")
            _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def insist_on_health(connection: sqlite3.Connection, path: Path) -> None:
    """Read every page. Raises LedgerError, ``damaged``, where one is not as it was written."""
    with explained(path):
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise _damaged(path, found.splitlines()[-1])


@contextmanager
def reading(connection: sqlite3.Connection, path: Path) -> Iterator[sqlite3.Connection]:
    """All that is read in the block is of one moment."""
    with explained(path):
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.rollback()


@contextmanager
def writing(connection: sqlite3.Connection, path: Path) -> Iterator[sqlite3.Connection]:
    """What is written in the block is on the disk when it ends, whole, or not at all."""
    with explained(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.commit()
        finally:
            if connection.in_transaction:
                connection.rollback()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Errors of SQLite and of the system about the file become a LedgerError."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without the details of it
        if code in _DAMAGED:
            raise _damaged(path, str(error)) from error
        problem, advice = _WHY.get(code, (f"it cannot be used: {error}", "Check its disk."))
        raise LedgerError(problem, subject=str(path), advice=advice) from error
    except OSError as error:
        problem = f"its place cannot be used: {error.strerror}"
        advice = "Give the folder to the user that narrate runs as."
        raise LedgerError(problem, subject=str(path), advice=advice) from error


def _damaged(path: Path, what: str) -> LedgerError:
    return LedgerError(
        f"the ledger is damaged ({what})",
        subject=str(path),
        advice="narrate library rebuild moves it aside and makes one from the recordings.",
        damaged=True,
    )


def _migrations() -> list[str]:
    """The steps from an empty file to this version's tables, in order."""
    folder = files("narrate.nightly.ledger") / "migrations"
    steps = [step for step in folder.iterdir() if step.name.endswith(".sql")]
    return [step.read_text("utf-8") for step in sorted(steps, key=lambda step: step.name)]


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Each step is done whole or not at all; one that is done is never done again."""
    steps = _migrations()
    while (version := _version(connection)) < len(steps):
        with writing(connection, path):
            if _version(connection) == version:  # nobody was quicker
                for statement in _statements(steps[version]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version + 1}")
    if version > len(steps):
        raise LedgerError(
            "a later version of narrate wrote this ledger",
            subject=str(path),
            advice="Install that version, or a later one: pip install --upgrade narrate",
        )


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
