"""The table [recording] of a voice profile."""

from pathlib import Path

import pytest

from narrate.errors import VoiceError
from narrate.model import Recording
from narrate.script.pacing import DEFAULT_PACING
from narrate.speech.profile import as_toml, parse


def parsed(folder: Path, text: str):
    file = folder / "mine.toml"
    file.write_text(f'engine = "tone"\n{text}')
    return parse(file)


def test_a_profile_says_how_its_recordings_are_delivered(tmp_path):
    table = '[recording]\nchannels = "stereo"\nbitrate = 96\nbyline = true\nintro = "music/a.wav"'
    assert parsed(tmp_path, table).recording == Recording(
        channels="stereo",
        loudness=-16.0,
        bitrate=96,
        byline=True,
        intro=str(tmp_path / "music" / "a.wav"),
    )


@pytest.mark.parametrize(
    ("table", "loudness"),
    [
        ("", -19.0),
        ('[recording]\nchannels = "mono"', -19.0),
        ('[recording]\nchannels = "stereo"', -16.0),
        ('[recording]\nchannels = "stereo"\nloudness = -23', -23.0),
    ],
)
def test_loudness_is_what_podcasts_of_so_many_channels_deliver(tmp_path, table, loudness):
    assert parsed(tmp_path, table).recording.loudness == loudness


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ('channels = "quad"', "line 3: there is no number of channels 'quad'"),
        ("loudness = 3", "line 3: 'loudness' is 3"),
        ("bitrate = 1000", "line 3: 'bitrate' must be 0 to 320"),
        ("intro = true", "line 3: 'intro' must be a text"),
        ('byline = "yes"', "line 3: 'byline' must be true or false"),
        ("jingle = 1", "line 3: there is no setting of a recording 'jingle'"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path, table, problem):
    with pytest.raises(VoiceError) as caught:
        parsed(tmp_path, f"[recording]\n{table}")
    assert problem in str(caught.value)


def test_a_profile_that_is_shown_can_be_read_again(tmp_path):
    voice = parsed(tmp_path, '[recording]\nchannels = "stereo"\nsrt = true\nbed = "rain.ogg"')
    again = tmp_path / "mine.toml"
    again.write_text(as_toml(voice, DEFAULT_PACING))
    assert parse(again) == parse(again)
    assert parse(again).recording == voice.recording
