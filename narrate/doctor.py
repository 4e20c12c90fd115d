"""Is this machine ready? Each part is really used, not only looked for."""

from __future__ import annotations

import io
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from narrate.article.formats import docx, pdf
from narrate.audio.encoder import FORMATS, encoder
from narrate.errors import NarrateError
from narrate.model import AudioFormat, SpeechRequest
from narrate.plugins import names
from narrate.publishing.files import writable_folder
from narrate.resources import user_voices
from narrate.speech import voice
from narrate.speech.engine import GROUP
from narrate.speech.matching import best_voice
from narrate.speech.openai.server import has_key, how_to_give_key
from narrate.speech.process import EngineDied, EngineFailed, EngineProcess
from narrate.speech.synthesis import time_limit
from narrate.speech.verification import fault
from narrate.version import __version__

_SENTENCE = "This machine can speak."


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    what: str
    ready: bool
    state: str
    """How it is, or why it is not ready."""
    needed: bool = True
    """Whether the default voice depends on it."""
    advice: str = ""


def examine() -> Iterator[Finding]:
    """One finding for each part that a recording needs, as soon as it is known."""
    yield Finding(
        what="narrate",
        ready=True,
        state=f"{__version__}, Python {platform.python_version()}, {platform.system()}",
    )
    default = voice.load(voice.DEFAULT)
    for name in names(GROUP):
        yield _finding(f"engine {name}", partial(_speaks, name), needed=name == default.engine)
    for name in FORMATS:
        yield _finding(f"format {name}", partial(_encodes, name), needed=name == "mp3")
    for name, extra in (("PDF", pdf.require), ("Word", docx.require)):
        yield _finding(f"{name} documents", extra, needed=False)
    yield _finding("voices", lambda: f"{', '.join(voice.names())}; yours go to {user_voices()}")
    yield _finding("current folder", _can_write)


def _finding(what: str, check: Callable[[], str], *, needed: bool = True) -> Finding:
    try:
        return Finding(what=what, ready=True, state=check(), needed=needed)
    except NarrateError as error:
        return Finding(
            what=what, ready=False, state=error.problem, needed=needed, advice=error.advice
        )


def _speaks(engine: str) -> str:
    if engine == "openai":  # nobody is made to pay for a look at their machine
        if not has_key():
            raise NarrateError("there is no key for OpenAI's server", advice=how_to_give_key())
        return "a key is there; nothing was asked of the server"
    process = EngineProcess(engine)
    try:
        if not process.voices:
            raise NarrateError("it has no voices", advice="Get one: narrate voices install NAME")
        speaker = best_voice(process.voices, "en") or process.voices[0]
        request = SpeechRequest(text=_SENTENCE, engine_voice=speaker.id)
        clip = process.speak(request, time_limit(_SENTENCE))
    except (EngineDied, EngineFailed, TimeoutError) as error:
        raise NarrateError(str(error), advice=f"Reinstall what '{engine}' needs.") from None
    finally:
        process.stop()
    problem = fault(clip, _SENTENCE)
    if problem:
        raise NarrateError(problem, advice=f"Reinstall what '{engine}' needs.")
    languages = {v.language.partition("-")[0].lower() for v in process.voices} - {""}
    spoken = f"{len(languages)} languages" if languages else "any language"
    return f"version {process.version}, {len(process.voices)} voices, {spoken}"


def _encodes(file_format: str) -> str:
    file = io.BytesIO()
    sink = encoder(file, AudioFormat(rate=22050), file_format)
    sink.write(bytes(22050 * 2))
    sink.finish()
    if not file.getvalue():
        raise NarrateError("the encoder wrote nothing", advice="Reinstall narrate.")
    return "encodes"


def _can_write() -> str:
    folder = Path.cwd()
    writable_folder(folder)
    return f"recordings can be written in {folder}"
