"""Which voices can speak on this machine, and what the others lack."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from narrate.errors import NarrateError
from narrate.model import EngineVoice, SpeechRequest, Voice
from narrate.speech.matching import with_accent, with_voice
from narrate.speech.openai.server import server
from narrate.speech.process import EngineProcess


def missing(voices: Iterable[Voice]) -> dict[str, NarrateError | None]:
    """For each voice, by name, why it cannot speak now and what to do; None: it is ready.

    Each engine is started once, all at the same time, and asked for its voices.
    """
    voices = list(voices)
    engines = sorted({voice.engine for voice in voices})
    with ThreadPoolExecutor() as threads:
        found = dict(zip(engines, threads.map(_voices_of, engines), strict=True))
    return {voice.name: _lack(voice, found[voice.engine]) for voice in voices}


def _voices_of(engine: str) -> list[EngineVoice] | NarrateError:
    try:
        process = EngineProcess(engine)
    except NarrateError as error:
        return error
    process.stop()
    return process.voices


def _lack(voice: Voice, found: list[EngineVoice] | NarrateError) -> NarrateError | None:
    if isinstance(found, NarrateError):
        return found
    language = with_accent(voice.language or "en", voice.accents)
    try:
        with_voice(
            SpeechRequest(text=".", language=language, engine_voice=voice.engine_voice), found
        )
        if voice.engine == "openai":  # its voices are the server's affair, its key is ours
            server(voice.options)
    except NarrateError as error:
        return error
    return None
