"""The process that an engine lives in: requests come in, clips go out.

Each message is a line of JSON; a clip's PCM follows its line. Standard input ends when
the parent does, however it ends, and this process goes with it.
"""

from __future__ import annotations

import dataclasses
import json
import os
from typing import Any, BinaryIO

from narrate.errors import NarrateError, VoiceError
from narrate.model import Clip, SpeechRequest
from narrate.speech.engine import Engine, make_engine
from narrate.speech.matching import best_voice


def serve(engine_name: str) -> None:
    """Speak until standard input ends."""
    # An engine may print; what it prints must not stand between two messages. Nor may a
    # program that it starts read the requests.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = os.fdopen(os.dup(0), "rb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    try:
        engine = make_engine(engine_name)
        voices = [dataclasses.asdict(voice) for voice in engine.voices()]
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
        _send(answers, _failure(error))
        return
    _send(answers, {"version": engine.version, "voices": voices})
    for line in requests:
        try:
            clip = speak(engine, SpeechRequest(**json.loads(line)))
        except Exception as error:  # noqa: BLE001 - as above
            _send(answers, _failure(error))
        else:
            marks = [dataclasses.asdict(mark) for mark in clip.marks]
            header = {"format": dataclasses.asdict(clip.format), "marks": marks}
            _send(answers, header, clip.pcm)


def speak(engine: Engine, request: SpeechRequest) -> Clip:
    """The request, spoken by the voice it names or by the best one for its language.

    Raises VoiceError where the engine has no such voice, or none for the language.
    """
    voices = engine.voices()
    if request.engine_voice:
        if not any(voice.id == request.engine_voice for voice in voices):
            raise VoiceError(
                f"the engine has no voice '{request.engine_voice}'",
                advice="Its own voices are listed by: narrate voices --engine NAME",
            )
    else:
        voice = best_voice(voices, request.language)
        if voice is None:
            raise VoiceError(
                f"no voice speaks the language '{request.language}'",
                advice="Install one for your system, or choose another with --voice; "
                "narrate voices lists what is there.",
            )
        request = dataclasses.replace(request, engine_voice=voice.id)
    return engine.speak(request)


def _failure(error: Exception) -> dict[str, Any]:
    if isinstance(error, NarrateError):
        return {"problem": error.problem, "advice": error.advice, "final": True}
    return {"problem": f"{type(error).__name__}: {error}".rstrip(": "), "final": False}


def _send(answers: BinaryIO, header: dict[str, Any], pcm: bytes = b"") -> None:
    line = json.dumps({**header, "bytes": len(pcm)})
    answers.write(line.encode() + b"\n" + pcm)
    answers.flush()
