"""pydub's door: conversion is explicit."""

import math
import struct

import numpy as np
import pytest

from narrate.audio.segment import segment
from narrate.model import AudioFormat, Clip

MONO = AudioFormat(rate=22050)


def beep(audio_format, ms, hertz=441, peak=8000):
    """A sine, the same in every channel."""
    top = peak / 32768 * (1 << (8 * audio_format.width - 1))
    step = 2 * math.pi * hertz / audio_format.rate
    code = {1: "b", 2: "h", 4: "i"}[audio_format.width]
    samples = [round(top * math.sin(step * i)) for i in range(audio_format.frames(ms))]
    return b"".join(struct.pack(f"<{code}", s) * audio_format.channels for s in samples)


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
