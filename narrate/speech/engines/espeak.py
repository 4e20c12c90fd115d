"""espeak-ng in this process, through its library: quick, and with word and sentence marks.

The library is the system's, or the one in the ``espeakng-loader`` wheel (Linux). Its own
events say at which sample each word begins, which pyttsx3 does not hand on.

- It carries the state of its oscillators from one utterance to the next, and neither a seed
  nor starting it again takes that away; each utterance is spoken in a copy of this process.
  The copy loads the voice: loaded before, some voices sound as the one before them left them.
- It reads SSML of its own kind: see ``speech/espeak_dialect.py``.
- It loses the end of a word of more than 160 bytes, and what follows a null byte.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Sequence
from typing import Any

from narrate.model import AudioFormat, Clip, EngineVoice, Mark, SpeechRequest
from narrate.speech import espeak_library
from narrate.speech.copy import CAN_COPY, in_a_copy
from narrate.speech.espeak_dialect import dialect
from narrate.speech.espeak_marks import Kind, marks
from narrate.speech.pieces import part_words, pieces

NORMAL_WORDS_A_MINUTE = 175
SLOWEST, FASTEST = 80, 900  # words a minute that it takes
NORMAL_PITCH, NORMAL_VOLUME = 50, 100  # of 0 to 99, of 0 to 200
LONGEST_TEXT = 3000  # characters
LONGEST_WORD = 120  # bytes; its buffer for a word holds 160
LONGEST_FIGURE = 15  # digits; it knows no names for greater numbers

# speak_lib.h
_SYNCHRONOUS, _DONT_EXIT = 2, 0x8000
_RATE, _VOLUME, _PITCH = 1, 2, 3
_UTF8, _SSML, _PHONEMES, _END_PAUSE = 0x1, 0x10, 0x100, 0x1000
_LIST_TERMINATED = 0
_KINDS: dict[int, Kind] = {1: "word", 2: "sentence"}


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),  # characters, the first is 1
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # milliseconds
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),  # a byte of priority, then the language
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class Engine:
    """See the module's docstring."""

    takes_ssml = True

    def __init__(self) -> None:
        """Raises OSError where there is no library, RuntimeError where it does not start."""
        self._library, data = espeak_library.load()
        rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DONT_EXIT)
        if rate <= 0:
            raise RuntimeError("espeak-ng does not find its data")
        self._format = AudioFormat(rate=rate)
        self._library.espeak_Info.restype = ctypes.c_char_p
        self.version = self._library.espeak_Info(None).decode()
        self._voices = self._list()
        self._pcm = io.BytesIO()
        self._events: list[tuple[Kind, int, int]] = []
        self._callback = _Callback(self._take)  # kept: the library calls it
        self._library.espeak_SetSynthCallback(self._callback)

    def voices(self) -> Sequence[EngineVoice]:
        return self._voices

    def speak(self, request: SpeechRequest) -> Clip:
        """Raises RuntimeError when espeak-ng does not know the voice, or fails."""
        return in_a_copy(lambda: self._speak(request)) if CAN_COPY else self._speak(request)

    def _speak(self, request: SpeechRequest) -> Clip:
        library = self._library
        if library.espeak_SetVoiceByName(request.engine_voice.encode()):
            raise RuntimeError(f"espeak-ng does not load the voice '{request.engine_voice}'")
        words = round(NORMAL_WORDS_A_MINUTE * request.rate)
        library.espeak_SetParameter(_RATE, min(FASTEST, max(SLOWEST, words)), 0)
        pitch = min(99, max(0, round(NORMAL_PITCH * request.pitch)))
        library.espeak_SetParameter(_PITCH, pitch, 0)
        library.espeak_SetParameter(_VOLUME, round(NORMAL_VOLUME * request.volume), 0)
        text = request.text.replace("\0", " ")  # where a text of C would end
        is_usual = len(text) <= LONGEST_TEXT and _parted(text) == text
        if request.ssml and is_usual:
            said, origins = dialect(request.ssml, request.language)
            return self._synthesise(said, origins, text, _SSML | _PHONEMES)
        clips: list[tuple[int, Clip]] = []
        start = 0
        for piece in pieces(text, LONGEST_TEXT):
            start = text.index(piece, start)
            said = _parted(piece)
            clips.append((start, self._synthesise(said, _origins(said, piece), piece, 0)))
            start += len(piece)
        return _joined(clips)

    def _synthesise(self, said: str, origins: Sequence[int], text: str, flags: int) -> Clip:
        self._pcm, self._events = io.BytesIO(), []
        content = said.encode("utf-8", "replace") + b"\0"
        size = ctypes.c_size_t(len(content))
        flags |= _UTF8 | _END_PAUSE
        if self._library.espeak_Synth(content, size, 0, 1, 0, flags, None, None):
            raise RuntimeError("espeak-ng does not take the text")
        pcm = self._pcm.getvalue()
        return Clip(
            format=self._format,
            pcm=pcm,
            marks=tuple(marks(self._events, origins, text, len(pcm) // 2)),
        )

    def _take(self, samples: Any, count: int, events: Any) -> int:
        """The library's callback: sound, and what begins in it."""
        if samples and count > 0:
            self._pcm.write(ctypes.string_at(samples, 2 * count))
        index = 0
        while events[index].type != _LIST_TERMINATED:
            event = events[index]
            kind = _KINDS.get(event.type)
            if kind:
                self._events.append((kind, max(0, event.text_position - 1), event.sample))
            index += 1
        return 0

    def _list(self) -> list[EngineVoice]:
        self._library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        listed = self._library.espeak_ListVoices(None)
        found: list[EngineVoice] = []
        index = 0
        while listed[index]:
            voice = listed[index].contents
            found.append(
                EngineVoice(
                    id=voice.identifier.decode(errors="replace"),
                    language=voice.languages[1:].decode(errors="replace"),
                    description=voice.name.decode(errors="replace"),
                )
            )
            index += 1
        return found


def _parted(text: str) -> str:
    return part_words(text, LONGEST_WORD, LONGEST_FIGURE)


def _origins(said: str, text: str) -> list[int]:
    """For each character of ``said``, which is ``text`` with commas put in, where it stood."""
    at, origins = 0, []
    for character in said:
        origins.append(min(at, len(text) - 1))
        if at < len(text) and character == text[at]:
            at += 1
    return origins


def _joined(clips: Sequence[tuple[int, Clip]]) -> Clip:
    """Clips of the pieces of a text that begin at some characters, as one."""
    frames = 0
    joined: list[Mark] = []
    for start, clip in clips:
        joined += [
            Mark(kind=m.kind, frame=m.frame + frames, start=m.start + start, end=m.end + start)
            for m in clip.marks
        ]
        frames += clip.frames
    pcm = b"".join(clip.pcm for _, clip in clips)
    return Clip(format=clips[0][1].format, pcm=pcm, marks=tuple(joined))
