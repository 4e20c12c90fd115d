"""The header of a sound file decides what it is, never its name."""

import io
import struct
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.speech.waveform import parse

SAMPLES = struct.pack("<4h", 0, 1000, -1000, 32767)


def wave_file(rate: int = 22050, channels: int = 1, pcm: bytes = SAMPLES) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((channels, 2, rate, 0, "NONE", ""))
        writer.writeframes(pcm)
    return file.getvalue()


def aiff_file(compression: bytes = b"NONE", rate: int = 22050, pcm: bytes = SAMPLES) -> bytes:
    """As macOS writes it: AIFF-C, the rate an 80-bit float, samples big-endian."""
    exponent = rate.bit_length() - 1
    extended = struct.pack(">HQ", 16383 + exponent, rate << (63 - exponent))
    comm = struct.pack(">hIh", 1, len(pcm) // 2, 16) + extended + compression + b"\0\0"
    body = pcm
    if compression != b"sowt":
        body = struct.pack(f">{len(pcm) // 2}h", *struct.unpack(f"<{len(pcm) // 2}h", pcm))
    ssnd = struct.pack(">II", 0, 0) + body
    chunks = b"".join(
        name + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)
        for name, data in ((b"COMM", comm), (b"SSND", ssnd))
    )
    return b"FORM" + struct.pack(">I", 4 + len(chunks)) + b"AIFC" + chunks


@pytest.mark.parametrize("rate", [8000, 22050, 24000, 44100])
def test_a_wave_file_says_its_own_rate(rate: int) -> None:
    clip = parse(wave_file(rate, channels=2))
    assert (clip.format.rate, clip.format.channels, clip.frames) == (rate, 2, 2)
    assert clip.pcm == SAMPLES


@pytest.mark.parametrize("compression", [b"NONE", b"twos", b"sowt"])
def test_macos_files_are_turned_to_little_endian(compression: bytes) -> None:
    clip = parse(aiff_file(compression, rate=44100))
    assert clip.format.rate == 44100
    assert clip.pcm == SAMPLES


def test_a_file_that_is_no_sound_says_how_it_begins() -> None:
    with pytest.raises(ValueError, match=r"it begins with b'<htm'"):
        parse(b"<html>not found</html>")


def test_a_wave_file_without_sound_is_refused() -> None:
    with pytest.raises(ValueError, match="no sound in it"):
        parse(wave_file()[:36])


@given(st.binary(max_size=200), st.sampled_from([wave_file(), aiff_file()]), st.integers(0, 90))
def test_a_damaged_file_is_a_clip_or_a_value_error(noise: bytes, file: bytes, at: int) -> None:
    try:
        clip = parse(file[:at] + noise)
    except (ValueError, struct.error):
        return
    assert len(clip.pcm) % clip.format.frame_bytes == 0
