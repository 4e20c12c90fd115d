"""Script to clips: every utterance is spoken, checked, and handed on in order.

A bounded number of utterances is under way at a time, so memory does not grow with the
article; one process an engine and core speaks them.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import TypeVar

from narrate.errors import NarrateError, SpeechError, VoiceError
from narrate.model import Clip, EngineVoice, Script, SpeechRequest, Utterance, Voice
from narrate.speech.cache import ClipCache, name_of
from narrate.speech.cost import Bill
from narrate.speech.matching import with_accent, with_voice
from narrate.speech.process import EngineDied, EngineFailed, EngineProcess
from narrate.speech.ssml import document
from narrate.speech.turns import Turns
from narrate.speech.verification import fault

log = logging.getLogger(__name__)
Result = TypeVar("Result")

AHEAD = 4  # utterances under way for each process
TRIES = 2


def time_limit(text: str) -> float:
    """Seconds that an engine may take for ``text``: ample for a neural voice on one core."""
    return 30 + 0.1 * len(text)


def speak(
    script: Script, voices: Mapping[str, Voice], *, processes: int | None = None
) -> Generator[Clip]:
    """What ``Engines.speak`` gives, by engines that are there for this script alone."""
    with Engines(voices, processes=processes) as engines:
        yield from engines.speak(script)


class Engines:
    """The engines that speak for some voices, and the clips that they spoke before.

    A context manager: the processes end with the block. Nothing is started before it is
    needed, or asked for with ``warm``.
    """

    def __init__(
        self,
        voices: Mapping[str, Voice],
        *,
        cache: ClipCache | None = None,
        processes: int | None = None,
    ) -> None:
        """``voices`` holds the profile behind each name that a script uses; ``processes`` is
        how many speak at a time (default: one a core)."""
        self._voices = voices
        self._cache = cache
        cores = processes or os.cpu_count() or 1
        self._count = max([cores, *(voice.at_once for voice in voices.values())])
        self._pools = {voice.engine: _Pool(voice.engine) for voice in voices.values()}
        self._lock = threading.Lock()
        self._said: frozenset[str] = frozenset()
        self._bill = Bill(voices.values())  # of the script that is spoken
        self._turns = {
            voice.name: Turns(voice.at_once or cores, voice.a_minute) for voice in voices.values()
        }

    def __enter__(self) -> Engines:
        return self

    def __exit__(self, *_: object) -> None:
        for pool in self._pools.values():
            pool.stop()
        if self._cache:
            self._cache.trim()

    def warm(self, voice: str) -> None:
        """Start the voice's engine in the background: it is ready sooner when it is needed."""
        pool = self._pools[self._voices[voice].engine]
        threading.Thread(target=pool.warm, daemon=True).start()

    def names(self, script: Script) -> list[str]:
        """For each utterance the name of its clip: all that its sound depends on.

        Raises VoiceError where no voice fits, SpeechError where an engine does not start.
        """
        return [self._speaker(utterance)[1] for utterance in script.utterances]

    def speak(self, script: Script) -> Generator[Clip]:
        """A clip for each utterance of the script, in order.

        A voice whose engine is missing, or fails on an utterance twice, is replaced by the
        first of its fallbacks that can. Raises SpeechError, naming the sentence, when none
        could, and VoiceError when none fits.
        """
        self._bill = Bill(self._voices.values())
        self._refuse_cost(script)
        utterances = script.utterances
        count = max(1, min(self._count, len(utterances)))
        workers = ThreadPoolExecutor(count, thread_name_prefix="narrate-speech")
        pending: deque[Future[Clip]] = deque()
        try:
            for utterance in utterances:
                pending.append(workers.submit(self._clip, utterance))
                if len(pending) >= count * AHEAD:
                    yield _first(pending)
            while pending:
                yield _first(pending)
        finally:
            for future in pending:
                future.cancel()
            if pending:  # some may be speaking: their processes end, so that nobody waits
                for pool in self._pools.values():
                    pool.stop()
            workers.shutdown()

    def _clip(self, utterance: Utterance) -> Clip:
        return self._by_first(utterance, lambda voice: self._spoken(utterance, voice))

    def _by_first(self, utterance: Utterance, act: Callable[[Voice], Result]) -> Result:
        """What comes of the utterance's voice; where it cannot, of the first fallback that can."""
        voice = self._voices[utterance.voice]
        try:
            return act(voice)
        except (SpeechError, VoiceError) as error:
            for name in voice.fallback:
                try:
                    result = act(self._voices[name])
                except (SpeechError, VoiceError):
                    continue
                self._say_once(f"'{name}' speaks in place of '{voice.name}': {error}")
                return result
            raise

    def _say_once(self, message: str) -> None:
        with self._lock:
            said, self._said = message in self._said, self._said | {message}
        if not said:
            log.warning("%s", message)

    def _refuse_cost(self, script: Script) -> None:
        """Say what is still to be paid. Raises SpeechError where it is over a voice's cap."""
        if any(voice.price for voice in self._voices.values()):
            speakers = [(self._speaker(each), each) for each in script.utterances]
            self._bill.state(
                (voice, each.spoken)
                for (voice, name), each in speakers
                if not (self._cache and name in self._cache)
            )

    def _speaker(self, utterance: Utterance) -> tuple[Voice, str]:
        """Who will speak the utterance, and the name of the clip."""
        return self._by_first(utterance, lambda voice: (voice, self._asked(utterance, voice)[1]))

    def _asked(self, utterance: Utterance, by: Voice) -> tuple[SpeechRequest, str]:
        """What to ask the engine for an utterance, and the name of the clip it will give."""
        voice = by.in_role(utterance.role)
        version, voices, takes_ssml = self._pools[voice.engine].facts()
        language = with_accent(utterance.language, voice.accents)
        request = SpeechRequest(
            text=utterance.spoken,
            ssml=document(utterance, language) if takes_ssml else "",
            language=language,
            engine_voice=voice.engine_voice,
            rate=voice.rate,
            pitch=voice.pitch,
            volume=voice.volume,
            options=voice.options,
        )
        request = with_voice(request, voices)
        (data, *_) = [each.version for each in voices if each.id == request.engine_voice] or [""]
        return request, name_of(voice.engine, f"{version} {data}".rstrip(), request)

    def _spoken(self, utterance: Utterance, voice: Voice) -> Clip:
        request, name = self._asked(utterance, voice)
        clip = self._cache.get(name) if self._cache else None
        if clip is None:
            with self._turns[voice.name]:
                self._bill.pay(voice, request.text)
                clip = _speak(request, utterance, voice.engine, self._pools[voice.engine])
            if self._cache:
                self._cache.put(name, clip)
        return clip


