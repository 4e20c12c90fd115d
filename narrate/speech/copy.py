"""Do a piece of work in a copy of this process, and leave this one as it was.

espeak-ng carries the state of its oscillators and noise from one utterance to the next, so
that a sentence sounds a little different each time. Spoken in a fresh copy of a process
that has not spoken yet, the same sentence gives the same bytes whatever was said before;
and what an utterance leaks or breaks goes with the copy.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")

CAN_COPY = hasattr(os, "fork")


def in_a_copy(work: Callable[[], Result]) -> Result:
    """What ``work`` returns, or the exception it raises; POSIX only.

    Raises ChildProcessError when the copy ends without an answer. The process must have
    no other threads, as an engine's process has none.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _answer(work, writer)  # never returns
    os.close(writer)
    with os.fdopen(reader, "rb") as answers, contextlib.suppress(EOFError):
        raised, value = pickle.load(answers)  # noqa: S301 - from our own copy, nobody else's
    _, status = os.waitpid(child, 0)
    ending = os.waitstatus_to_exitcode(status)
    if ending:
        how = signal.Signals(-ending).name if ending < 0 else f"exit status {ending}"
        raise ChildProcessError(f"its process ended with {how}")
    if raised:
        raise value
    result: Result = value
    return result


def _answer(work: Callable[[], Any], writer: int) -> None:
    try:
        try:
            answer = (False, work())
        except Exception as error:  # noqa: BLE001 - handed on to where the work was asked for
            answer = (True, error)
        with os.fdopen(writer, "wb") as answers:
            pickle.dump(answer, answers)
    except BaseException:  # noqa: BLE001 - nothing of this process may run on in the copy
        os._exit(1)
    os._exit(0)
