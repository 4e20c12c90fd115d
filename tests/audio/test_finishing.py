"""A recording on its way into a file, in parts and on several cores: nobody hears or sees it."""

import io
import tempfile
from itertools import pairwise

import av
import numpy as np
import pytest

from narrate.audio import finishing
from narrate.audio.finishing import QUIET, finish, seams
from narrate.audio.limiter import PeakMeter
from narrate.audio.loudness import as_samples
from narrate.audio.mastering import mastered, mastered_format
from narrate.audio.mp3 import RATES, frame_length
from narrate.audio.music import Layer
from narrate.errors import OutputError
from narrate.model import Audio, AudioFormat, Cue, Level, Recording

STEREO = Recording(channels="stereo", loudness=-16.0)


def talk(rate, sentences=9, seconds=0.8, pause=0.7, gain=1.0):
    """Voices, and silence between them to the last bit; each sentence is at another pitch."""
    file, cues, at = tempfile.TemporaryFile(), [], 0  # noqa: SIM115
    times = np.arange(round(seconds * rate)) / rate
    for number in range(sentences):
        swell = np.minimum(1, np.minimum(times, times[::-1]) / 0.003)
        noise = np.random.default_rng(number).normal(0, 0.05, len(times))
        hum = 0.5 * np.sin(2 * np.pi * (150 + 40 * number) * times) * np.sin(40 * times) ** 2
        sound = np.rint(32767 * swell * (hum + noise)).astype("<i2").tobytes()
        silence = bytes(2 * round(pause * rate))
        file.write(sound + silence)
        end = at + len(times)
        cues.append(Cue(start=at, end=end, text="x", block=0, block_start=0, block_end=1))
        at = end + len(silence) // 2
    levels = (Level(start=0, gain=gain),)
    return Audio(format=AudioFormat(rate=rate), frames=at, file=file, levels=levels), cues


def made(audio, cues, recording=Recording(), file_format="mp3", **options):  # noqa: B008
    file = io.BytesIO()
    finish(audio, recording, file, file_format, cues=cues, **options)
    return file.getvalue()


def decoded(content):
    """What is heard, samples as (channels, frames)."""
    with av.open(io.BytesIO(content)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)


@pytest.fixture
def short_parts(monkeypatch):
    monkeypatch.setattr(finishing, "PART", 2)


def test_cuts_are_in_long_pauses_at_whole_frames_and_far_enough_apart(short_parts):
    _, cues = talk(22050)
    cuts = seams(cues, [], 22050)
    assert len(cuts) == 4
    for before, after in pairwise([0, *cuts]):
        assert after % 576 == 0
        assert after - before >= 2 * 22050
    for cut in cuts:
        (around,) = [c for c, n in pairwise(cues) if c.end < cut < n.start]
        assert abs(cut - around.end - 0.35 * 22050) <= 576


def test_short_pauses_and_music_are_not_cut(short_parts):
    rate = 22050
    _, cues = talk(rate, pause=(QUIET * 576 - 1) / rate)
    assert seams(cues, [], rate) == []
    _, cues = talk(rate)
    silent = np.zeros((1, 100), np.float32)
    bed = Layer(start=0, end=cues[-1].end, samples=silent)
    assert seams(cues, [bed], rate) == []
    chime = Layer(start=cues[1].end, end=cues[2].start, samples=silent)
    assert cues[1].end < seams(cues, [], rate)[0] < cues[2].start
    assert cues[2].end < seams(cues, [chime], rate)[0] < cues[3].start


def test_nothing_spoken_is_cut_nowhere():
    assert seams([], [], 22050) == []


@pytest.mark.parametrize("recording", [Recording(), STEREO], ids=["mono", "stereo"])
def test_parts_are_mastered_as_the_whole_is(recording):
    """At full loudness, so that the limiter works up to the pauses."""
    audio, cues = talk(22050, gain=3.0)
    whole = np.frombuffer(b"".join(mastered(audio, recording)), "<i2")
    edges = [0, *(cue.end + 5000 for cue in cues[:-1]), audio.frames]
    parts = b"".join(
        piece
        for first, last in pairwise(edges)
        for piece in mastered(audio, recording, (), first, last)
    )
    assert np.array_equal(np.frombuffer(parts, "<i2"), whole)
    assert np.abs(whole).max() < 0.8 * 32768


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("recording", [Recording(), STEREO], ids=["mono", "stereo"])
def test_an_mp3_in_parts_sounds_as_one_in_one_piece(rate, recording, short_parts):
    audio, cues = talk(rate)
    cuts = seams(cues, [], rate)
    assert len(cuts) == 4
    parts, whole = (decoded(made(audio, spoken, recording)) for spoken in (cues, []))
    assert parts.shape == whole.shape == (2 if recording.stereo else 1, audio.frames)
    original = as_samples(b"".join(mastered(audio, recording))).reshape(parts.shape[::-1]).T
    errors = [(np.square(heard - original)).mean() for heard in (parts, whole)]
    assert abs(10 * np.log10(errors[0] / errors[1])) < 0.3
    for cut in cuts:  # no click: a frame on either side is as silent as it is in one piece
        near = slice(cut - frame_length(rate), cut + frame_length(rate))
        assert np.abs(parts[:, near]).max() <= np.abs(whole[:, near]).max() + 2 / 32768


def test_each_sentence_begins_where_it_began(short_parts):
    audio, cues = talk(22050)
    heard = np.abs(decoded(made(audio, cues))[0])
    for cue in cues:
        before = heard[max(0, cue.start - 2000) : max(0, cue.start - 200)]
        assert before.max(initial=0) < 0.003
        assert heard[cue.start : cue.start + 441].max() > 0.03


def test_parts_keep_below_the_peak_that_is_allowed(short_parts):
    audio, cues = talk(22050, gain=3.0)
    meter = PeakMeter()
    meter.add(decoded(made(audio, cues)))
    assert 20 * np.log10(meter.peak()) <= -1.0


@pytest.mark.parametrize("file_format", ["mp3", "wav"])
def test_any_number_of_cores_gives_the_same_bytes(file_format, short_parts):
    audio, cues = talk(22050)
    contents = {made(audio, cues, file_format=file_format, cores=n) for n in (1, 2, 3, 16)}
    assert len(contents) == 1


def test_it_is_told_how_far_the_sound_is_in_the_file(short_parts):
    audio, cues = talk(22050)
    for file_format in ("mp3", "wav"):
        told = []
        made(audio, cues, file_format=file_format, on_progress=lambda *each: told.append(each))  # noqa: B023
        assert told == sorted(told)
        assert told[-1] == (len(cues), len(cues))
        assert len(told) > 2


def test_what_goes_wrong_in_a_part_is_told(short_parts):
    audio, cues = talk(96000)
    with pytest.raises(OutputError, match="96000 Hz"):
        made(audio, cues)


def test_a_recording_of_stereo_has_the_shape_that_is_encoded():
    audio, _ = talk(22050, sentences=1)
    assert mastered_format(audio, STEREO) == AudioFormat(rate=22050, channels=2)
