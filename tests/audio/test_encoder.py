"""What is encoded is decoded again, by another program, and is what went in."""

from __future__ import annotations

import io
import math
import wave

import av
import numpy as np
import pytest

from narrate.audio.encoder import FORMATS, WavEncoder, encoder
from narrate.audio.info_frame import FrameCounter, frame_size
from narrate.errors import OutputError
from narrate.model import AudioFormat, SpeechRequest
from narrate.speech.engines.tone import Engine as Tone


def encoded(pcm: bytes, shape: AudioFormat, file_format: str = "mp3", step: int = 9000) -> bytes:
    file = io.BytesIO()
    sink = encoder(file, shape, file_format)
    step -= step % shape.frame_bytes
    for start in range(0, len(pcm), step):
        sink.write(pcm[start : start + step])
    sink.finish()
    return file.getvalue()


def decoded(file: bytes) -> np.ndarray:
    """The first channel, -1.0 to 1.0."""
    with av.open(io.BytesIO(file)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def onset(rate: int, channels: int, at: int, frames: int) -> bytes:
    """Silence, and from frame ``at`` on a tone of 1 kHz."""
    samples = np.zeros((frames, channels), dtype="<i2")
    time = np.arange(frames - at)
    samples[at:] = (8000 * np.sin(2 * math.pi * 1000 * time / rate)).astype("<i2")[:, None]
    return samples.tobytes()


@pytest.mark.parametrize("rate", [16000, 22050, 24000, 44100, 48000])
@pytest.mark.parametrize("channels", [1, 2])
def test_an_mp3_is_as_long_as_what_went_in_and_in_time(rate: int, channels: int) -> None:
    frames, at = 2 * rate + 137, rate + 57
    shape = AudioFormat(rate=rate, channels=channels)
    sound = decoded(encoded(onset(rate, channels, at, frames), shape))
    assert len(sound) == frames
    heard = np.abs(sound[:frames]) > 0.1
    assert abs(heard.argmax() - at) / rate < 0.002


@pytest.mark.parametrize("frames", [0, 1])
def test_next_to_nothing_is_a_whole_file_too(frames: int) -> None:
    assert len(decoded(encoded(bytes(2 * frames), AudioFormat(rate=22050)))) < 1152


@pytest.mark.parametrize("frames", [575, 576, 577, 1152, 22050])
def test_short_sounds_of_any_length_are_whole_files(frames: int) -> None:
    file = encoded(bytes(2 * frames), AudioFormat(rate=22050))
    assert len(decoded(file)) == frames


def test_the_size_of_the_pieces_changes_nothing() -> None:
    pcm = onset(22050, 1, 4000, 30000)
    shape = AudioFormat(rate=22050)
    assert len({encoded(pcm, shape, step=step) for step in (2, 1000, 100_000)}) == 1


def test_it_is_really_an_mp3() -> None:
    """pyttsx3 calls a WAVE file .mp3; this one begins as an MP3 does, frame after frame."""
    file = encoded(onset(22050, 1, 0, 44100), AudioFormat(rate=22050))
    position = frames = 0
    while position < len(file):
        position += frame_size(int.from_bytes(file[position : position + 4], "big"))
        frames += 1
    assert position == len(file)
    assert b"Info" in file[:64]
    count = FrameCounter()
    for start in range(0, len(file), 7):  # headers may be cut anywhere
        count.take(file[start : start + 7])
    assert (count.frames, count.bytes) == (frames, len(file))


def test_each_beep_of_the_tone_engine_is_where_its_mark_is() -> None:
    clip = Tone().speak(SpeechRequest(text="one lamp goes up the hill slowly"))
    sound = np.abs(decoded(encoded(clip.pcm, clip.format)))
    rate = clip.format.rate
    for mark in clip.marks:
        around = sound[max(0, mark.frame - rate // 50) : mark.frame + rate // 50]
        loud = np.flatnonzero(around > 0.02)[0] + max(0, mark.frame - rate // 50)
        assert abs(loud - mark.frame) / rate < 0.005


@pytest.mark.parametrize("channels", [1, 2])
def test_a_wav_is_read_by_the_standard_library(channels: int) -> None:
    shape = AudioFormat(rate=24000, channels=channels)
    pcm = onset(24000, channels, 100, 5000)
    with wave.open(io.BytesIO(encoded(pcm, shape, "wav"))) as reader:
        assert reader.getparams()[:4] == (channels, 2, 24000, 5000)
        assert reader.readframes(5000) == pcm


def test_a_wav_over_4_gib_says_so_in_64_bits() -> None:
    file = io.BytesIO()
    sink = WavEncoder(file, AudioFormat(rate=22050))
    sink.write(bytes(1000))
    sink._bytes = 5 << 30  # as if so much had been written
    sink.finish()
    header = file.getvalue()
    assert header[:4] == b"RF64"
    assert header[12:16] == b"ds64"
    assert int.from_bytes(header[28:36], "little") == 5 << 30


def test_a_format_that_cannot_be_written_names_those_that_can() -> None:
    with pytest.raises(OutputError, match=", ".join(FORMATS)):
        encoder(io.BytesIO(), AudioFormat(rate=22050), "aiff")
    with pytest.raises(OutputError, match="20000 Hz"):
        encoder(io.BytesIO(), AudioFormat(rate=20000), "mp3")
