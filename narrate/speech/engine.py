"""What an engine is.

To add one, write a module with a class named ``Engine`` that does what the Protocol below
says, and register it: a file in ``narrate/speech/engines/``, or an entry point of your own
package in the group ``narrate.speech.engines``. ``python -m narrate.testing NAME`` tells
whether it keeps the contract, as ``narrate.testing.check_engine("name")`` does in a test.

An engine is made once in a process of its own and used from that process's main thread
only, so it needs no locks; it may print, and it may crash: the recording survives both. One
that waits for others may have an attribute ``patience``: seconds that it needs beyond what
speaking itself takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

from narrate.errors import VoiceError
from narrate.model import Clip, EngineVoice, SpeechRequest
from narrate.plugins import did_you_mean, load, names

GROUP = "narrate.speech.engines"


class Engine(Protocol):
    """Speaks one utterance at a time."""

    version: str
    """Of the engine itself: the same text, settings and version give the same sound."""

    # An engine with ``takes_ssml = True`` is given SSML where a lexicon has phonemes or the
    # language of a name; the marks still count characters of the plain text.

    def voices(self) -> Sequence[EngineVoice]:
        """All voices that could speak now, best first within a language."""

    def speak(self, request: SpeechRequest) -> Clip:
        """The text, spoken. ``request.engine_voice`` is one of ``voices()``.

        Any exception is a failure of this utterance; the caller decides on another try.
        """


def make_engine(name: str) -> Engine:
    """The engine of that name, ready to speak in this process.

    Raises VoiceError for a name nobody registered, and whatever the engine itself raises
    when this machine lacks something that it needs.
    """
    try:
        module = load(GROUP, name)
    except LookupError:
        raise VoiceError(
            f"there is no engine '{name}'", advice=did_you_mean(name, names(GROUP))
        ) from None
    return cast(Engine, module.Engine())