class _Pool:
    """Processes of one engine that wait for work; a thread takes one or starts one."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._idle: queue.SimpleQueue[EngineProcess] = queue.SimpleQueue()
        self._all: list[EngineProcess] = []
        self._stopped = False
        self._lock = threading.Lock()
        self._first = threading.Lock()
        self._facts: tuple[str, list[EngineVoice], bool] | None = None
        self._fault: NarrateError | None = None

    def facts(self) -> tuple[str, list[EngineVoice], bool]:
        """The engine's version, the voices that it has now, and whether it takes SSML."""
        with self._first:
            if self._fault:  # it would not start the next time either
                raise self._fault
            if self._facts is None:
                try:
                    process = self.take()
                except NarrateError as error:
                    self._fault = error
                    raise
                self._facts = process.version, process.voices, process.takes_ssml
                self.give_back(process)
        return self._facts

    def warm(self) -> None:
        """What goes wrong here will again when the engine is needed, and be told then."""
        with contextlib.suppress(NarrateError, CancelledError):
            self.facts()

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


def _first(pending: deque[Future[Clip]]) -> Clip:
    """The clip that is next; until it is there, it is one of the pending."""
    clip = pending[0].result()
    pending.popleft()
    return clip


def _speak(request: SpeechRequest, utterance: Utterance, engine: str, pool: _Pool) -> Clip:
    problem = ""
    for _ in range(TRIES):
        process = pool.take()
        try:
            clip = process.speak(request, time_limit(request.text) + process.patience)
        except (TimeoutError, EngineDied) as error:
            process.stop()
            problem = str(error)
            continue
        except EngineFailed as error:
            pool.give_back(process)
            problem = str(error)
            continue
        pool.give_back(process)
        problem = fault(clip, request.text, request.rate) or ""
        if not problem:
            return clip
    raise SpeechError(
        f"the engine '{engine}' failed {TRIES} times: {problem}",
        subject=f"“{_shortened(utterance.written)}”",
        advice="Try another voice with --voice, or take the sentence out.",
    )


def _shortened(text: str, longest: int = 80) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
