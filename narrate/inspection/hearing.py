"""A recording heard again by a machine: are all words of its script there?

A recogniser that writes down what it hears gets two words in three of a formant voice wrong.
So it is told what should be there, and asked when: pocketsphinx lays the words of a sentence
along its sound, and a word that is not there is squeezed to nothing, or nearly. Measured with
the default voice: of single words that were not said, six in seven are noticed; of those that
were, some in fifty are called missing, mostly an "and" or a "the" in passing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrate.inspection.decoder import decode

RATE = 16000  # what the recogniser's model of English was made for
SQUEEZED = 4.0  # frames of 10 ms for each sound of a word; 3 is the least that the model can
RUN = 4
"""So many words in a row, none of them heard, are missing."""
_AROUND = 0.1  # seconds of sound on either side of a sentence
_LONGEST = 60.0  # seconds of one sentence that are listened to
_NEGATIONS = frozenset(
    "no not never none nor nobody nothing nowhere neither cannot without".split()
)
# How a letter sounds in a name that no dictionary has: near enough to find its place.
_SOUNDS = dict(
    pair.split(":")
    for pair in (
        "a:AE b:B c:K d:D e:EH f:F g:G h:HH i:IH j:JH k:K l:L m:M n:N o:AA p:P q:K r:R s:S t:T"
        " u:AH v:V w:W x:K_S y:IY z:Z"
    ).split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of listening."""

    words: int
    """How many were listened for."""
    longest_run: tuple[str, ...]
    """The most words in a row of which none was heard; empty where all were."""
    at: float
    """When that run should be heard, in seconds."""
    doubtful: tuple[str, ...]
    """Numbers, names and negations that were not heard, each with its time."""


def listen(path: Path, record: Mapping[str, Any]) -> Heard | None:
    """Listen for the words of the record's script. None where nobody can: the recogniser is
    not installed, the language is not English, or no words were spoken."""
    try:
        from pocketsphinx import Decoder
    except ImportError:
        return None
    english = str(record.get("language", "")).lower().startswith("en")
    if not english or record.get("engine") == "tone":  # which beeps
        return None
    # Its second pass throws words out again, and its narrow beams lose the end of sentences.
    recogniser = Decoder(
        samprate=RATE, loglevel="FATAL", lm=None, bestpath=False,
        lw=1.0, pip=1.0, wip=1.0, beam=1e-120, pbeam=1e-120, wbeam=1e-100,
    )  # fmt: skip
    longest: list[str] = []
    at, count = 0.0, 0
    doubtful: list[str] = []
    for utterance, cue, sound in _sentences(path, record):
        words = _words(utterance["spoken"])
        heard = _heard(recogniser, words, sound)
        count += len(words)
        run: list[str] = []
        for word, there in zip(words, heard, strict=True):
            run = [] if there else [*run, word]
            if len(run) > len(longest):
                longest, at = run, cue["start"] / 1000
        counting = _that_count(utterance, words)
        doubtful += [
            f"{word} ({cue['start'] / 1000:.1f} s)"
            for place, (word, there) in enumerate(zip(words, heard, strict=True))
            if not there and place in counting
        ]
    return Heard(words=count, longest_run=tuple(longest), at=at, doubtful=tuple(doubtful))


def _sentences(
    path: Path, record: Mapping[str, Any]
) -> Iterator[tuple[dict[str, Any], dict[str, Any], NDArray[np.float32]]]:
    """Each utterance of the script with its cue and its sound."""
    utterances = [line for line in record["script"] if "spoken" in line]
    pieces = decode(path, speech_rate=RATE).samples
    sound, start = np.zeros(0, np.float32), 0
    for utterance, cue in zip(utterances, record["cues"], strict=False):
        first = max(start, round(RATE * (cue["start"] / 1000 - _AROUND)))
        seconds = max(0.0, min(_LONGEST, (cue["end"] - cue["start"]) / 1000) + 2 * _AROUND)
        last = first + round(RATE * seconds)
        while start + len(sound) < last and (piece := next(pieces, None)) is not None:
            gone = max(0, min(first - start, len(sound)))
            sound = np.concatenate([sound[gone:], piece[0]])
            start += gone
        yield utterance, cue, sound[max(0, first - start) : max(0, last - start)]


def _heard(recogniser: Any, words: list[str], sound: NDArray[np.float32]) -> list[bool]:
    """For each word whether it takes any time; none was heard where they do not fit at all."""
    if not words or not len(sound):
        return [False] * len(words)
    sounds = [_sounds(recogniser, word) for word in words]
    recogniser.set_align_text(" ".join(map(_plain, words)))
    recogniser.start_utt()
    pcm = np.rint(sound.clip(-1, 1) * 32767).astype("<i2").tobytes()
    recogniser.process_raw(pcm, full_utt=True)
    recogniser.end_utt()
    found = [
        segment.end_frame - segment.start_frame + 1
        for segment in (recogniser.seg() if recogniser.hyp() else ())
        if not segment.word.startswith(("<", "["))
    ]
    missing = [0] * (len(words) - len(found))
    return [
        frames > SQUEEZED * count
        for frames, count in zip((found + missing)[: len(words)], sounds, strict=True)
    ]


def _sounds(recogniser: Any, word: str) -> int:
    """How many sounds the word has; one that the dictionary lacks is added to it."""
    name = _plain(word)
    if recogniser.lookup_word(name) is None:
        if word.isupper():  # letter by letter: each letter's name is in the dictionary
            spelt = " ".join(recogniser.lookup_word(letter) or "" for letter in name)
        else:
            spelt = " ".join(_SOUNDS[letter] for letter in name if letter in _SOUNDS)
        recogniser.add_word(name, spelt.replace("_", " "), True)
    return len(recogniser.lookup_word(name).split())


def _words(spoken: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", spoken) if _plain(word)]


def _plain(word: str) -> str:
    """As the dictionary has it."""
    letters = unicodedata.normalize("NFKD", word.lower().replace("’", "'"))
    return "".join(letter for letter in letters if letter in _SOUNDS or letter == "'").strip("'")


def _that_count(utterance: Mapping[str, Any], words: list[str]) -> set[int]:
    """The places of numbers, of names, and of words that deny."""
    numbers = {
        _plain(word)
        for change in utterance.get("changes", ())
        if re.search(r"\d", change["written"])
        for word in _words(change["spoken"])
    }
    return {
        place
        for place, word in enumerate(words)
        if _plain(word) in numbers | _NEGATIONS
        or word.lower().endswith(("n't", "n’t"))
        or (place > 0 and word[0].isupper() and len(word) > 1)
    }
