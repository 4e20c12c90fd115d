"""Script to clips: every utterance is spoken, checked, and handed on in order.

A bounded number of utterances is under way at a time, so memory does not grow with the
article; one process an engine and core speaks them.
"""

from __future__ import annotations

import os
import queue
import threading
from collections import deque
from collections.abc import Generator, Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor

from narrate.errors import SpeechError
from narrate.model import Clip, Script, SpeechRequest, Utterance, Voice
from narrate.speech.matching import with_accent
from narrate.speech.process import EngineDied, EngineFailed, EngineProcess
from narrate.speech.verification import fault

AHEAD = 4  # utterances under way for each process
TRIES = 2


def time_limit(text: str) -> float:
    """Seconds that an engine may take for ``text``: ample for a neural voice on one core."""
    return 30 + 0.1 * len(text)


def speak(
    script: Script, voices: Mapping[str, Voice], *, processes: int | None = None
) -> Generator[Clip]:
    """A clip for each utterance of the script, in order.

    ``voices`` holds the profile behind each name that the script uses; ``processes`` is how
    many speak at a time (default: one a core). Raises SpeechError, naming the sentence,
    when an utterance fails twice, and VoiceError when no voice fits.
    """
    utterances = script.utterances
    count = max(1, min(processes or os.cpu_count() or 1, len(utterances)))
    pools = {voice.engine: _Pool(voice.engine) for voice in voices.values()}
    workers = ThreadPoolExecutor(count, thread_name_prefix="narrate-speech")
    pending: deque[Future[Clip]] = deque()
    try:
        for utterance in utterances:
            voice = voices[utterance.voice]
            pending.append(workers.submit(_speak, utterance, voice, pools[voice.engine]))
            if len(pending) >= count * AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        for future in pending:
            future.cancel()
        for pool in pools.values():
            pool.stop()
        workers.shutdown()


class _Pool:
    """Processes of one engine that wait for work; a thread takes one or starts one."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._idle: queue.SimpleQueue[EngineProcess] = queue.SimpleQueue()
        self._all: list[EngineProcess] = []
        self._stopped = False
        self._lock = threading.Lock()

    def take(self) -> EngineProcess:
        """Raises CancelledError once the pool is stopped: nobody would end that process."""
        if self._stopped:
            raise CancelledError
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            process = EngineProcess(self._engine)
        with self._lock:
            self._all.append(process)
            stopped = self._stopped
        if stopped:  # while this one was starting
            process.stop()
            raise CancelledError
        return process

    def give_back(self, process: EngineProcess) -> None:
        self._idle.put(process)

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
        for process in self._all:
            process.stop()


def _speak(utterance: Utterance, voice: Voice, pool: _Pool) -> Clip:
    request = SpeechRequest(
        text=utterance.spoken,
        language=with_accent(utterance.language, voice.accents),
        engine_voice=voice.engine_voice,
        rate=voice.rate,
        pitch=voice.pitch,
        volume=voice.volume,
    )
    problem = ""
    for _ in range(TRIES):
        process = pool.take()
        try:
            clip = process.speak(request, time_limit(request.text))
        except (TimeoutError, EngineDied) as error:
            process.stop()
            problem = str(error)
            continue
        except EngineFailed as error:
            pool.give_back(process)
            problem = str(error)
            continue
        pool.give_back(process)
        problem = fault(clip, request.text, voice.rate) or ""
        if not problem:
            return clip
    raise SpeechError(
        f"the engine '{voice.engine}' failed {TRIES} times: {problem}",
        subject=f"“{_shortened(utterance.written)}”",
        advice="Try another voice with --voice, or take the sentence out.",
    )


def _shortened(text: str, longest: int = 80) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
