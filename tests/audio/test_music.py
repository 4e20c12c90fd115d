"""Music around the voices: where it stands, how loud it is, and that it steps back."""

import tempfile
import wave

import numpy as np
import pytest

from narrate.audio.loudness import Meter, as_samples, integrated
from narrate.audio.mastering import mastered
from narrate.audio.music import BED, Music, digests
from narrate.audio.recorder import Recorder
from narrate.audio.stitcher import stitch
from narrate.audio.timeline import TimelineBuilder
from narrate.errors import OutputError
from narrate.model import Pause, Recording, Script, SpeechRequest, Token, Utterance
from narrate.speech.engines.tone import Engine

RATE = 22050


@pytest.fixture
def tune(tmp_path):
    """A second of a low tone, quieter than any voice."""
    path = tmp_path / "tune.wav"
    sound = 900 * np.sin(2 * np.pi * 300 * np.arange(RATE) / RATE)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(np.rint(sound).astype("<i2").tobytes())
    return str(path)


def line(text, block, role="body"):
    token = Token(written=text, spoken=text, start=0, end=len(text))
    return Utterance(block=block, tokens=(token,), role=role, voice="v")


LINES = (
    line("The title of it all", 0, "title"),
    Pause(ms=800, boundary="heading"),
    line("A heading of two", 1, "heading"),
    Pause(ms=300, boundary="sentence"),
    line("sentences in a row", 1, "heading"),
    Pause(ms=2500, boundary="heading"),
    line("And then some words that follow", 2),
)


def made(recording):
    """The pieces, the timeline, and what is heard."""
    script = Script(language="en", lines=LINES)
    clips = [Engine().speak(SpeechRequest(text=said.spoken)) for said in script.utterances]
    builder, recorder = TimelineBuilder(), Recorder(tempfile.TemporaryFile(), {"v": 1.0})  # noqa: SIM115
    music = Music(recording)
    pieces = recorder.pass_by(builder.pass_by(music.in_between(stitch(script, clips))))
    kinds = [
        piece.line if isinstance(piece.line, str) else type(piece.line).__name__ for piece in pieces
    ]
    audio, timeline = recorder.audio(recording), builder.timeline(script)
    sound = as_samples(b"".join(mastered(audio, recording, music.layers(audio, timeline.cues))))
    return kinds, timeline, sound


def loudness(sound):
    meter = Meter(RATE)
    meter.add(sound[None])
    return integrated(meter.powers())


def test_intro_chime_and_outro_have_their_places(tune):
    kinds, timeline, _ = made(Recording(intro=tune, chime=tune, outro=tune))
    assert [kind for kind in kinds if kind != "Pause"] == [
        *("intro", "Utterance", "chime", "Utterance", "Utterance", "Utterance", "outro"),
    ]
    assert timeline.cues[0].start == RATE + RATE // 2
    assert timeline.chapters[0].start == 0  # the intro belongs to it
    assert timeline.chapters[-1].end == timeline.frames > timeline.cues[-1].end + RATE


def test_music_is_as_loud_as_the_voices(tune):
    _, _, sound = made(Recording(intro=tune, outro=tune))
    assert loudness(sound) == pytest.approx(-19.0, abs=0.3)
    assert loudness(sound[:RATE]) == pytest.approx(-19.0, abs=0.5)


def test_a_bed_steps_back_while_somebody_speaks(tune):
    _, timeline, alone = made(Recording())
    _, _, sound = made(Recording(bed=tune))
    bed = sound - alone
    cue, following = timeline.cues[2], timeline.cues[3]
    under = loudness(bed[cue.start : cue.end])
    between = loudness(bed[cue.end + RATE // 2 : following.start - RATE // 2])
    assert under == pytest.approx(-19.0 + BED, abs=1.0)
    assert between > under + 7
    assert loudness(sound) == pytest.approx(-19.0, abs=0.4)
    assert np.abs(np.diff(bed)).max() < 0.02  # nowhere does it click, where it goes round either


def test_without_music_nothing_is_added():
    kinds, timeline, sound = made(Recording())
    assert kinds[0] == kinds[-1] == "Utterance"
    assert len(sound) == timeline.frames


def test_another_sound_under_the_same_name_is_another_recording(tune, tmp_path):
    before = digests(Recording(intro=tune))
    (tmp_path / "tune.wav").write_bytes(b"another")
    assert digests(Recording(intro=tune)) != before
    assert digests(Recording()) == []


@pytest.mark.parametrize("content", [b"", b"not a sound", b"RIFF\0\0\0\0WAVE"])
def test_a_file_that_is_no_sound_is_said_so(tmp_path, content):
    path = tmp_path / "tune.wav"
    path.write_bytes(content)
    with pytest.raises(OutputError, match=r"tune\.wav"):
        made(Recording(intro=str(path)))


def test_a_file_that_is_missing_is_said_so(tmp_path):
    with pytest.raises(OutputError, match=r"none\.wav"):
        digests(Recording(bed=str(tmp_path / "none.wav")))
