"""Parts of an MP3 that LAME made by themselves. How they sound: ``test_finishing.py``."""

import io

import pytest

from narrate.audio.info_frame import FrameCounter, size_of_frames
from narrate.audio.mp3 import RATES, Mp3Encoder, Mp3File, frame_length, segment
from narrate.model import AudioFormat


def counted(encoded):
    count = FrameCounter()
    count.take(encoded)
    assert count.bytes == len(encoded)
    return count.frames


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("frames", [1, 2, 50])
def test_a_part_has_as_many_frames_as_its_sound(rate, frames):
    sound = bytes(2 * frames * frame_length(rate))
    part = segment([sound], AudioFormat(rate=rate), last=False)
    assert counted(part) == frames
    assert size_of_frames(part, frames) == len(part)


def test_the_last_part_has_what_comes_late_too():
    sound = bytes(2 * 50 * 576)
    assert counted(segment([sound], AudioFormat(rate=22050), last=True)) > 50


def test_one_part_is_what_the_encoder_writes():
    shape, sound = AudioFormat(rate=22050), bytes(range(256)) * 200
    whole, parts = io.BytesIO(), io.BytesIO()
    sink = Mp3Encoder(whole, shape)
    sink.write(sound)
    sink.finish()
    file = Mp3File(parts)
    file.put(segment([sound[:1000], sound[1000:]], shape, last=True), len(sound) // 2)
    file.finish()
    assert parts.getvalue() == whole.getvalue()
