"""espeak-ng in this process, through its library: quick, and with word and sentence marks.

The library is the system's, or the one in the ``espeakng-loader`` wheel (Linux). Its own
events say at which sample each word begins, which pyttsx3 does not hand on.

- It carries the state of its oscillators from one utterance to the next, and neither a seed
  nor starting it again takes that away; each utterance is spoken in a copy of this process.
- It reads SSML of its own kind: ``<voice xml:lang>`` changes the language; phonemes are
  mnemonics in ``[[…]]``, so IPA is put into those (``espeak.toml``). Where a sign has no
  mnemonic the word is said as it is spelt.
- ``[[`` in a text would be taken for phonemes then: it never reaches espeak-ng as it is.
"""

from __future__ import annotations

import ctypes
import functools
import re
import tomllib
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from narrate.model import AudioFormat, Clip, EngineVoice, Mark, SpeechRequest
from narrate.speech import espeak_library
from narrate.speech.copy import CAN_COPY, in_a_copy
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
_LIST_TERMINATED, _WORD, _SENTENCE = 0, 1, 2

_TEXT_START = re.compile(r"\w")
_TEXT_END = re.compile(r"[\w'’-]*")


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
        self._pcm = bytearray()
        self._events: list[tuple[int, int, int]] = []
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
        if request.ssml and len(request.text) <= LONGEST_TEXT:
            said, origins = _dialect(request.ssml, request.language)
            return self._synthesise(said, origins, request.text, _SSML | _PHONEMES)
        clips = []
        start = 0
        for piece in pieces(request.text, LONGEST_TEXT):
            start = request.text.index(piece, start)
            said = part_words(piece, LONGEST_WORD, LONGEST_FIGURE)
            origins = [start + at for at in _origins(said, piece)]
            clips.append(self._synthesise(said, origins, request.text, 0))
            start += len(piece)
        return _joined(clips)

    def _synthesise(self, said: str, origins: Sequence[int], text: str, flags: int) -> Clip:
        self._pcm, self._events = bytearray(), []
        content = said.encode("utf-8", "replace") + b"\0"
        flags |= _UTF8 | _END_PAUSE
        if self._library.espeak_Synth(content, len(content), 0, 1, 0, flags, None, None):
            raise RuntimeError("espeak-ng does not take the text")
        return Clip(
            format=self._format,
            pcm=bytes(self._pcm),
            marks=tuple(_marks(self._events, origins, text, len(self._pcm) // 2)),
        )

    def _take(self, samples: Any, count: int, events: Any) -> int:
        """The library's callback: sound, and what begins in it."""
        if samples and count > 0:
            self._pcm += ctypes.string_at(samples, 2 * count)
        index = 0
        while events[index].type != _LIST_TERMINATED:
            event = events[index]
            if event.type in (_WORD, _SENTENCE):
                self._events.append((event.type, event.text_position - 1, event.sample))
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


def _marks(
    events: Sequence[tuple[int, int, int]], origins: Sequence[int], text: str, frames: int
) -> list[Mark]:
    """Where words and sentences begin, in characters of ``text``; each place once."""
    marks: list[Mark] = []
    seen: set[tuple[int, int]] = set()
    for kind, position, frame in events:
        place = next((at for at in origins[max(0, position) :] if at >= 0), -1)
        found = _TEXT_START.search(text, place) if place >= 0 else None
        if not found or (kind, found.start()) in seen or frame > frames:
            continue
        seen.add((kind, found.start()))
        end = _TEXT_END.match(text, found.start())
        assert end
        marks.append(
            Mark(
                kind="word" if kind == _WORD else "sentence",
                frame=frame,
                start=found.start(),
                end=end.end(),
            )
        )
    return sorted(marks, key=lambda mark: mark.frame)


def _origins(said: str, text: str) -> list[int]:
    """For each character of ``said``, which is ``text`` with commas put in, where it stood."""
    at, origins = 0, []
    for character in said:
        origins.append(min(at, len(text) - 1))
        if at < len(text) and character == text[at]:
            at += 1
    return origins


def _dialect(ssml: str, language: str) -> tuple[str, list[int]]:
    """SSML as espeak-ng reads it; for each of its characters the one it says, or -1."""
    pieces: list[str] = []
    origins: list[int] = []
    said = 0

    def markup(text: str) -> None:
        pieces.append(text)
        origins.extend([-1] * len(text))

    def spoken(text: str, write: Callable[[str], str]) -> None:
        nonlocal said
        for character in text:
            shown = write(character)
            pieces.append(shown)
            origins.extend([said] * len(shown))
            said += 1

    def walk(element: ET.Element) -> None:
        nonlocal said
        text = element.text or ""
        name = element.tag.rpartition("}")[2]
        phonemes = mnemonics(element.get("ph", ""), language) if name == "phoneme" else ""
        foreign = element.get("{http://www.w3.org/XML/1998/namespace}lang", "")
        if phonemes:
            pieces.append(f"[[{escape(phonemes)}]]")
            origins.extend([said] * len(pieces[-1]))
            said += len(text)
        elif name == "lang" and foreign:
            markup(f'<voice xml:lang="{escape(foreign, _QUOTE)}">')
            spoken(text, _plain)
            markup("</voice>")
        else:
            spoken(text, _plain)
        for child in element:
            walk(child)
            spoken(child.tail or "", _plain)

    markup("<speak>")
    walk(ET.fromstring(ssml))  # noqa: S314 - made by speech/ssml.py, without a document type
    markup("</speak>")
    return "".join(pieces), origins


_QUOTE = {'"': "&quot;"}


def _plain(character: str) -> str:
    """A character that begins neither markup nor phonemes."""
    return "(" if character == "[" else ")" if character == "]" else escape(character)


def mnemonics(ipa: str, language: str) -> str:
    """IPA in espeak-ng's own signs; empty where one of them has none."""
    table = _signs(language.partition("-")[0])
    found: list[str] = []
    at = 0
    while at < len(ipa):
        for length in (3, 2, 1):
            sign = table.get(ipa[at : at + length])
            if sign is not None:
                found.append(sign)
                at += length
                break
        else:
            return ""
    return "".join(found)


@functools.cache
def _signs(language: str) -> dict[str, str]:
    content = (files("narrate.speech.engines") / "espeak.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(content)
    return {**tables["any"], **tables.get(language, {})}


def _joined(clips: Sequence[Clip]) -> Clip:
    frames = 0
    marks: list[Mark] = []
    for clip in clips:
        marks += [
            Mark(kind=m.kind, frame=m.frame + frames, start=m.start, end=m.end) for m in clip.marks
        ]
        frames += clip.frames
    pcm = b"".join(clip.pcm for clip in clips)
    return Clip(format=clips[0].format, pcm=pcm, marks=tuple(marks))
