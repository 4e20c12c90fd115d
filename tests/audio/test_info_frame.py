"""The Info frame: counted frames, and what of them is not sound."""

import struct
from itertools import pairwise

import lameenc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.info_frame import (
    ENCODER_DELAY,
    FrameCounter,
    frame_size,
    info_frame,
    sample_rate,
    samples_a_frame,
    told,
)


def lame(rate, channels, seconds=1):
    made = lameenc.Encoder()
    made.silence()
    made.set_bit_rate(64 * channels)
    made.set_in_sample_rate(rate)
    made.set_out_sample_rate(rate)
    made.set_channels(channels)
    return bytes(made.encode(bytes(2 * channels * rate * seconds)) + made.flush())


MONO = lame(22050, 1)


def counted(encoded):
    count = FrameCounter()
    count.take(encoded)
    return count


@pytest.mark.parametrize(
    ("header", "size"),
    [
        (0xFFFB90C4, 417),  # MPEG 1, 128 kb/s, 44.1 kHz: 144 * 128000 / 44100
        (0xFFFB92C4, 418),  # … with its padding byte
        (0xFFF384C4, 192),  # MPEG 2, 64 kb/s, 24 kHz: 72 * 64000 / 24000
    ],
)
def test_a_frames_size_comes_from_its_header(header, size):
    assert frame_size(header) == size


@pytest.mark.parametrize("not_a_header", [0, 0x49443303, 0x52494646, 0xFFFBF0C4, 0xFFFB9CC4])
def test_what_is_no_frame_is_refused(not_a_header):
    with pytest.raises(ValueError, match="not an MP3 frame"):
        frame_size(not_a_header)


@given(st.lists(st.integers(0, len(MONO)), max_size=30))
def test_frames_are_counted_alike_however_the_stream_is_cut(cuts):
    count = FrameCounter()
    edges = [0, *sorted(cuts), len(MONO)]
    for start, end in pairwise(edges):
        count.take(MONO[start:end])
    whole = counted(MONO)
    assert (count.frames, count.bytes, count.header) == (whole.frames, len(MONO), whole.header)


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000])
@pytest.mark.parametrize("channels", [1, 2])
def test_the_frame_says_how_long_the_sound_is_and_what_to_leave_out(rate, channels):
    count = counted(lame(rate, channels))
    frame = info_frame(count, rate)
    header = struct.unpack(">I", frame[:4])[0]
    assert len(frame) == frame_size(header)
    assert samples_a_frame(header) == samples_a_frame(count.header)
    tag = frame.index(b"Info")
    flags, frames, size = struct.unpack_from(">III", frame, tag + 4)
    assert (flags, frames, size) == (0x0F, count.frames, count.bytes + len(frame))
    delays = int.from_bytes(frame[tag + 141 : tag + 144], "big")
    delay, padding = delays >> 12, delays & 0xFFF
    assert delay == ENCODER_DELAY
    assert frames * samples_a_frame(header) - delay - padding == rate
    assert told(frame) == (frames, delay + padding)
    assert sample_rate(header) == rate


def test_the_checksum_is_that_of_the_lame_tag():
    """CRC-16/ARC over the first 190 bytes of an MPEG 1 stereo frame; its check value is BB3D."""
    from narrate.audio.info_frame import _checksum

    assert _checksum(b"123456789") == 0xBB3D


def test_a_file_past_4_gigabytes_tells_its_frames_and_not_its_bytes():
    """The field for bytes has 32 bits; 150 hours at 64 kb/s are more. Its size stays the same."""
    long, short = FrameCounter(), FrameCounter()
    for count in (long, short):
        count.take(MONO)
    long.frames, long.bytes = 20_000_000, 5_000_000_000
    frame = info_frame(long, 20_000_000 * 576 - 2000)
    assert len(frame) == len(info_frame(short, 22050))
    at = frame.index(b"Info")
    flags, frames = struct.unpack_from(">II", frame, at + 4)
    assert (flags, frames) == (0x09, 20_000_000)
    assert frame[at + 16 : at + 20] == b"LAME"
    assert told(frame) == (20_000_000, 2000)


@pytest.mark.parametrize("content", [b"", b"\xff\xfb", MONO[:500], bytes(500)])
def test_what_is_no_info_frame_tells_nothing(content):
    assert told(content) is None
