"""Sound to a file and back: exact in length, and every beep where it was."""

import io
import struct
import wave

import av
import numpy as np
import pytest

from narrate.audio.encoder import FORMATS, WavEncoder, encoder
from narrate.audio.mp3 import RATES
from narrate.audio.segment import segment
from narrate.errors import OutputError
from narrate.model import AudioFormat, SpeechRequest
from narrate.speech.engines.tone import Engine

TEXT = "the quick brown ferry leaves at seven and returns"


def spoken(audio_format):
    """The tone engine's clip in the format asked for, and where its beeps begin, in seconds."""
    clip = Engine().speak(SpeechRequest(text=TEXT))
    pcm = segment(clip, audio_format).raw_data
    return pcm, [mark.frame / clip.format.rate for mark in clip.marks]


def written(pcm, audio_format, file_format, piece=10007):
    file = io.BytesIO()
    sink = encoder(file, audio_format, file_format)
    step = piece * audio_format.frame_bytes
    for start in range(0, len(pcm), step):
        sink.write(pcm[start : start + step])
    sink.finish()
    return file.getvalue()


def decoded(content):
    """What players hear: rate, and samples as (frames, channels)."""
    with av.open(io.BytesIO(content)) as container:
        assert container.streams.audio[0].codec_context.name in ("mp3", "mp3float")
        arrays, rate = [], 0
        for frame in container.decode(audio=0):
            rate = frame.sample_rate
            array = frame.to_ndarray().astype(float)
            planar = frame.format.is_planar
            arrays.append(array.T if planar else array.reshape(-1, len(frame.layout.channels)))
    return rate, np.concatenate(arrays)


def onsets(samples, rate):
    """Where sound begins after at least 30 ms of near silence, in seconds."""
    loud = np.flatnonzero(np.abs(samples) > 0.15 * np.abs(samples).max())
    after_silence = np.flatnonzero(np.diff(loud) > 0.03 * rate) + 1
    return loud[np.concatenate([[0], after_silence])] / rate


@pytest.mark.parametrize("rate", [22050, 24000, 44100])
@pytest.mark.parametrize("channels", [1, 2])
def test_an_mp3_is_as_long_as_its_sound_and_each_beep_is_within_2_ms(rate, channels):
    audio_format = AudioFormat(rate=rate, channels=channels)
    pcm, expected = spoken(audio_format)
    heard_rate, samples = decoded(written(pcm, audio_format, "mp3"))
    assert heard_rate == rate
    assert samples.shape == (len(pcm) // audio_format.frame_bytes, channels)
    for channel in samples.T:
        heard = onsets(channel, rate)
        assert len(heard) == len(expected)
        assert np.abs(heard - expected).max() < 0.002


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("frames", [575, 576, 577, 1152, 5000])
def test_the_length_is_exact_at_every_rate_however_short_the_sound(rate, frames):
    audio_format = AudioFormat(rate=rate)
    _, samples = decoded(written(bytes(2 * frames), audio_format, "mp3"))
    assert len(samples) == frames


def test_an_mp3_is_an_mp3():
    """pydub and pyttsx3 write WAVE under that name."""
    content = written(bytes(44100), AudioFormat(rate=22050), "mp3")
    (header,) = struct.unpack(">H", content[:2])
    assert header >> 5 == 0x7FF  # frame sync
    assert b"RIFF" not in content[:64]


def test_an_mp3_sounds_like_what_went_in():
    audio_format = AudioFormat(rate=22050)
    pcm, _ = spoken(audio_format)
    _, samples = decoded(written(pcm, audio_format, "mp3"))
    original = np.frombuffer(pcm, "<i2") / 32768
    error = samples[:, 0] - original
    assert 10 * np.log10((original**2).mean() / (error**2).mean()) > 15  # dB


def test_the_same_sound_gives_the_same_bytes_in_pieces_of_any_size():
    audio_format = AudioFormat(rate=22050)
    pcm, _ = spoken(audio_format)
    assert written(pcm, audio_format, "mp3", 100) == written(pcm, audio_format, "mp3", 1 << 20)


def test_an_encoder_writes_from_where_the_file_stands():
    file = io.BytesIO(b"tag")
    file.seek(3)
    sink = encoder(file, AudioFormat(rate=22050), "mp3")
    sink.write(bytes(2000))
    sink.finish()
    assert file.getvalue()[:3] == b"tag"
    assert file.tell() == len(file.getvalue())
    assert len(decoded(file.getvalue()[3:])[1]) == 1000


def test_sound_leaves_for_the_file_while_it_comes():
    file = io.BytesIO()
    sink = encoder(file, AudioFormat(rate=22050), "mp3")
    for second in range(1, 20):
        sink.write(bytes(44100))
        assert len(file.getvalue()) > (second - 0.5) * 8000  # 64 kb/s


@pytest.mark.parametrize("rate", [8000, 22050, 44100])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_wav_is_read_by_anyone(rate, channels):
    audio_format = AudioFormat(rate=rate, channels=channels)
    pcm, _ = spoken(audio_format)
    with wave.open(io.BytesIO(written(pcm, audio_format, "wav"))) as read:
        assert (read.getframerate(), read.getnchannels(), read.getsampwidth()) == (
            rate,
            channels,
            2,
        )
        assert read.getnframes() == len(pcm) // audio_format.frame_bytes
        assert read.readframes(read.getnframes()) == pcm


class Endless(bytes):
    """Stands for four gigabytes, and takes none."""

    def __len__(self):
        return 6_000_000_000


def test_a_wav_past_4_gigabytes_says_so_in_64_bits():
    """RF64, as EBU Tech 3306 has it: the 32-bit sizes are all ones, ds64 has the true ones."""
    file = io.BytesIO()
    sink = WavEncoder(file, AudioFormat(rate=22050, channels=2))
    sink.write(Endless(b"\1\2\3\4"))
    sink.finish()
    header = file.getvalue()[:80]
    assert struct.unpack_from("<4sI4s", header) == (b"RF64", 0xFFFFFFFF, b"WAVE")
    name, size, riff, data, frames, table = struct.unpack_from("<4sIQQQI", header, 12)
    assert (name, size, table) == (b"ds64", 28, 0)
    assert (riff, data, frames) == (6_000_000_072, 6_000_000_000, 1_500_000_000)
    assert struct.unpack_from("<4sI", header, 72) == (b"data", 0xFFFFFFFF)
    with av.open(io.BytesIO(file.getvalue())) as container:
        assert container.streams.audio[0].rate == 22050


def test_sound_that_mp3_cannot_hold_is_refused_with_a_way_out():
    with pytest.raises(OutputError, match="96000 Hz") as caught:
        encoder(io.BytesIO(), AudioFormat(rate=96000), "mp3")
    assert "wav" in caught.value.advice


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(OutputError, match="'ogg'") as caught:
        encoder(io.BytesIO(), AudioFormat(rate=22050), "ogg")
    assert all(name in caught.value.advice for name in FORMATS)
