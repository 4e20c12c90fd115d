import pytest

from narrate.model import AudioFormat, Clip
from narrate.speech.verification import fault

SENTENCE = "The ferry leaves the harbour at seven."
RATE = 8000


def clip(seconds: float, sample: int = 9000) -> Clip:
    frames = round(seconds * RATE)
    pcm = (sample.to_bytes(2, "little", signed=True)) * frames
    return Clip(format=AudioFormat(rate=RATE), pcm=pcm)


def test_a_plausible_clip_has_no_fault() -> None:
    assert fault(clip(2.3), SENTENCE) is None


@pytest.mark.parametrize(
    ("seconds", "sample", "problem"),
    [
        (0, 0, "no sound"),
        (0.1, 9000, "too short"),
        (60, 9000, "too long"),
        (2.3, 20, "silent"),
    ],
)
def test_each_fault_is_named(seconds: float, sample: int, problem: str) -> None:
    assert problem in str(fault(clip(seconds, sample), SENTENCE))


def test_speaking_faster_may_be_shorter() -> None:
    short = clip(0.25)
    assert fault(short, SENTENCE, rate=1.0)
    assert fault(short, SENTENCE, rate=2.0) is None
