"""Real recordings, whole and tampered with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import av
import numpy as np
import pytest

import narrate
from narrate.errors import SourceError
from narrate.inspection.inspector import inspect
from narrate.model import Pause, Voice

TEXT = """# The ferry

The ferry sails at seven and returns at nine. It rained all day, and nobody came to see it.

## What it costs

A ticket costs four crowns. The piano has a return ticket of its own.
"""
VOICE = Voice(name="beeps", engine="tone", pacing={"sentence": 400, "heading": 900})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "ferry.md").write_text(TEXT)
    narration = narrate.narrate(folder / "ferry.md", voice=VOICE, cache=False)
    for suffix in ("mp3", "wav", "flac", "m4b", "opus"):
        (folder / suffix).mkdir()
        narrate.save(narration, folder / suffix / f"ferry.{suffix}")
    return folder


@pytest.fixture
def ferry(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made / "mp3", tmp_path / "copy")
    return tmp_path / "copy" / "ferry.mp3"


@pytest.mark.parametrize("suffix", ["mp3", "wav", "flac", "m4b", "opus"])
def test_a_recording_of_ours_is_good(made: Path, suffix: str) -> None:
    report = inspect(made / suffix / f"ferry.{suffix}")
    assert report.wrong == ()
    assert report.recorded
    assert report.measured.loudness == pytest.approx(-19.0, abs=0.5)
    assert report.measured.true_peak <= -1.0
    assert report.measured.clicks == ()
    assert report.pause_error <= 0.010


@pytest.mark.parametrize("suffix", ["mp3", "wav", "flac", "m4b", "opus"])
def test_each_cue_meets_its_beep_within_30_ms(made: Path, suffix: str) -> None:
    """Every word of the tone engine is a beep: cues against what FFmpeg decodes."""
    path = made / suffix / f"ferry.{suffix}"
    with av.open(str(path)) as container:
        rate = container.streams.audio[0].rate
        sound = np.concatenate([f.to_ndarray().ravel() for f in container.decode(audio=0)])
    loud = np.flatnonzero(np.abs(sound) > 0.1 * np.abs(sound).max())
    onsets = loud[np.r_[0, np.flatnonzero(np.diff(loud) > 0.03 * rate) + 1]] / rate
    cues = json.loads(path.with_suffix(".json").read_text())["cues"]
    words = [word[0] / 1000 for cue in cues for word in cue["words"]]
    assert len(words) > 30
    assert max(np.abs(onsets - word).min() for word in words) < 0.030


def test_pauses_are_the_scripts(made: Path) -> None:
    record = json.loads((made / "wav" / "ferry.json").read_text())
    said = [line["pause_ms"] for line in record["script"] if "pause_ms" in line]
    assert set(said) >= {400, 900}
    assert inspect(made / "wav" / "ferry.wav").pause_error <= 0.010
    assert Pause(ms=400, boundary="sentence").ms in said


def tampered(path: Path, **changes: object) -> tuple[str, ...]:
    record = json.loads(path.with_suffix(".json").read_text())
    path.with_suffix(".json").write_text(json.dumps(record | changes))
    return inspect(path).wrong


def test_another_length_is_noticed(ferry: Path) -> None:
    assert "its record says 99.00" in tampered(ferry, duration=99.0)[0]


def test_other_bytes_are_noticed(ferry: Path) -> None:
    assert any("bytes" in clause for clause in tampered(ferry, sha256="0" * 64))


def test_a_cue_in_the_wrong_place_is_noticed(ferry: Path) -> None:
    cues = json.loads(ferry.with_suffix(".json").read_text())["cues"]
    cues[1]["start"] -= 300
    wrong = tampered(ferry, cues=cues)
    assert any("begins 30" in clause and "ms late" in clause for clause in wrong)
    assert any("ferry.vtt and its record differ" in clause for clause in wrong)


def test_a_sentence_that_takes_no_time_is_noticed(ferry: Path) -> None:
    cues = json.loads(ferry.with_suffix(".json").read_text())["cues"]
    cues[1]["end"] = cues[1]["start"] + 200
    assert any("not plausible" in clause for clause in tampered(ferry, cues=cues))


def test_a_chapter_after_the_end_is_noticed(ferry: Path) -> None:
    late = [{"start": 0, "end": 10**7, "title": "Late"}]
    assert any("“Late” ends after the sound" in c for c in tampered(ferry, chapters=late))


def test_another_loudness_is_noticed(ferry: Path) -> None:
    assert any("-16.0 is wanted" in clause for clause in tampered(ferry, loudness=-16.0))


def test_captions_that_are_missing_are_noticed(ferry: Path) -> None:
    ferry.with_suffix(".vtt").unlink()
    assert inspect(ferry).wrong == ("its captions are missing: ferry.vtt",)


def test_a_recording_without_a_record_is_measured(ferry: Path) -> None:
    ferry.with_suffix(".json").unlink()
    report = inspect(ferry)
    assert (report.recorded, report.wrong) == (False, ())


@pytest.mark.parametrize("content", [b"", b"not a sound", b"ID3\x03" + bytes(500)])
def test_what_is_no_sound_file_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "story.mp3"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"story\.mp3"):
        inspect(path)


@pytest.mark.parametrize("record", ["", "[]", "{}", '{"duration": "x"}', "nonsense"])
def test_a_record_that_cannot_be_read_is_none(ferry: Path, record: str) -> None:
    ferry.with_suffix(".json").write_text(record)
    assert not inspect(ferry).recorded
