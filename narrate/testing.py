"""For engine authors: does an engine keep the contract of ``narrate.speech.engine``?

    python -m narrate.testing NAME [LANGUAGE]

prints each promise as it is kept; the first that is broken ends it, with exit status 1.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterator

from narrate.errors import NarrateError
from narrate.model import Clip, SpeechRequest, Token, Utterance
from narrate.speech.matching import best_voice
from narrate.speech.process import EngineDied, EngineFailed, EngineProcess
from narrate.speech.ssml import document
from narrate.speech.synthesis import time_limit
from narrate.speech.verification import fault

_SENTENCE = "The ferry leaves at seven."
_LONG = " ".join(["The ferry leaves the harbour at seven and comes back before dark."] * 60)
_TEXTS = {
    "a short sentence": _SENTENCE,
    "a single word": "Ferry.",
    "a long text": _LONG,
    "a text with a null byte": "We \0 left the harbour at seven, and were back before dark fell.",
    "signs and scripts": "Zoë’s “naïve” café — 東京, Москва & <b>bold</b> [[x]] \\n; $(id).",
}
_ORDERS = (  # to be silent for nine seconds: of SSML, SAPI, macOS
    '<speak>We <break time="9s"/> left.</speak>',
    '<rate absspeed="0"/>We <silence msec="9000"/> left.',
    "We [[slnc 9000]] left.",
)
_LONGEST_SILENCE = 1.0  # seconds at either end: nobody hears the next word before


def check_engine(name: str, *, language: str = "en") -> None:
    """Speak with the engine and raise AssertionError, saying which promise it breaks.

    Checked is what ``promises`` gives.
    """
    for _ in promises(name, language=language):
        pass


def promises(name: str, *, language: str = "en") -> Iterator[str]:
    """Each promise of the contract, as soon as the engine has kept it.

    It starts and lists voices; speaks short, long and odd texts plausibly, without long
    silence around them, and obeys nothing that stands in them; gives marks, where it gives
    any, for every word, in order and inside the clip; does not read SSML aloud; is faster,
    softer and higher when asked to be, or at least speaks; says the same text the same way
    twice, in another process too, after the first was killed.

    Raises AssertionError for a promise that is broken, VoiceError and SpeechError where there
    is no such engine or it does not start.
    """
    process = EngineProcess(name)
    speaker = _Speaker(process, language)
    try:
        assert process.version, "the engine states no version"
        yield f"it starts and states its version: {process.version}"
        assert process.voices, "the engine lists no voices"
        ids = [voice.id for voice in process.voices]
        assert len(ids) == len(set(ids)), "two voices of the engine have the same id"
        assert best_voice(process.voices, language), f"the engine has no voice for {language!r}"
        yield f"it lists {len(ids)} voices, and has one for '{language}'"
        for what, text in _TEXTS.items():
            _check_marks(speaker.says(text, what), text, what)
            yield f"it speaks {what}"
        for order in _ORDERS:
            speaker.says(order, f"a text that could be an order, {order!r}")
        yield "it obeys nothing that stands in a text"
        usual = speaker.says(_SENTENCE, "a short sentence")
        yield _word_marks(usual, _SENTENCE)
        yield _silence_around(usual)
        yield _ssml(speaker)
        slow, fast = (speaker.says(_LONG, f"rate {rate}", rate=rate) for rate in (1.0, 2.0))
        assert fast.seconds < 0.8 * slow.seconds, "rate 2.0 is not clearly faster than 1.0"
        speaker.says(_SENTENCE, "rate 3.5", rate=3.5)
        yield "it speaks faster when asked to"
        soft = speaker.says(_SENTENCE, "volume 0.5", volume=0.5)
        assert _power(soft) < 0.7 * _power(usual), "volume 0.5 is not clearly softer than 1.0"
        yield "it speaks softer when asked to"
        high = speaker.says(_SENTENCE, "pitch 1.3", pitch=1.3)
        yield "it speaks higher when asked to" if high.pcm != usual.pcm else "it has one pitch"
        again = speaker.says(_SENTENCE, "a short sentence")
        assert again.pcm == usual.pcm, "the same sentence twice gave other sound"
        yield "it says the same sentence the same way, whatever it said before"
        process.stop()
        process = EngineProcess(name)
        reborn = _Speaker(process, language).says(_SENTENCE, "after it was killed")
        assert reborn.pcm == usual.pcm, "another process says the same sentence otherwise"
        yield "it says the same sentence the same way in a new process, when the first was killed"
    finally:
        process.stop()


class _Speaker:
    def __init__(self, process: EngineProcess, language: str) -> None:
        self._process = process
        self._language = language

    def says(
        self,
        text: str,
        what: str,
        *,
        ssml: str = "",
        rate: float = 1.0,
        pitch: float = 1.0,
        volume: float = 1.0,
    ) -> Clip:
        """The text as a plausible clip; ``what`` names it where it is none."""
        request = SpeechRequest(
            text=text,
            ssml=ssml,
            language=self._language,
            rate=rate,
            pitch=pitch,
            volume=volume,
        )
        try:
            clip = self._process.speak(request, time_limit(text) + self._process.patience)
        except (EngineDied, EngineFailed, TimeoutError) as error:
            raise AssertionError(f"{what}: {error}") from error
        problem = fault(clip, text, rate)
        assert problem is None, f"{what}: {problem}"
        return clip


def _check_marks(clip: Clip, text: str, what: str) -> None:
    frames = [mark.frame for mark in clip.marks]
    assert frames == sorted(frames), f"{what}: the marks are out of order"
    assert all(0 <= frame <= clip.frames for frame in frames), f"{what}: a mark is outside"
    assert all(0 <= mark.start < mark.end <= len(text) for mark in clip.marks), (
        f"{what}: a mark points outside the text"
    )


def _word_marks(clip: Clip, text: str) -> str:
    marks = [mark for mark in clip.marks if mark.kind == "word"]
    if not marks:
        return "it gives no marks of words"
    starts = [mark.start for mark in marks]
    assert starts == sorted(set(starts)), "the marks of words go back in the text"
    for word in re.finditer(r"\w+", text):
        assert any(mark.start <= word.start() < mark.end for mark in marks), (
            f"no mark says where the word {word.group()!r} begins"
        )
    return "it marks every word, in order"


def _silence_around(clip: Clip) -> str:
    samples = array("h", clip.pcm)
    faint = max(max(samples), -min(samples)) / 100
    heard = [at for at, sample in enumerate(samples) if abs(sample) > faint]
    second = clip.format.rate * clip.format.channels
    around = max(heard[0], len(samples) - 1 - heard[-1]) / second
    assert around < _LONGEST_SILENCE, f"{around:.1f} s of silence stand beside a short sentence"
    return "it puts no long silence around a sentence"


def _ssml(speaker: _Speaker) -> str:
    """An engine that takes no SSML is not given any, but must not read it aloud all the same."""
    name = Token(written="Goethe", spoken="Goethe", start=6, end=12, language="de")
    rest = [
        Token(written=word, spoken=word, start=at, end=at + len(word))
        for word, at in (("Today", 0), ("leaves", 13), ("at", 20), ("seven.", 23))
    ]
    said = Utterance(block=0, tokens=(rest[0], name, *rest[1:]))
    plain = speaker.says(said.spoken, "a foreign name")
    marked = speaker.says(said.spoken, "SSML", ssml=document(said, "en"))
    _check_marks(marked, said.spoken, "SSML")
    assert 0.5 < marked.seconds / plain.seconds < 2, "the same text as SSML is not as long"
    return "it reads no markup aloud"


def _power(clip: Clip) -> float:
    samples = array("h", clip.pcm)
    return sum(sample * sample for sample in samples) / len(samples)


def _main(arguments: list[str]) -> int:
    if not 1 <= len(arguments) <= 2 or arguments[0].startswith("-"):
        print("usage: python -m narrate.testing ENGINE [LANGUAGE]", file=sys.stderr)
        return 2
    name, language = (*arguments, "en")[:2]
    try:
        for promise in promises(name, language=language):
            print(f"{name}: {promise}", flush=True)
    except (AssertionError, NarrateError) as error:
        print(f"{name}: broken: {error}")
        return 1
    print(f"{name}: keeps the contract")
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
