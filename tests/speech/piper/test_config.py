"""The description of a voice comes from elsewhere: it is right, or it is told what is wrong."""

import contextlib
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import VoiceError
from narrate.speech.piper.config import LARGEST, Config, read

VOICE = {
    "audio": {"sample_rate": 22050, "quality": "medium"},
    "espeak": {"voice": "de"},
    "inference": {"noise_scale": 0.5, "length_scale": 1.1, "noise_w": 0.7},
    "phoneme_id_map": {"_": [0], "^": [1], "$": [2], "a": [3, 4]},
    "num_speakers": 2,
    "speaker_id_map": {"anna": 0, "bernd": 1},
    "language": {"code": "de_DE"},
}


def parsed(content: object) -> Config:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "voice.onnx.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return read(path)


def test_a_description_says_what_the_voice_needs():
    voice = parsed(VOICE)
    assert (voice.rate, voice.language, voice.espeak_voice) == (22050, "de-DE", "de")
    assert (voice.noise, voice.length, voice.noise_of_lengths) == (0.5, 1.1, 0.7)
    assert voice.ids["a"] == (3, 4)
    assert [voice.speaker(name) for name in ("bernd", 1, "anna", 0)] == [1, 1, 0, 0]


@pytest.mark.parametrize("name", ["carla", 2, -1, True, 0.5])
def test_a_speaker_that_is_not_there_is_told(name):
    with pytest.raises(VoiceError, match="no speaker"):
        parsed(VOICE).speaker(name)


def test_an_older_description_without_a_language_speaks_its_phonemes_language():
    assert parsed({**VOICE, "language": {}}).language == "de"


@pytest.mark.parametrize("content", ["", "7", "[]", "[" * 99_999, " " * (LARGEST + 2), '{"a": 1}'])
def test_what_is_no_description_is_told(content):
    with pytest.raises(VoiceError, match="not the description of a Piper voice"):
        parsed(content)


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.sampled_from(sorted(VOICE)), _ANYTHING)
def test_any_mistake_is_an_error_of_ours_or_none(key, value):
    with contextlib.suppress(VoiceError):
        assert parsed({**VOICE, key: value}).rate
