"""The parent's side of a process that makes recordings: ask it, and end it when it is late."""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
from typing import BinaryIO

from narrate.model import Episode, Voice
from narrate.speech.process import ending, python
from narrate.workers.work import Failure, Work

PATIENCE = 5.0  # seconds in which a process that was told to end may tidy up
IDLE = 60.0  # seconds without work after which a process ends by itself

_LAST_WORDS = 1.0  # seconds for them to be read; what it started may hold its standard error
_LONGEST = 4000  # bytes of a line

log = logging.getLogger(__name__)


class ChildDied(Exception):  # noqa: N818 - says what happened, as TimeoutError does
    """The process ended in the middle of a work."""


class Child:
    """One process that makes recordings, one at a time. It starts at once."""

    def __init__(self) -> None:
        self.voice: Voice | str = ""
        """Whose engines it keeps warm; empty before its first work."""
        self._process = subprocess.Popen(  # noqa: S603 - no shell, no text of an article
            python(f"from narrate.workers.child import serve; serve({IDLE})"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # A group of its own: Ctrl-C is the parent's to hear, and all of it can be ended.
            start_new_session=True,
        )
        assert self._process.stderr
        self._talk = threading.Thread(target=_log, args=(self._process.stderr,), daemon=True)
        self._talk.start()
        self._gone = False
        self._lock = threading.Lock()

    def make(self, work: Work, limit: float) -> Episode | Failure:
        """The recording, or why there is none, within ``limit`` seconds.

        Raises TimeoutError and ChildDied, after which this object is of no more use.
        """
        self.voice = work.voice
        assert self._process.stdin
        assert self._process.stdout
        try:
            pickle.dump(work, self._process.stdin)
            self._process.stdin.flush()
        except (OSError, ValueError):  # ValueError: it was told to end
            raise ChildDied(self._ending()) from None
        late = threading.Event()

        def end() -> None:
            late.set()
            self.stop()

        timer = threading.Timer(limit, end)
        timer.daemon = True
        timer.start()
        try:
            answer: Episode | Failure = pickle.load(self._process.stdout)  # noqa: S301 - our child
        except (EOFError, pickle.UnpicklingError):
            if late.is_set():
                raise TimeoutError from None
            raise ChildDied(self._ending()) from None
        finally:
            timer.cancel()
        return answer

    def ended(self) -> bool:
        """Whether it has, by itself."""
        return self._process.poll() is not None

    def tell_to_end(self) -> None:
        """It breaks off what it is at, and ends; ``stop`` waits for that."""
        with contextlib.suppress(OSError):  # not yet sent, and nobody there
            if self._process.stdin:
                self._process.stdin.close()

    def stop(self) -> None:
        """End the process: by word, and where that does not help, by force."""
        self.tell_to_end()
        with self._lock:  # once: the group's number may belong to somebody else afterwards
            if self._gone:
                return
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._kill()
                self._process.wait()
            self._talk.join(_LAST_WORDS)
            self._gone = True

    def _kill(self) -> None:
        if sys.platform == "win32":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _ending(self) -> str:
        self.stop()
        return ending(self._process.returncode)


def _log(talk: BinaryIO) -> None:
    """What the process says to people, a warning a line: who runs all this knows where it goes."""
    with talk:
        while line := talk.readline(_LONGEST):
            if said := line.decode("utf-8", "replace").strip():
                log.warning("%s", said)
