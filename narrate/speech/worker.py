"""The process that an engine lives in: requests come in, clips go out.

Each message is a line of JSON; a clip's PCM follows its line. Standard input ends when
the parent does, however it ends, and this process goes with it.
"""

from __future__ import annotations

import dataclasses
import json
import os
from typing import Any, BinaryIO

from narrate import memory
from narrate.errors import NarrateError
from narrate.model import SpeechRequest
from narrate.speech.engine import make_engine
from narrate.speech.matching import with_voice


def serve(engine_name: str) -> None:
    """Speak until standard input ends."""
    memory.keep()
    requests, answers = own_pipes()
    try:
        engine = make_engine(engine_name)
        voices = [dataclasses.asdict(voice) for voice in engine.voices()]
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
        _send(answers, _failure(error))
        return
    facts = {
        "version": engine.version,
        "voices": voices,
        "takes_ssml": bool(getattr(engine, "takes_ssml", False)),
        "patience": float(getattr(engine, "patience", 0.0)),
    }
    _send(answers, facts)
    for line in requests:
        try:
            request = SpeechRequest(**json.loads(line))
            clip = engine.speak(with_voice(request, engine.voices()))
        except Exception as error:  # noqa: BLE001 - as above
            _send(answers, _failure(error))
        else:
            marks = [dataclasses.asdict(mark) for mark in clip.marks]
            header = {"format": dataclasses.asdict(clip.format), "marks": marks}
            _send(answers, header, clip.pcm)


def own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for this process's messages alone.

    An engine may print; what it prints must not stand between two messages. Nor may a program
    that it starts read the requests.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = os.fdopen(os.dup(0), "rb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return requests, answers


def _failure(error: Exception) -> dict[str, Any]:
    if isinstance(error, NarrateError):
        return {"problem": error.problem, "advice": error.advice, "final": True}
    return {"problem": f"{type(error).__name__}: {error}".rstrip(": "), "final": False}


def _send(answers: BinaryIO, header: dict[str, Any], pcm: bytes = b"") -> None:
    line = json.dumps({**header, "bytes": len(pcm)})
    answers.write(line.encode() + b"\n")
    answers.write(pcm)
    answers.flush()
