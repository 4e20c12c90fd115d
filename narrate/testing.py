"""For engine authors: does an engine keep the contract of ``narrate.speech.engine``?"""

from __future__ import annotations

from narrate.model import Clip, SpeechRequest
from narrate.speech.matching import best_voice
from narrate.speech.process import EngineProcess
from narrate.speech.synthesis import time_limit
from narrate.speech.verification import fault

_LONG = " ".join(["The ferry leaves the harbour at seven and comes back before dark."] * 60)
_TEXTS = {
    "a short sentence": "The ferry leaves at seven.",
    "a single word": "Ferry.",
    "a long text": _LONG,
    "signs and scripts": "Zoë’s “naïve” café — 東京, Москва & <b>bold</b> [[x]] \\n; $(id).",
}


def check_engine(name: str, *, language: str = "en") -> None:
    """Speak with the engine and raise AssertionError, saying which promise it breaks.

    Checked: it starts, lists voices, speaks short and long and odd texts plausibly, says
    the same text the same way twice, speaks faster when asked to, gives marks in order
    and inside the clip, and writes nothing between its messages.
    """
    process = EngineProcess(name)
    try:
        assert process.version, "the engine states no version"
        assert process.voices, "the engine lists no voices"
        assert best_voice(process.voices, language), f"the engine has no voice for {language!r}"
        for what, text in _TEXTS.items():
            clip = _spoken(process, text, language)
            problem = fault(clip, text)
            assert problem is None, f"{what}: {problem}"
            _check_marks(clip, text, what)
        again = [_spoken(process, _TEXTS["a short sentence"], language) for _ in range(2)]
        assert again[0].pcm == again[1].pcm, "the same sentence twice gave other sound"
        fast = _spoken(process, _LONG, language, rate=2.0)
        usual = _spoken(process, _LONG, language)
        assert fast.seconds < 0.8 * usual.seconds, "rate 2.0 is not clearly faster than 1.0"
    finally:
        process.stop()


def _spoken(process: EngineProcess, text: str, language: str, rate: float = 1.0) -> Clip:
    request = SpeechRequest(text=text, language=language, rate=rate)
    return process.speak(request, time_limit(text))


def _check_marks(clip: Clip, text: str, what: str) -> None:
    frames = [mark.frame for mark in clip.marks]
    assert frames == sorted(frames), f"{what}: the marks are out of order"
    assert all(0 <= frame <= clip.frames for frame in frames), f"{what}: a mark is outside"
    assert all(0 <= mark.start < mark.end <= len(text) for mark in clip.marks), (
        f"{what}: a mark points outside the text"
    )
