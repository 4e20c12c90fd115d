"""Clips and pauses in one pass."""

import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.stitcher import stitch
from narrate.model import AudioFormat, Clip, Mark, Pause, Script, Token, Utterance

MONO = AudioFormat(rate=22050)


def utterance(text="word", block=0):
    return Utterance(
        block=block, tokens=(Token(written=text, spoken=text, start=0, end=len(text)),)
    )


def script(*lines):
    return Script(language="en", lines=lines)


def pause(ms):
    return Pause(ms=ms, boundary="sentence")


def beep(ms, audio_format=MONO, lead_ms=0, tail_ms=0, hertz=441):
    step = 2 * math.pi * hertz / audio_format.rate
    frames = audio_format.frames(ms)
    pcm = b"".join(
        struct.pack("<h", round(8000 * math.sin(step * i))) * audio_format.channels
        for i in range(frames)
    )
    lead, tail = (
        bytes(audio_format.frames(t) * audio_format.frame_bytes) for t in (lead_ms, tail_ms)
    )
    mark = Mark(kind="word", frame=audio_format.frames(lead_ms), start=0, end=4)
    return Clip(format=audio_format, pcm=lead + pcm + tail, marks=(mark,))


def test_the_next_clip_is_asked_for_only_when_the_one_before_was_handed_on():
    """So that memory holds one clip, whatever the length of the article."""
    spoken = 0

    def clips():
        nonlocal spoken
        while spoken < 200:
            spoken += 1
            yield beep(20)

    pieces = stitch(script(*[utterance() for _ in range(200)]), clips())
    assert spoken == 0
    for handed_on, _ in enumerate(pieces, 1):
        assert spoken == handed_on


def test_sound_is_copied_as_often_in_a_long_recording_as_in_a_short_one():
    """pydub's += copies all that came before: every piece must be as small as its clip."""
    pieces = list(stitch(script(*[utterance() for _ in range(50)]), [beep(40)] * 50))
    assert {piece.frames for piece in pieces} == {pieces[0].frames}
    assert pieces[0].frames <= MONO.frames(40) + 1


@given(st.integers(0, 5000), st.sampled_from([8000, 11025, 22050, 24000, 44100]))
def test_a_pause_is_exact_to_the_frame(ms, rate):
    clip = Clip(format=AudioFormat(rate=rate), pcm=struct.pack("<100h", *[9000] * 100))
    _, between, _ = stitch(script(utterance(), pause(ms), utterance()), [clip, clip])
    assert between.frames == round(rate * ms / 1000)
    assert not any(between.pcm)


def test_the_silence_between_two_words_is_the_scripts_not_the_engines():
    lines = script(utterance(), pause(500), utterance())
    clips = [beep(300, lead_ms=200, tail_ms=400), beep(300, lead_ms=350, tail_ms=90)]
    pcm = b"".join(piece.pcm for piece in stitch(lines, clips))
    sound = np.flatnonzero(np.abs(np.frombuffer(pcm, "<i2").astype(int)) > 200)
    longest_silence = np.diff(sound).max() / 22.05
    assert 500 <= longest_silence <= 500 + 10


def test_a_pause_at_the_end_is_left_out_so_the_recording_ends_with_its_last_word():
    pieces = list(stitch(script(pause(10), utterance(), pause(900)), [beep(50)]))
    assert [type(piece.line) for piece in pieces] == [Pause, Utterance]


@pytest.mark.parametrize("ms", [0, 40])
def test_no_join_clicks(ms):
    """Clips that end at full swing; the steepest step is that of the sound itself."""
    loud = Clip(format=MONO, pcm=struct.pack("<2205h", *[12000] * 2205))
    lines = script(utterance(), pause(ms), utterance())
    pcm = b"".join(piece.pcm for piece in stitch(lines, [loud, loud]))
    assert np.abs(np.diff(np.frombuffer(pcm, "<i2").astype(int))).max() < 600


@pytest.mark.parametrize("rate", [11025, 24000, 44100])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_clip_of_another_shape_takes_the_first_ones_and_keeps_its_pitch_and_length(
    rate, channels
):
    other = beep(1000, AudioFormat(rate=rate, channels=channels))
    first, second = stitch(script(utterance(), utterance()), [beep(100), other])
    assert first.format == second.format == MONO
    assert second.frames == pytest.approx(22050, abs=30)
    samples = np.frombuffer(second.pcm, "<i2").astype(float)
    hertz = np.argmax(np.abs(np.fft.rfft(samples))) * 22050 / len(samples)
    assert hertz == pytest.approx(441, abs=2)


@pytest.mark.parametrize("rate", [22050, 44100, 16000])
def test_marks_move_with_their_words(rate):
    """… when the silence in front is cut, and when the clip gets another rate."""
    clips = [beep(100), beep(300, AudioFormat(rate=rate), lead_ms=250, tail_ms=100)]
    _, piece = stitch(script(utterance(), utterance()), clips)
    (mark,) = piece.marks
    onset = np.flatnonzero(np.abs(np.frombuffer(piece.pcm, "<i2").astype(int)) > 200)[0]
    assert mark.frame == pytest.approx(onset, abs=MONO.frames(2))


def test_a_sentence_cannot_be_lost_for_want_of_a_clip():
    with pytest.raises(ValueError, match="fewer clips"):
        list(stitch(script(utterance(), utterance()), [beep(50)]))


def test_a_clip_too_many_is_noticed():
    with pytest.raises(ValueError, match="more clips"):
        list(stitch(script(utterance()), [beep(50), beep(50)]))
