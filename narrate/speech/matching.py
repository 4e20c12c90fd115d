"""Which of an engine's voices speaks a language.

A small form of BCP 47 lookup (RFC 4647, section 3.4): the exact tag first, then the
language alone, then any regional variety of it.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping, Sequence

from narrate.errors import VoiceError
from narrate.model import EngineVoice, SpeechRequest
from narrate.model.voice import ANY_NAME


def with_accent(language: str, accents: Mapping[str, str]) -> str:
    """The regional variety a profile prefers, where the article names only the language."""
    return accents.get(language, language)


def best_voice(voices: Sequence[EngineVoice], language: str) -> EngineVoice | None:
    """The first voice that speaks ``language``, nearest variety first; None if none does."""
    wanted = language.lower().replace("_", "-")
    primary = wanted.partition("-")[0]
    varieties: list[EngineVoice] = []
    plain: EngineVoice | None = None
    for voice in voices:
        tag = voice.language.lower().replace("_", "-")
        if tag == wanted:
            return voice
        if tag == primary:
            plain = plain or voice
        elif tag.partition("-")[0] == primary:
            varieties.append(voice)
    if plain:
        return plain
    if varieties:
        return varieties[0]
    return next((voice for voice in voices if not voice.language), None)


def with_voice(request: SpeechRequest, voices: Sequence[EngineVoice]) -> SpeechRequest:
    """The request with one of ``voices``: the one it names, or the best for its language.

    Raises VoiceError where the engine has no such voice, or none for the language.
    """
    if request.engine_voice:
        if not any(voice.id in (request.engine_voice, ANY_NAME) for voice in voices):
            raise VoiceError(
                f"the engine has no voice '{request.engine_voice}'",
                advice="Its own voices are listed by: narrate voices --engine NAME",
            )
        return request
    voice = best_voice(voices, request.language)
    if voice is None:
        raise VoiceError(
            f"no voice speaks the language '{request.language}'",
            advice=f"{_how_to_install()}, or choose another with --voice; "
            "narrate voices lists what is there.",
        )
    return dataclasses.replace(request, engine_voice=voice.id)


def _how_to_install() -> str:
    """Where the voices of a system come from."""
    if sys.platform == "darwin":
        return (
            "Add a voice in System Settings > Accessibility > Spoken Content > System Voice"
            " > Manage Voices"
        )
    if sys.platform == "win32":
        return (
            "Add the language with its text-to-speech in Settings > Time & language > Language"
            " & region"
        )
    return (
        "Install one (on Debian: sudo apt install espeak-ng; a neural one: narrate voices install)"
    )
