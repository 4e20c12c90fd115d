"""piper: real loading and inference, with a small voice of random weights."""

from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from narrate.errors import VoiceError
from narrate.model import Clip, SpeechRequest
from narrate.speech.process import EngineFailed, EngineProcess
from narrate.speech.synthesis import Engines
from narrate.speech.verification import fault
from narrate.testing import check_engine

SENTENCE = "One of the men left the town at seven, and came back. Was it true?"
VOICE = "en_US-random-low"
PiperVoice = Callable[..., Path]


@pytest.fixture
def process(piper_voice: PiperVoice) -> Iterator[EngineProcess]:
    piper_voice()
    running = EngineProcess("piper")
    yield running
    running.stop()


def say(process: EngineProcess, text: str, engine_voice: str = VOICE, **settings: object) -> Clip:
    request = SpeechRequest(text=text, language="en", engine_voice=engine_voice, **settings)
    return process.speak(request, 60)


def test_it_keeps_the_contract(piper_voice):
    piper_voice()
    check_engine("piper")


def test_the_same_sentence_has_the_same_bytes_in_any_process(process, piper_voice):
    """The model draws noise for the lengths of phonemes and for their sound."""
    first = say(process, SENTENCE)
    say(process, "Something else.")
    assert say(process, SENTENCE) == first
    other = EngineProcess("piper")
    assert say(other, SENTENCE) == first
    other.stop()


def test_every_word_has_a_mark_where_its_phonemes_begin(process):
    clip = say(process, SENTENCE)
    words = [SENTENCE[mark.start : mark.end] for mark in clip.marks if mark.kind == "word"]
    assert words == SENTENCE.replace(",", "").replace(".", "").replace("?", "").split()
    sentences = [SENTENCE[m.start : m.end] for m in clip.marks if m.kind == "sentence"]
    assert sentences == [SENTENCE[:53], "Was it true?"]
    # A tone begins with each phoneme: "Was" is where the rest after the stop has ended.
    (was,) = [m for m in clip.marks if m.kind == "word" and SENTENCE[m.start : m.end] == "Was"]
    assert 0.6 * clip.frames < was.frame < 0.9 * clip.frames
    assert was.frame % 256 == 0


def test_twice_as_fast_is_about_half_as_long_and_half_the_volume_half_as_loud(process):
    usual, fast = say(process, SENTENCE), say(process, SENTENCE, rate=2.0)
    assert fast.seconds == pytest.approx(usual.seconds / 2, rel=0.2)
    peaks = [max(array("h", clip.pcm)) for clip in (usual, say(process, SENTENCE, volume=0.5))]
    assert peaks[1] == pytest.approx(peaks[0] / 2, rel=0.01)


@pytest.mark.parametrize("text", ["…", "—", "?!", "\x00", "東京", "🙂", "[[x]] <b>", "\ud800 a"])
def test_odd_texts_give_a_clip_and_marks_within_it(process, text):
    clip = say(process, text)
    assert clip.frames
    assert all(0 <= mark.start < mark.end <= len(text) for mark in clip.marks)
    assert all(mark.frame < clip.frames for mark in clip.marks)


def test_a_long_text_is_spoken_piece_by_piece_and_marked_to_its_end(process):
    text = "The ferry leaves the harbour at seven. " * 60
    clip = say(process, text)
    assert fault(clip, text) is None
    starts = [mark.start for mark in clip.marks if mark.kind == "sentence"]
    assert starts == [39 * n for n in range(60)]


def test_a_voice_of_many_speakers_is_spoken_by_the_one_that_is_named(piper_voice):
    piper_voice("en_US-crowd-low", speakers=3)
    process = EngineProcess("piper")
    clips = [
        say(process, "One.", "en_US-crowd-low", options=options)
        for options in ({}, {"speaker": 0}, {"speaker": "speaker 2"}, {"speaker": 2})
    ]
    assert clips[0] == clips[1]
    assert clips[2] == clips[3] != clips[0]
    with pytest.raises(VoiceError, match="no speaker 'speaker 9'") as caught:
        say(process, "One.", "en_US-crowd-low", options={"speaker": "speaker 9"})
    assert "speaker 0, speaker 1, speaker 2" in str(caught.value)
    process.stop()


def test_cuda_where_there_is_none_is_the_processor(process):
    assert say(process, "One.", options={"cuda": True}) == say(process, "One.")


def test_an_option_that_nobody_knows_is_told(process):
    with pytest.raises(VoiceError, match="no option 'speeker'") as caught:
        say(process, "One.", options={"speeker": 1})
    assert "Did you mean 'speaker'?" in str(caught.value)


def test_a_voice_that_reads_letters_needs_no_phonemes(piper_voice):
    piper_voice("xx-letters-low", phoneme_type="text", language={"code": "xx"})
    process = EngineProcess("piper")
    clip = say(process, "abc def", "xx-letters-low")
    assert [(m.start, m.end) for m in clip.marks if m.kind == "word"] == [(0, 3), (4, 7)]
    process.stop()


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"phoneme_type": "pinyin"}, "a kind that is not known here, 'pinyin'"),
        ({"audio": {"sample_rate": "fast"}}, "'fast' frames a second"),
        ({"phoneme_id_map": {"a": [1]}}, "no numbers for"),
        ({"phoneme_id_map": 7}, "broken.onnx.json is not the description"),
        ({"audio": None}, "broken.onnx.json is not the description"),
    ],
)
def test_a_description_that_is_not_right_is_told_and_leaves_other_voices_alone(
    piper_voice, said, problem
):
    piper_voice()
    piper_voice("broken", **said)
    process = EngineProcess("piper")
    assert [voice.language for voice in process.voices] == ["en-US", "und"]
    with pytest.raises(VoiceError, match=problem):
        say(process, "One.", "broken")
    assert say(process, "One.").frames
    process.stop()


def test_a_file_that_is_no_model_fails_and_the_process_lives(process, piper_voice):
    piper_voice("empty").write_bytes(b"not a model")
    fresh = EngineProcess("piper")
    with pytest.raises(EngineFailed):
        say(fresh, "One.", "empty")
    assert say(fresh, "One.").frames
    fresh.stop()


def test_another_file_of_the_same_name_is_another_version(piper_voice):
    path = piper_voice()
    process = EngineProcess("piper")
    (before,) = process.voices
    process.stop()
    path.write_bytes(path.read_bytes() + b"\0")
    process = EngineProcess("piper")
    assert process.voices[0].version != before.version
    process.stop()


def test_a_clip_is_not_taken_for_another_files(piper_voice, script, profile):
    path = piper_voice()
    voices = profile("piper", engine_voice=VOICE)
    names = []
    for _ in range(2):
        with Engines(voices) as engines:
            names += engines.names(script(["One."]))
        path.write_bytes(path.read_bytes() + b"\0")
    assert names[0] != names[1]
