"""pydub's door: conversion is explicit, and the silence around speech goes."""

import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.segment import STEP_MS, segment, trim
from narrate.model import AudioFormat, Clip

MONO = AudioFormat(rate=22050)


def beep(audio_format, ms, hertz=441, peak=8000):
    """A sine, the same in every channel."""
    top = peak / 32768 * (1 << (8 * audio_format.width - 1))
    step = 2 * math.pi * hertz / audio_format.rate
    code = {1: "b", 2: "h", 4: "i"}[audio_format.width]
    samples = [round(top * math.sin(step * i)) for i in range(audio_format.frames(ms))]
    return b"".join(struct.pack(f"<{code}", s) * audio_format.channels for s in samples)


def silence(audio_format, ms):
    return bytes(audio_format.frames(ms) * audio_format.frame_bytes)


def pitch(pcm, audio_format):
    """The loudest frequency of the first channel, in hertz."""
    dtype = {1: "<i1", 2: "<i2", 4: "<i4"}[audio_format.width]
    samples = np.frombuffer(pcm, dtype)[:: audio_format.channels].astype(float)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return np.argmax(spectrum) * audio_format.rate / len(samples)


def test_a_clip_in_the_recordings_format_keeps_its_bytes():
    clip = Clip(format=MONO, pcm=beep(MONO, 100))
    assert segment(clip, MONO).raw_data == clip.pcm


@pytest.mark.parametrize("rate", [8000, 16000, 24000, 44100, 48000])
@pytest.mark.parametrize("width", [2, 4])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_clip_in_another_format_keeps_pitch_length_and_loudness(rate, width, channels):
    other = AudioFormat(rate=rate, width=width, channels=channels)
    made = segment(Clip(format=other, pcm=beep(other, 1000)), MONO)
    assert (made.frame_rate, made.sample_width, made.channels) == (22050, 2, 1)
    assert made.frame_count() == pytest.approx(22050, abs=3)
    assert pitch(made.raw_data, MONO) == pytest.approx(441, abs=2)
    assert made.max == pytest.approx(8000, rel=0.03)


def test_a_mono_clip_in_a_stereo_recording_sounds_on_both_sides():
    stereo = AudioFormat(rate=44100, channels=2)
    made = segment(Clip(format=MONO, pcm=beep(MONO, 500)), stereo)
    left, right = np.frombuffer(made.raw_data, "<i2").reshape(-1, 2).T
    assert (left == right).all()
    assert pitch(made.raw_data, stereo) == pytest.approx(441, abs=4)


def test_silence_around_speech_goes_and_silence_within_stays():
    word = beep(MONO, 300)
    pcm = silence(MONO, 400) + word + silence(MONO, 250) + word + silence(MONO, 700)
    trimmed, cut = trim(segment(Clip(format=MONO, pcm=pcm), MONO))
    assert 400 - 2 * STEP_MS <= cut <= 400
    assert 850 <= len(trimmed) <= 850 + 4 * STEP_MS


def test_speech_is_not_trimmed_away_with_the_silence():
    word = beep(MONO, 300)
    pcm = silence(MONO, 100) + word + silence(MONO, 100)
    trimmed, _ = trim(segment(Clip(format=MONO, pcm=pcm), MONO))
    heard = np.frombuffer(trimmed.raw_data, "<i2").astype(float)
    spoken = np.frombuffer(word, "<i2").astype(float)
    assert (heard**2).sum() > 0.97 * (spoken**2).sum()


def test_what_is_silent_throughout_is_left_as_it_is():
    quiet = segment(Clip(format=MONO, pcm=silence(MONO, 321)), MONO)
    assert trim(quiet) == (quiet, 0)


def test_a_clip_that_begins_and_ends_in_full_swing_is_faded():
    loud = np.full(4410, 20000, "<i2").tobytes()
    trimmed, _ = trim(segment(Clip(format=MONO, pcm=loud), MONO))
    samples = np.frombuffer(trimmed.raw_data, "<i2").astype(int)
    assert abs(samples[0]) < 400
    assert abs(samples[-1]) < 1000
    assert np.abs(np.diff(samples)).max() < 1000
    assert (samples[200:-200] == 20000).all()


@given(st.binary(max_size=600))
def test_any_sound_however_short_can_be_trimmed(noise):
    pcm = noise[: len(noise) // 2 * 2]
    trimmed, cut = trim(segment(Clip(format=MONO, pcm=pcm), MONO))
    assert 0 <= cut <= len(pcm) / 2 / 22.05 + 1
    assert len(trimmed.raw_data) % 2 == 0
    # pydub cuts and fades in whole milliseconds, and fills up with silence.
    assert trimmed.frame_count() <= len(pcm) / 2 + MONO.frames(2)
