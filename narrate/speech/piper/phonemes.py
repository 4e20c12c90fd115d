"""A text to the phonemes that a voice was trained on, clause by clause, by libespeak-ng.

This is the library's C interface (``speak_lib.h``), so that a voice needs no program beside
it. Voices were trained on espeak-ng's IPA with the mark that ends each clause put behind it.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from narrate.speech import espeak_library
from narrate.speech.pieces import part_words

LONGEST_WORD = 120  # bytes; espeak-ng's buffer for a word holds 160
LONGEST_FIGURE = 15  # digits; espeak-ng knows no names for greater numbers

_SYNCHRONOUS = 2  # hand the sound over, play nothing
_NEVER_EXIT = 0x8000  # where its data is missing, say so rather than end the process
_UTF8 = 1
_IPA = 2

# A mark that ends a clause stands before white space, behind what closes with it; a dash
# stands free or touches two words. Chinese and Japanese marks need no space.
_CLAUSE_END = re.compile(
    r"(?P<mark>[.!?…,;:])[\"'”’»)\]]*(?=\s|$)|(?P<dash>—|\s[–-](?=\s))|(?P<wide>[。！？，、；：])"
)
_MARKS = {"…": ".", "。": ".", "！": "!", "？": "?", "，": ",", "、": ",", "；": ";", "：": ":"}
_SWITCHED = re.compile(r"\([a-z][\w-]*\)")  # "(en)": from here on another language's rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A part of the text: its span, and the mark that ends it, where one does."""

    start: int
    end: int
    mark: str


def clauses(text: str) -> Iterator[Clause]:
    """The text's clauses in order; together they cover it."""
    start = 0
    for match in _CLAUSE_END.finditer(text):
        mark = match["mark"] or match["wide"] or ";"  # as the voices learned a dash
        yield Clause(start=start, end=match.end(), mark=_MARKS.get(mark, mark))
        start = match.end()
    if text[start:].strip():
        yield Clause(start=start, end=len(text), mark="")


class Phonemiser:
    """libespeak-ng in this process. Raises OSError where it cannot be had."""

    def __init__(self) -> None:
        self._library, data = espeak_library.load()
        if self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, _NEVER_EXIT) <= 0:
            raise OSError("espeak-ng does not find its data")
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._voice = ""

    def words(self, text: str, voice: str) -> list[str]:
        """The phonemes of each word of a clause, in NFD; espeak-ng joins some, and parts some.

        Raises LookupError where espeak-ng has no such voice.
        """
        if voice != self._voice:
            if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
                raise LookupError(f"espeak-ng has no voice '{voice}'")
            self._voice = voice
        text = part_words(text, LONGEST_WORD, LONGEST_FIGURE).replace("\0", " ")
        buffer = ctypes.create_string_buffer(text.encode(errors="replace"))
        rest = ctypes.c_void_p(ctypes.addressof(buffer))
        found: list[str] = []
        while rest.value:
            said = self._library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA) or b""
            found += _SWITCHED.sub("", said.decode(errors="ignore")).split()
        return [unicodedata.normalize("NFD", word) for word in found]
