"""pyttsx3: the voices that the operating system has, espeak-ng on Linux.

What pyttsx3 2.99 gets wrong, and what is done about it here:

- espeak-ng speaks in threads of its own beside it, so that the first ``save_to_file`` of a
  process may return before its file exists, and now and then a file is empty: espeak-ng is
  put into its synchronous mode, see ``_speak_in_this_thread``.
- Queued saves lose all but the last, and a later ``say`` overwrites the saved file: one
  save at a time, each with a file name of its own, and never ``say``.
- ``init()`` hands out one shared engine, so settings leak from caller to caller: this
  engine is the only one in its process, and it sets every property for every utterance.
- Threads crash it: it is used from its process's main thread only.
- A very long utterance ends in a segmentation fault: long texts are spoken in pieces.
- espeak-ng loses the end of a word of more than 160 bytes or so: such words are parted.
- A failure to write is printed, not raised: the file is checked, not the return.
- What an article says could be markup to SAPI, an order to macOS: see ``inert``.
- It writes WAVE or AIFF whatever suffix was asked for: the header is read.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from narrate.model import Clip, EngineVoice, SpeechRequest
from narrate.speech import espeak_library, waveform
from narrate.speech.copy import in_a_copy
from narrate.speech.pieces import part_words, pieces

NORMAL_WORDS_A_MINUTE = 175  # what espeak-ng, SAPI 5 and macOS call a normal pace
NORMAL_PITCH = 50  # of 0 to 99, espeak-ng only
LONGEST_TEXT = 3000  # characters; about 18,000 crash, and this leaves a wide margin
LONGEST_WORD = 120  # bytes; espeak-ng's buffer for a word holds 160
LONGEST_FIGURE = 15  # digits; espeak-ng knows no names for greater numbers
WAIT = 30.0  # seconds for a file to appear after pyttsx3 says that it is done


class Engine:
    """See the module's docstring."""

    version = importlib.metadata.version("pyttsx3")

    def __init__(self) -> None:
        self._is_espeak = sys.platform not in ("darwin", "win32")
        if self._is_espeak:
            espeak_library.make_loadable()
            self._engine = _speak_in_this_thread()
        else:
            import pyttsx3

            self._engine = pyttsx3.init()
        self._folder = tempfile.TemporaryDirectory(prefix="narrate-")
        self._saved = 0
        self._voices = _voices(self._engine.getProperty("voices"))

    def voices(self) -> Sequence[EngineVoice]:
        return self._voices

    def speak(self, request: SpeechRequest) -> Clip:
        """Raises FileNotFoundError when no file appears, ValueError when it is not sound."""
        if self._is_espeak:
            return in_a_copy(lambda: self._speak(request))
        return self._speak(request)

    def _speak(self, request: SpeechRequest) -> Clip:
        self._engine.setProperty("voice", request.engine_voice)
        self._engine.setProperty("rate", round(NORMAL_WORDS_A_MINUTE * request.rate))
        self._engine.setProperty("volume", request.volume)
        if self._is_espeak:
            pitch = min(99, max(0, round(NORMAL_PITCH * request.pitch)))
            self._engine.setProperty("pitch", pitch)
        text = request.text.replace("\0", " ")  # where a text of C would end
        if self._is_espeak:
            text = part_words(text, LONGEST_WORD, LONGEST_FIGURE)
        else:
            text = inert(text)
        clips = [self._save(piece) for piece in pieces(text, LONGEST_TEXT)]
        return Clip(format=clips[0].format, pcm=b"".join(clip.pcm for clip in clips))

    def _save(self, text: str) -> Clip:
        self._saved += 1
        path = Path(self._folder.name) / f"{self._saved}.aiff"
        self._engine.save_to_file(text, str(path))
        self._engine.runAndWait()
        try:
            return _when_written(path)
        finally:
            path.unlink(missing_ok=True)


def inert(text: str) -> str:
    """The text without what the systems' voices take for orders.

    SAPI reads a text that begins with "<" as XML; macOS obeys what stands in "[[" and "]]".
    """
    text = text.replace("<", " ").replace(">", " ")
    return re.sub(r"\](?=\])", "] ", re.sub(r"\[(?=\[)", "[ ", text))


def _speak_in_this_thread() -> Any:
    """pyttsx3's engine over espeak-ng, with espeak-ng in its synchronous mode.

    In that mode ``espeak_Synth`` returns when all sound has been handed over and sends no
    last event, which pyttsx3 waits for; so pyttsx3's driver is given one.
    """
    import pyttsx3
    from pyttsx3.drivers import _espeak

    _espeak.AUDIO_OUTPUT_RETRIEVAL = _espeak.AUDIO_OUTPUT_SYNCHRONOUS
    engine = pyttsx3.init("espeak")
    driver = engine.proxy._driver
    last_event = (_espeak.EVENT * 2)()
    last_event[0].type = _espeak.EVENT_MSG_TERMINATED
    synthesise = _espeak.Synth

    def synthesise_to_the_end(*arguments: Any, **keywords: Any) -> None:
        synthesise(*arguments, **keywords)
        driver._onSynth(None, 0, last_event)

    _espeak.Synth = synthesise_to_the_end
    return engine


def _when_written(path: Path) -> Clip:
    """The clip in ``path``, once it is there and whole.

    On macOS the system writes it after pyttsx3 has returned.
    """
    deadline = time.monotonic() + WAIT
    while True:
        try:
            clip = waveform.parse(path.read_bytes())
        except (FileNotFoundError, ValueError):
            if time.monotonic() > deadline:
                raise
        else:
            return clip
        time.sleep(0.005)


def _voices(found: Sequence[object]) -> list[EngineVoice]:
    voices = []
    for voice in found:
        (language, *_) = getattr(voice, "languages", None) or [""]
        if isinstance(language, bytes):
            language = language.decode(errors="ignore").strip("\x05\x02\x00")
        voices.append(
            EngineVoice(
                id=str(getattr(voice, "id", "")),
                language=(language or "").replace("_", "-"),
                description=str(getattr(voice, "name", "") or ""),
            )
        )
    return voices
