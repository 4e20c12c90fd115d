"""Processes of this machine that make recordings, for many threads: taken, and given back."""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError

from narrate.errors import WorkerError
from narrate.model import Episode, Voice
from narrate.workers.process import Child, ChildDied
from narrate.workers.work import Failure, Outcome, Work, failure

TRIES = 3


class Children:
    """Processes that wait for work. One that dies costs its own work a try, and nobody else."""

    def __init__(self) -> None:
        self._idle: list[Child] = []
        self._all: set[Child] = set()
        self._ended = False
        self._lock = threading.Lock()

    def make(self, work: Work, limit: float) -> Outcome:
        """What comes of a work; a try that takes over ``limit`` seconds is the last.

        Raises CancelledError where ``end`` was called meanwhile.
        """
        started = time.monotonic()
        try:
            answer, attempts = self._answer(work, limit)
        except CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - no process could be started, say
            answer, attempts = failure(error, work), 1
        return Outcome(
            episode=answer if isinstance(answer, Episode) else None,
            error=answer if isinstance(answer, Failure) else None,
            seconds=time.monotonic() - started,
            attempts=attempts,
        )

    def end(self) -> None:
        """End them all at once, whatever they are at, and start no others."""
        with self._lock:
            self._ended = True
            every = list(self._all)
        _stop(every)

    def _answer(self, work: Work, limit: float) -> tuple[Episode | Failure, int]:
        """The recording, or why there is none, and after how many tries."""
        ending = ""
        for attempt in range(1, TRIES + 1):
            child = self._take(work.voice)
            try:
                answer = child.make(work, limit)
            except ChildDied as died:
                self._lose(child)
                ending = str(died)
            except TimeoutError:
                self._lose(child)
                return _too_late(work, limit), attempt
            except BaseException:
                self._lose(child)
                raise
            else:
                self._give_back(child)
                return answer, attempt
        return _died(work, ending), TRIES

    def _take(self, voice: Voice | str) -> Child:
        """One that has the voice's engines warm, before any other."""
        with self._lock:
            if self._ended:
                raise CancelledError
            for gone in [each for each in self._idle if each.ended()]:
                self._idle.remove(gone)
                self._all.discard(gone)
                gone.stop()
            child = next((each for each in self._idle if each.voice == voice), None)
            if child is None and self._idle:
                child = self._idle[0]
            if child:
                self._idle.remove(child)
                return child
            child = Child()
            self._all.add(child)
            return child

    def _give_back(self, child: Child) -> None:
        with self._lock:
            self._idle.append(child)

    def _lose(self, child: Child) -> None:
        with self._lock:
            self._all.discard(child)
        child.stop()


def _stop(children: list[Child]) -> None:
    for child in children:  # all hear of it before the first is waited for
        child.tell_to_end()
    for child in children:
        child.stop()


def _died(work: Work, ending: str) -> Failure:
    error = WorkerError(
        f"the process that made it ended {TRIES} times, at last with {ending}",
        subject=work.source.uri,
        advice="The others are done. Look at how much memory it takes, or try another voice.",
    )
    return failure(error, work)


def _too_late(work: Work, limit: float) -> Failure:
    error = WorkerError(
        f"it was not done within {limit:g} seconds, and was ended",
        subject=work.source.uri,
        advice="The others are done. Try it by itself.",
    )
    return failure(error, work)
