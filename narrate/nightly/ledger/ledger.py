"""What is known of sources, articles and runs, and what a night adds to it.

Each call is a transaction of its own and durable when it returns, so that a run may be killed
at any instant: what it had finished is known, and nothing is half known. Moments are seconds
since the epoch.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from narrate.model import (
    Attempt,
    Entry,
    Episode,
    Found,
    Known,
    Plan,
    Run,
    SourceHealth,
    Subscription,
    Validators,
)
from narrate.nightly.ledger import database
from narrate.nightly.ledger.database import reading, writing
from narrate.nightly.waits import next_try

_NIGHT = 12 * 3600  # seconds between failures that are two nights'
_REMEMBERED = 1000  # runs whose attempts are kept
_LONGEST = 1000  # characters of a title or an error


class Ledger:
    """A context manager; every method raises LedgerError where the file does not let it be."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._run = 0
        self._is_planned = False

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> Self:
        """The ledger at ``path``; a missing one is made, or an error without ``create``."""
        return cls(database.connect(path, create=create), path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._connection.close()

    def insist_on_health(self) -> None:
        """Read all of it. Raises LedgerError, ``damaged``, where it is not as it was written."""
        database.insist_on_health(self._connection, self._path)

    # Runs

    def begin_run(self, now: int) -> int:
        """The number of a run that begins now; what follows is told of it."""
        self.insist_on_health()
        with self._writing() as sql:
            # A run that was killed had not come to what these sources named.
            sql.execute("UPDATE sources SET etag = '', last_modified = '' WHERE NOT settled")
            self._run = sql.execute("INSERT INTO runs (began) VALUES (?)", (now,)).lastrowid or 0
        return self._run

    def end_run(self, now: int, *, left: int, exit_code: int) -> None:
        """The run has come to its end; sources of which nothing waits may say "unchanged"."""
        with self._writing() as sql:
            if self._is_planned:  # otherwise nobody knows what waits
                sql.execute(
                    "UPDATE sources SET settled = 1 WHERE name NOT IN (SELECT key"
                    " FROM found, json_each(found.marks) WHERE wanted)"
                )
            sql.execute(
                'UPDATE runs SET ended = :now, "left" = :left, exit_code = :code,'
                " narrated = (SELECT count(*) FROM attempts WHERE run = :run AND error = ''),"
                " failed = (SELECT count(*) FROM attempts WHERE run = :run AND error != '')"
                " WHERE number = :run",
                {"now": now, "left": left, "code": exit_code, "run": self._run},
            )
            sql.execute("DELETE FROM attempts WHERE run <= ?", (self._run - _REMEMBERED,))

    def last_run(self) -> Run | None:
        """The run that began last, be it still at work; None where there was none."""
        with self._reading() as sql:
            row = sql.execute("SELECT * FROM runs ORDER BY number DESC LIMIT 1").fetchone()
        return Run(**dict(row)) if row else None

    # Sources

    def validators(self, subscription: Subscription) -> Validators:
        """What its server may answer "unchanged" to.

        Empty, so that it is read whole, where ``narrate.toml`` says something else of it than
        then, or something that it named then still waits.
        """
        with self._reading() as sql:
            row = sql.execute(
                "SELECT etag, last_modified FROM sources"
                " WHERE name = ? AND settings = ? AND settled",
                (subscription.name, _digest(subscription)),
            ).fetchone()
        return Validators(**dict(row)) if row else Validators()

    def heard_from(
        self,
        subscription: Subscription,
        now: int,
        *,
        validators: Validators | None = None,
    ) -> None:
        """It was read, and is well; without ``validators`` it said "unchanged"."""
        with self._writing() as sql:
            sql.execute("INSERT OR IGNORE INTO sources (name) VALUES (?)", (subscription.name,))
            sql.execute(
                "UPDATE sources SET failures = 0, error = '', succeeded = ? WHERE name = ?",
                (now, subscription.name),
            )
            if validators is None:
                return
            sql.execute(
                "UPDATE sources SET settings = ?, etag = ?, last_modified = ?, settled = 0"
                " WHERE name = ?",
                (
                    _digest(subscription),
                    _text(validators.etag),
                    _text(validators.last_modified),
                    subscription.name,
                ),
            )
            sql.execute("DELETE FROM found WHERE subscription = ?", (subscription.name,))

    def failed(self, name: str, error: str, now: int) -> int:
        """It could not be read; for how many nights in a row. Twice in one night is once."""
        with self._writing() as sql:
            sql.execute("INSERT OR IGNORE INTO sources (name) VALUES (?)", (name,))
            sql.execute(
                "UPDATE sources SET failures = failures + 1, failed = :now WHERE name = :name"
                " AND NOT (failures AND :now BETWEEN failed AND failed + :night)",
                {"name": name, "now": now, "night": _NIGHT},
            )
            sql.execute("UPDATE sources SET error = ? WHERE name = ?", (_text(error), name))
            (failures,) = sql.execute(
                "SELECT failures FROM sources WHERE name = ?", (name,)
            ).fetchone()
        return int(failures)

    def health(self) -> Mapping[str, SourceHealth]:
        """How it goes with each source, by its name."""
        with self._reading() as sql:
            rows = sql.execute("SELECT name, failures, error, succeeded FROM sources")
            return {row["name"]: SourceHealth(**dict(row)) for row in rows}

    # What they named

    def planned(self, plan: Plan) -> None:
        """What waits and what is not wanted, and why; what only its source has changed of."""
        rows = [
            *(_row(planned.entry, "", wanted=True) for planned in plan.work),
            *(_row(left.entry, left.why, wanted=True) for left in plan.left),
            *(_row(left.entry, left.why, wanted=False) for left in plan.passed_over),
        ]
        with self._writing() as sql:
            sql.executemany("INSERT OR REPLACE INTO found VALUES (?, ?, ?, ?, ?)", rows)
            sql.executemany(
                "UPDATE articles SET marks = json_patch(marks, ?) WHERE uri = ?",
                [(_marks(entry), entry.source.uri) for entry in plan.adopted],
            )
        self._is_planned = True

    def found(self, uri: str) -> Found | None:
        """What became of it when its source was read last; None where it was up to date."""
        with self._reading() as sql:
            row = sql.execute(
                "SELECT uri, subscription, wanted, why FROM found WHERE uri = ?", (uri,)
            ).fetchone()
        return Found(**dict(row) | {"wanted": bool(row["wanted"])}) if row else None

    # Articles

    def known(self, uris: Iterable[str] | None = None) -> Mapping[str, Known]:
        """What is known of articles, by uri: of these, or of all."""
        with self._reading() as sql:
            if uris is None:
                rows: Iterable[sqlite3.Row] = sql.execute("SELECT * FROM articles")
            else:
                rows = _select(sql, list(uris))
            return {row["uri"]: _known(row) for row in rows}

    def recordings(self) -> list[str]:
        """Names of all recordings that it knows of, in order."""
        with self._reading() as sql:
            rows = sql.execute("SELECT audio FROM articles WHERE audio != '' ORDER BY audio")
            return [name for (name,) in rows]

    def narrated(self, entry: Entry, episode: Episode, now: int, *, took: float = 0.0) -> None:
        """Its recording stands, and took so many seconds."""
        with self._writing() as sql:
            sql.execute(
                "INSERT INTO articles"
                " (uri, subscription, marks, title, narrated, content, audio, seconds)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uri) DO UPDATE SET"
                " subscription = excluded.subscription, title = excluded.title,"
                " marks = json_patch(marks, excluded.marks), narrated = excluded.narrated,"
                " content = excluded.content, audio = excluded.audio,"
                " seconds = excluded.seconds, failures = 0, next_try = 0, error = '',"
                " forgotten = 0",
                (
                    entry.source.uri,
                    entry.subscription,
                    _marks(entry),
                    _text(episode.title),
                    now,
                    episode.fingerprint,
                    episode.audio.name,
                    episode.seconds,
                ),
            )
            sql.execute("DELETE FROM found WHERE uri = ?", (entry.source.uri,))
            self._attempt(sql, entry.source.uri, now, "", took)

    def unchanged(self, entry: Entry) -> None:
        """Its source has changed, and its recording stands as it is known."""
        with self._writing() as sql:
            sql.execute(
                "UPDATE articles SET subscription = ?, marks = json_patch(marks, ?),"
                " failures = 0, next_try = 0, error = '' WHERE uri = ?",
                (entry.subscription, _marks(entry), entry.source.uri),
            )
            sql.execute("DELETE FROM found WHERE uri = ?", (entry.source.uri,))

    def failed_on(
        self,
        entry: Entry,
        error: str,
        now: int,
        *,
        retry_after: float | None = None,
        took: float = 0.0,
    ) -> Known:
        """It could not be narrated. ``retry_after``: the seconds that a server asked for.

        What is known of it now: how often it failed, and when it is tried again.
        """
        uri = entry.source.uri
        with self._writing() as sql:
            sql.execute(
                "INSERT OR IGNORE INTO articles (uri, subscription) VALUES (?, ?)",
                (uri, entry.subscription),
            )
            before = _known(next(iter(_select(sql, [uri]))))
            marks = entry.marks.items()
            same = all(before.marks.get(name, mark) == mark for name, mark in marks)
            failures = before.failures + 1 if same else 1
            sql.execute(
                "UPDATE articles SET subscription = ?, marks = json_patch(marks, ?),"
                " failures = ?, next_try = ?, error = ? WHERE uri = ?",
                (
                    entry.subscription,
                    _marks(entry),
                    failures,
                    next_try(failures, now, retry_after),
                    _text(error),
                    uri,
                ),
            )
            sql.execute("UPDATE found SET why = ? WHERE uri = ?", (_text(error), uri))
            self._attempt(sql, uri, now, _text(error), took)
            return _known(next(iter(_select(sql, [uri]))))

    def forget(self, uri: str) -> Known | None:
        """Take it out: it is not made again until it changes.

        What was known of it; None, and nothing is done, where it is not known.
        """
        with self._writing() as sql:
            found = sql.execute("SELECT * FROM found WHERE uri = ?", (uri,)).fetchone()
            row = next(iter(_select(sql, [uri])), None)
            if not (row or found):
                return None
            before = _known(row) if row else Known(uri=uri, subscription=found["subscription"])
            sql.execute(
                "INSERT OR REPLACE INTO articles (uri, subscription, marks, title, forgotten)"
                " VALUES (?, ?, json_patch(?, ?), ?, 1)",
                (
                    uri,
                    before.subscription,
                    json.dumps(before.marks),
                    found["marks"] if found else "{}",
                    before.title,
                ),
            )
            sql.execute("DELETE FROM found WHERE uri = ?", (uri,))
        return before

    def retry(self, uri: str = "") -> int:
        """The next night tries it again, or all that failed; how many that are."""
        with self._writing() as sql:
            # A failed change of what was narrated before is known by its failures.
            tried = sql.execute(
                "UPDATE articles SET failures = iif(audio = '', 0, 1), next_try = 0"
                " WHERE failures AND uri = iif(:uri = '', uri, :uri)",
                {"uri": uri},
            ).rowcount
            sql.execute("UPDATE sources SET settled = 0")  # they are to name them once more
        return tried

    def take_in(self, recordings: Iterable[Known]) -> int:
        """Recordings that stand already; how many were not known yet.

        One that was taken out stays so.
        """
        rows = [
            (each.uri, each.subscription, _text(each.title), each.audio, each.seconds)
            for each in recordings
        ]
        with self._writing() as sql:
            before = sql.total_changes
            sql.executemany(
                "INSERT INTO articles (uri, subscription, title, audio, seconds)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (uri) DO UPDATE SET"
                " title = excluded.title, audio = excluded.audio, seconds = excluded.seconds,"
                " failures = 0, next_try = 0, error = '' WHERE audio = '' AND NOT forgotten",
                rows,
            )
            return sql.total_changes - before

    def attempts(self, uri: str) -> tuple[Attempt, ...]:
        """How often it was tried, the last one first."""
        with self._reading() as sql:
            rows = sql.execute(
                "SELECT run, moment, error, took FROM attempts WHERE uri = ? ORDER BY number DESC",
                (uri,),
            )
            return tuple(Attempt(**dict(row)) for row in rows)

    def _reading(self) -> AbstractContextManager[sqlite3.Connection]:
        return reading(self._connection, self._path)

    def _writing(self) -> AbstractContextManager[sqlite3.Connection]:
        return writing(self._connection, self._path)

    def _attempt(
        self, sql: sqlite3.Connection, uri: str, now: int, error: str, took: float
    ) -> None:
        sql.execute(
            "INSERT INTO attempts (run, uri, moment, error, took) VALUES (?, ?, ?, ?, ?)",
            (self._run, uri, now, error, round(took, 3)),
        )


def _select(sql: sqlite3.Connection, uris: Sequence[str]) -> Iterable[sqlite3.Row]:
    wanted = "SELECT * FROM articles WHERE uri IN (SELECT value FROM json_each(?))"
    return sql.execute(wanted, (json.dumps(uris),))


def _known(row: sqlite3.Row) -> Known:
    facts = dict(row)
    facts["marks"], facts["forgotten"] = json.loads(row["marks"]), bool(row["forgotten"])
    return Known(**facts)


def _row(entry: Entry, why: str, *, wanted: bool) -> tuple[str, str, str, bool, str]:
    return entry.source.uri, entry.subscription, _marks(entry), wanted, _text(why)


def _marks(entry: Entry) -> str:
    return json.dumps(dict(entry.marks))


def _text(text: str) -> str:
    """As SQLite takes it: halves of characters, which names of files may hold, are shown."""
    return text[:_LONGEST].encode("utf-8", "backslashreplace").decode()


def _digest(subscription: Subscription) -> str:
    return hashlib.sha256(repr(subscription).encode("utf-8", "surrogatepass")).hexdigest()
