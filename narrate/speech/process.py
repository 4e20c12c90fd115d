"""The parent's side of an engine's process: start it, ask it, and end it when it hangs."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from typing import Any

from narrate.errors import SpeechError, VoiceError
from narrate.model import AudioFormat, Clip, EngineVoice, Mark, SpeechRequest

START_LIMIT = 120.0  # seconds: a neural voice may have a large model to load


def python(code: str) -> list[str]:
    """The command that runs the code in another process.

    It finds modules where this process does, without importing this program's main module
    again as multiprocessing would.
    """
    return [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}"]


def ending(status: int) -> str:
    """How a process ended, by what was waited for."""
    return f"signal {-status}" if status < 0 else f"exit status {status}"


class EngineProcess:
    """One engine, in a process of its own. Not for use from two threads at a time."""

    def __init__(self, engine: str, *, start_limit: float = START_LIMIT) -> None:
        """Start the engine.

        Raises VoiceError where there is no such engine and SpeechError where it does not
        start on this machine.
        """
        self.engine = engine
        self._stopped = False
        # What an engine writes on its way goes with the process, however that ends.
        self._folder = tempfile.TemporaryDirectory(prefix="narrate-", ignore_cleanup_errors=True)
        places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._folder.name)
        self._child = subprocess.Popen(  # noqa: S603 - no shell, no text of an article
            python(f"from narrate.speech.worker import serve; serve({engine!r})"),
            env=os.environ | places,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # A group of its own: Ctrl-C does not reach it, and all of it can be ended.
            start_new_session=True,
        )
        try:
            ready, _ = self._answer(start_limit)
        except (EngineDied, TimeoutError) as error:
            self.stop()
            raise _start_failure(engine, str(error)) from None
        if "problem" in ready:
            self.stop()
            if ready["final"]:
                raise VoiceError(ready["problem"], advice=ready["advice"])
            raise _start_failure(engine, ready["problem"])
        self.version: str = ready["version"]
        self.takes_ssml: bool = ready["takes_ssml"]
        self.patience: float = ready["patience"]
        self.voices = [EngineVoice(**voice) for voice in ready["voices"]]

    def speak(self, request: SpeechRequest, limit: float) -> Clip:
        """The request as a clip, within ``limit`` seconds.

        Raises TimeoutError and EngineDied, after which this object is of no more use;
        EngineFailed where only this utterance failed; VoiceError where no voice fits.
        """
        message = json.dumps(dataclasses.asdict(request)).encode() + b"\n"
        assert self._child.stdin
        try:
            self._child.stdin.write(message)
            self._child.stdin.flush()
        except OSError:
            raise EngineDied(self._ending()) from None
        header, pcm = self._answer(limit)
        if "problem" in header:
            if header["final"]:
                raise VoiceError(header["problem"], advice=header["advice"])
            raise EngineFailed(header["problem"])
        return Clip(
            format=AudioFormat(**header["format"]),
            pcm=pcm,
            marks=tuple(Mark(**mark) for mark in header["marks"]),
        )

    def stop(self) -> None:
        """End the process at once; a second time does nothing."""
        self._kill()
        self._stopped = True  # the group's number may belong to somebody else from now on
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):  # not yet sent, and nobody there
                    pipe.close()
        self._folder.cleanup()

    def _answer(self, limit: float) -> tuple[dict[str, Any], bytes]:
        """The next message. A pipe has no time limit, so a timer ends the process instead."""
        assert self._child.stdout
        late = threading.Event()

        def end() -> None:
            late.set()
            self._kill()

        timer = threading.Timer(limit, end)
        timer.daemon = True
        timer.start()
        try:
            line = self._child.stdout.readline()
            header = json.loads(line) if line.endswith(b"\n") else {}
            pcm = self._child.stdout.read(header.get("bytes", 0))
        finally:
            timer.cancel()
        if not header or len(pcm) < header["bytes"]:
            if late.is_set():
                raise TimeoutError(f"it gave no sound within {limit:g} seconds")
            raise EngineDied(self._ending())
        return header, pcm

    def _kill(self) -> None:
        """The process and the copies of itself that it made, which may outlive it."""
        if sys.platform == "win32":
            self._child.kill()
        elif not self._stopped:
            # macOS answers EPERM where only a process that has ended is left of the group.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)

    def _ending(self) -> str:
        return f"its process ended with {ending(self._child.wait())}"


class EngineDied(Exception):  # noqa: N818 - says what happened, as TimeoutError does
    """The engine's process ended in the middle of an utterance."""


class EngineFailed(Exception):  # noqa: N818 - as above
    """The engine could not speak this utterance, and lives."""


def _start_failure(engine: str, why: str) -> SpeechError:
    return SpeechError(
        f"the engine '{engine}' does not start: {why}",
        advice="Run narrate doctor to see what this machine lacks.",
    )
