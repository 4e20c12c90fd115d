"""``narrate check``: sentences, JSON, and the exit status."""

import json

import pytest
from typer.testing import CliRunner

import narrate
from narrate.cli.app import app
from narrate.model import Voice


@pytest.fixture
def recording(tmp_path):
    (tmp_path / "ferry.txt").write_text("The ferry\n\nIt rained all day, and nobody came.")
    voice = Voice(name="beeps", engine="tone")
    narrate.make(tmp_path / "ferry.txt", voice=voice, to=tmp_path / "ferry.mp3", cache=False)
    return tmp_path / "ferry.mp3"


def check(*arguments):
    return CliRunner().invoke(app, ["check", *map(str, arguments)])


def test_a_good_recording_is_told_in_a_line(recording):
    done = check(recording)
    assert done.exit_code == 0
    assert "-19.0 LUFS" in done.stdout
    assert "no clicks" in done.stdout
    assert done.stdout.endswith("good\n")


def test_what_is_wrong_is_told_in_sentences_and_the_others_are_checked(recording, tmp_path):
    recording.with_suffix(".vtt").unlink()
    done = check(tmp_path / "missing.mp3", recording)
    assert done.exit_code == 1
    assert "missing.mp3" in done.stderr
    assert "Its captions are missing: ferry.vtt." in done.stdout


def test_json_is_one_object_a_line(recording):
    (line,) = check(recording, "--json").stdout.splitlines()
    found = json.loads(line)
    assert found["wrong"] == []
    assert found["measured"]["loudness"] == pytest.approx(-19.0, abs=0.5)
