"""The log of the nights: a file that does not grow for ever, a line for each thing that happened.

    2026-11-25T04:15:02+01:00 run 7 INFO harbour: 3 found

No text from outside can make a line of its own.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE = "nightly.log"
"""Its name, in the folder of the nights' work."""
SIZE = 1 << 20
"""Bytes of one file …"""
OLDER = 4
"""… and so many older ones are kept: log.1 is the youngest."""
_LONGEST = 4000  # characters of one line


class Log:
    """What became of the file while a run was written into it."""

    def __init__(self) -> None:
        self.warning = ""
        """A sentence, where it could not be written; the run goes on without it."""


@contextmanager
def logged(path: Path, run: int) -> Iterator[Log]:
    """All that narrate logs in the block, from INFO on, stands in ``path`` as lines of ``run``.

    A file that cannot be written is a warning: see ``Log``.
    """
    log, logger = Log(), logging.getLogger("narrate")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _File(path, log)
    except OSError as error:
        log.warning = _sentence(path, error)
        yield log
        return
    handler.setFormatter(_Lines(run))
    level, propagates = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False  # the report tells people what they must know
    try:
        yield log
    finally:
        logger.setLevel(level)
        logger.propagate = propagates
        logger.removeHandler(handler)
        handler.close()


class _File(RotatingFileHandler):
    def __init__(self, path: Path, log: Log) -> None:
        super().__init__(
            path, maxBytes=SIZE, backupCount=OLDER, encoding="utf-8", errors="backslashreplace"
        )
        self._path, self._log = path, log

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Called inside the except clause: a full disk is no reason to print a traceback."""
        error = sys.exc_info()[1]
        if isinstance(error, OSError):
            self._log.warning = self._log.warning or _sentence(self._path, error)
        else:
            super().handleError(record)

    def close(self) -> None:
        try:
            super().close()
        except OSError as error:
            self._log.warning = self._log.warning or _sentence(self._path, error)


class _Lines(logging.Formatter):
    def __init__(self, run: int) -> None:
        super().__init__()
        self._run = run

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="seconds")
        head = f"{moment} run {self._run} {record.levelname}"
        lines = [f"{head} {escaped(record.getMessage())}"]
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            lines += [f"{head} | {escaped(line)}" for line in trace.splitlines()]
        return "\n".join(lines)


def escaped(text: str) -> str:
    """The text on one line: what cannot be seen is written as Python escapes it."""
    shown = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[:_LONGEST]
    )
    return shown if len(text) <= _LONGEST else f"{shown} …"


def _sentence(path: Path, error: OSError) -> str:
    return f"{path}: the log cannot be written: {error.strerror}. The run goes on without it."
