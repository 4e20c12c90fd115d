"""How far from what people say is what espeak-ng says of the names in a lexicon?

    python -m tests.benchmarks.pronunciations [LEXICON.toml]

Every entry has the accepted pronunciation as a comment behind its spoken form. Printed are
the distances of what the American voice says of the name as it is written and as the lexicon
has it: the share of a sound for each that is near, one for another sound, a part for a stress
in the wrong place; the worst entries, and the means.
"""

from __future__ import annotations

import ctypes
import re
import sys
from functools import cache
from pathlib import Path

from narrate.resources import bundled_voices
from narrate.speech import espeak_library

_ENTRY = re.compile(r'^written = "(.*)"\nspoken = "(.*)"  # (\S.*)$', re.MULTILINE)
_SOUND = re.compile(r"ˈ?ˌ?(tʃ|dʒ|eɪ|aɪ|oʊ|aʊ|ɔɪ|ɜːr?|[^\sˈˌː\u0329\u200d])ː?")
_VOWELS = "iɪɛæɑɒɔʊuʌəɚaeo"
_ALIKE = str.maketrans("ɐɾᵻɹɒçx", "ətɪrɑkk")
_NEAR = {
    frozenset(pair.split()): float(distance)
    for distance, pairs in {
        "0.15": "ə ʌ",
        "0.2": "ə ɪ,ɑ ɔ",
        "0.25": "i ɪ,u ʊ",
        "0.3": "ɔ oʊ,n ŋ",
        "0.35": "ə ɑ,ə ɛ,ə æ,ə oʊ",
        "0.4": "ɑ æ,ɛ eɪ,ɛ æ,ɛ ɪ,s z,ə ʊ,ɚ ə,ʊ ɔ",
        "0.5": "ɑ ʌ,ʊ ʌ,t d",
    }.items()
    for pair in pairs.split(",")
}


@cache
def _library() -> ctypes.CDLL:
    espeak_library.make_loadable()
    library = ctypes.CDLL("libespeak-ng.so.1")
    library.espeak_Initialize(2, 0, None, 0)
    library.espeak_SetVoiceByName(b"en-us")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    return library


def heard(text: str) -> str:
    """What espeak-ng says, in IPA."""
    buffer = ctypes.create_string_buffer(text.encode())
    rest = ctypes.c_void_p(ctypes.addressof(buffer))
    said = b""
    while rest.value:
        said += _library().espeak_TextToPhonemes(ctypes.byref(rest), 1, 2) or b""
    return said.decode()


def sounds(ipa: str) -> list[tuple[str, bool]]:
    """The sounds, each with whether it is stressed."""
    ipa = re.sub("ɜːr?|ər|øː", "ɚ", ipa.replace("ɹ", "r")).translate(_ALIKE)
    ipa = re.sub("([ɛɪʊ])ər|([ɛɪʊ])ɚ", r"\1\2r", ipa)
    found: list[tuple[str, bool]] = []
    stress = False
    for match in _SOUND.finditer(ipa):
        stress = stress or match[0].startswith("ˈ")
        vowel = match[1][0] in _VOWELS
        found.append((match[1], stress and vowel))
        stress = stress and not vowel
    if sum(sound[0] in _VOWELS for sound, _ in found) == 1:
        found = [(sound, sound[0] in _VOWELS) for sound, _ in found]
    return found


def distance(one: list[tuple[str, bool]], other: list[tuple[str, bool]]) -> float:
    """The least sum of what is changed, added and left out."""
    row = [float(n) for n in range(len(other) + 1)]
    for number, (sound, stressed) in enumerate(one, 1):
        before, row = row, [float(number)]
        for at, (another, also) in enumerate(other):
            change = 0.0
            if sound != another:
                kin = (sound[0] in _VOWELS) == (another[0] in _VOWELS)
                change = _NEAR.get(frozenset((sound, another)), 0.8 if kin else 1.5)
            change += 0.5 * (stressed and not also) + 0.35 * (also and not stressed)
            row.append(min(before[at] + change, before[at + 1] + 1, row[at] + 1))
    return row[-1]


def main() -> None:
    bundled = bundled_voices() / "lexicons" / "world.toml"
    file = Path(sys.argv[1]) if sys.argv[1:] else bundled
    rows = []
    for written, spoken, accepted in _ENTRY.findall(file.read_text("utf-8")):
        aim = sounds(accepted)
        as_written, as_spoken = heard(written), heard(spoken)
        far, near = distance(aim, sounds(as_written)), distance(aim, sounds(as_spoken))
        rows.append((near, far, written, as_written, spoken, as_spoken, accepted))
    for near, far, written, as_written, spoken, as_spoken, accepted in sorted(rows)[-12:]:
        print(f"{far:5.2f} {written} {as_written} -> {near:.2f} {spoken} {as_spoken} /{accepted}/")
    count = len(rows)
    print(f"{count} entries, mean distance {sum(row[1] for row in rows) / count:.2f} as written,")
    print(f"{sum(row[0] for row in rows) / count:.2f} as spoken; nearer in", end=" ")
    print(f"{sum(row[0] < row[1] for row in rows)}")


if __name__ == "__main__":
    main()
