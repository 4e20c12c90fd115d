"""The bundled lexicon of names: what the default engine says of them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable

import pytest

from narrate.resources import bundled_voices
from narrate.script.lexicon_files import read_lexicon
from narrate.speech import espeak_library

WORLD = bundled_voices() / "lexicons" / "world.toml"


@pytest.fixture(scope="module")
def phonemes() -> Callable[[str], str]:
    """What espeak-ng's American voice says, in IPA."""
    try:
        espeak_library.make_loadable()
        library = ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        pytest.skip("there is no espeak-ng here")
    library.espeak_Initialize(2, 0, None, 0)
    library.espeak_SetVoiceByName(b"en-us")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def say(text: str) -> str:
        rest = ctypes.c_void_p(
            ctypes.addressof(buffer := ctypes.create_string_buffer(text.encode()))
        )
        said = b""
        while rest.value:
            said += library.espeak_TextToPhonemes(ctypes.byref(rest), 1, 2) or b""
        assert buffer
        return said.decode()

    return say


def test_the_engine_says_them_otherwise_than_it_would(phonemes: Callable[[str], str]) -> None:
    for entry in read_lexicon(WORLD).entries:
        assert phonemes(entry.spoken) != phonemes(entry.written), entry.written


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Kyiv", "kˈiːv"),
        ("Putin", "pˈuːtɪn"),
        ("Lviv", "ləvˈiːv"),
        ("Xinjiang", "ʃɪndʒjˈɑːŋ"),
        ("Qatar", "kɐtˈɑːɹ"),
        ("Erdoğan", "ˈɛɹdɐwˌɑːn"),
        ("Merz", "mˈɛɹts"),
        ("Ibiza", "ɪbˈiːθə"),
        ("Buttigieg", "bˈuːɾɪdʒˌɪdʒ"),
        ("Niamh", "nˈiːv"),
    ],
)
def test_they_are_said_as_people_say_them(
    phonemes: Callable[[str], str], written: str, heard: str
) -> None:
    (entry,) = (entry for entry in read_lexicon(WORLD).entries if entry.written == written)
    assert phonemes(entry.spoken) == heard


def test_each_stands_once_with_its_pronunciation_behind() -> None:
    entries = read_lexicon(WORLD).entries
    assert len({entry.written for entry in entries}) == len(entries)
    assert len(re.findall(r'^spoken = ".*"  # \S', WORLD.read_text("utf-8"), re.M)) == len(entries)
