"""The tone engine: a beep a word, with marks, everywhere the same."""

import hashlib
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Clip, SpeechRequest
from narrate.speech.engines.tone import FORMAT, Engine
from narrate.speech.verification import fault


def say(text: str, **settings: float) -> Clip:
    return Engine().speak(SpeechRequest(text=text, engine_voice="tone", **settings))


def test_a_word_lasts_as_long_as_its_letters_with_a_gap_between_words():
    clip = say("The ferry")
    assert clip.seconds == pytest.approx(0.06 * 8 + 0.06, abs=0.001)
    assert [(mark.start, mark.end) for mark in clip.marks] == [(0, 3), (4, 9)]
    assert clip.marks[1].frame / FORMAT.rate == pytest.approx(0.06 * 3 + 0.06, abs=0.001)


def test_a_beep_begins_where_its_mark_says_and_silence_stands_before_it():
    clip = say("The ferry leaves")
    samples = array("h", clip.pcm)
    for mark in clip.marks[1:]:
        assert not any(samples[mark.frame - 1000 : mark.frame])
        assert max(samples[mark.frame : mark.frame + 500]) > 4000


def test_twice_as_fast_is_half_as_long():
    usual, fast = say("The ferry leaves"), say("The ferry leaves", rate=2.0)
    assert fast.seconds == pytest.approx(usual.seconds / 2, rel=0.01)


def test_half_the_volume_is_half_the_peak():
    peaks = [max(array("h", say("ferry", volume=volume).pcm)) for volume in (1.0, 0.5)]
    assert peaks[1] == pytest.approx(peaks[0] / 2, rel=0.01)


def test_the_sound_is_the_same_on_every_machine():
    digest = hashlib.sha256(say("The ferry leaves at seven.").pcm).hexdigest()
    assert digest == "94ab85f49778b7eef154f1b14518478db4e53dfab7282a2bb1ea0d8f8a1137ab"


@given(st.text(min_size=1, max_size=200).filter(str.strip))
def test_any_text_gives_a_plausible_clip_and_marks_in_order(text: str) -> None:
    clip = say(text)
    assert fault(clip, text) is None
    frames = [mark.frame for mark in clip.marks]
    assert frames == sorted(set(frames))
    assert frames[-1] < clip.frames
    assert "".join(text[m.start : m.end] for m in clip.marks) == "".join(text.split())
