"""From what voices spoke to what is heard: loudness, peaks, several voices, the same bytes."""

import io
import tempfile

import numpy as np
import pytest

from narrate.audio import mastering
from narrate.audio.limiter import PeakMeter
from narrate.audio.loudness import Meter, as_samples, integrated
from narrate.audio.mastering import mastered, mastered_format
from narrate.audio.recorder import Recorder
from narrate.audio.stitcher import Piece
from narrate.model import Audio, AudioFormat, Pause, Recording, Token, Utterance

MONO = AudioFormat(rate=22050)


def spoken(voice, height, seconds=2.0, seed=1):
    """Something that swings as speech does: syllables of noise and hum."""
    times = np.arange(round(22050 * seconds)) / 22050
    syllables = np.abs(np.sin(np.pi * 3 * times)) ** 2
    noise = np.random.default_rng(seed).normal(0, 0.1, len(times))
    sound = height * syllables * (np.sin(2 * np.pi * 140 * times) + noise)
    token = Token(written="x", spoken="x", start=0, end=1)
    line = Utterance(block=0, tokens=(token,), voice=voice)
    pcm = np.rint(32767 * sound.clip(-1, 1)).astype("<i2").tobytes()
    return Piece(line=line, format=MONO, pcm=pcm)


def pause(ms=500):
    silence = bytes(MONO.frames(ms) * 2)
    return Piece(line=Pause(ms=ms, boundary="sentence"), format=MONO, pcm=silence)


def recorded(pieces, recording, volumes=None):
    recorder = Recorder(tempfile.TemporaryFile(), volumes or {"ann": 1.0, "bob": 1.0})  # noqa: SIM115
    assert list(recorder.pass_by(pieces)) == pieces
    return recorder.audio(recording)


def heard(audio, recording):
    pcm = b"".join(mastered(audio, recording))
    return as_samples(pcm).reshape(-1, mastered_format(audio, recording).channels).T


def loudness(samples):
    meter = Meter(22050, len(samples))
    meter.add(samples)
    return integrated(meter.powers())


def peak_db(samples):
    meter = PeakMeter(len(samples))
    meter.add(samples)
    return 20 * np.log10(meter.peak())


@pytest.mark.parametrize("height", [0.003, 0.1, 0.9])
@pytest.mark.parametrize(
    "recording",
    [Recording(), Recording(channels="stereo", loudness=-16.0), Recording(loudness=-23.0)],
    ids=["mono", "stereo", "quieter"],
)
def test_a_recording_is_as_loud_as_its_profile_has_it(height, recording):
    pieces = [spoken("ann", height), pause(), spoken("ann", height, seed=2)]
    samples = heard(recorded(pieces, recording), recording)
    assert loudness(samples) == pytest.approx(recording.loudness, abs=0.1)
    assert peak_db(samples) <= -1.9


def test_two_voices_are_as_loud_as_each_other():
    recording = Recording()
    pieces = [spoken("ann", 0.5), pause(), spoken("bob", 0.02), pause(), spoken("ann", 0.5)]
    samples = heard(recorded(pieces, recording), recording)
    second = 22050
    ann, bob = samples[:, : 2 * second], samples[:, round(2.5 * second) : round(4.5 * second)]
    assert loudness(ann) == pytest.approx(loudness(bob), abs=0.3)
    assert loudness(samples) == pytest.approx(-19.0, abs=0.1)


def test_a_voice_that_is_to_be_softer_stays_so():
    recording = Recording()
    pieces = [spoken("ann", 0.5), pause(), spoken("bob", 0.5)]
    samples = heard(recorded(pieces, recording, {"ann": 1.0, "bob": 0.5}), recording)
    ann, bob = samples[:, :44100], samples[:, -44100:]
    assert loudness(ann) - loudness(bob) == pytest.approx(6.0, abs=0.3)


def test_voices_that_swing_too_high_are_limited_and_loud_all_the_same():
    recording = Recording()
    piece = spoken("ann", 0.2, seconds=6)
    samples = np.frombuffer(piece.pcm, "<i2").copy()
    samples[11025::22050] = 32767
    clicking = Piece(line=piece.line, format=MONO, pcm=samples.tobytes())
    made = heard(recorded([clicking], recording), recording)
    assert peak_db(made) <= -1.9
    assert loudness(made) == pytest.approx(-19.0, abs=0.3)


def test_silence_stays_silent():
    recording = Recording()
    samples = heard(recorded([spoken("ann", 0.0)], recording), recording)
    assert not samples.any()


def test_stretches_of_any_size_give_the_same_bytes(monkeypatch):
    recording = Recording(loudness=-12.0)  # so loud that the limiter works
    audio = recorded([spoken("ann", 0.5), pause(80), spoken("bob", 0.1)], recording)
    whole = b"".join(mastered(audio, recording))
    monkeypatch.setattr(mastering, "STRETCH", 1009)
    pieces = np.frombuffer(b"".join(mastered(audio, recording)), "<i2").astype(int)
    assert np.abs(pieces - np.frombuffer(whole, "<i2")).max() <= 1


def test_a_pause_is_silent_to_the_last_bit():
    recording = Recording()
    audio = recorded([spoken("ann", 0.5), pause(700), spoken("ann", 0.5)], recording)
    samples = heard(audio, recording)
    assert not samples[:, 44100 : 44100 + MONO.frames(700)].any()


def test_nothing_recorded_is_a_mistake():
    with pytest.raises(ValueError, match="nothing"):
        Recorder(io.BytesIO(), {}).audio(Recording())


def test_a_recording_of_two_days_is_read_at_its_end_as_at_its_beginning():
    """Six gigabytes of nothing, which take no room on the disk."""
    with tempfile.TemporaryFile() as file:
        file.truncate(6_000_000_000)
        file.seek(-4, io.SEEK_END)
        file.write(b"\1\2\3\4")
        audio = Audio(format=MONO, frames=3_000_000_000, file=file)
        assert audio.read(2_999_999_998, 3_000_000_001) == b"\1\2\3\4\0\0"
        assert audio.read(-2, 1) == bytes(6)
