"""Real recordings, damaged in each way."""

from __future__ import annotations

import hashlib
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import narrate
from narrate.model import Recording, Source, Voice
from narrate.nightly.verification import verify_recording
from narrate.nightly.verification.sound import examine
from tests.nightly.verification.conftest import FERRY, retold


def problems(audio: Path) -> list[str]:
    return [finding.problem for finding in verify_recording(audio)]


def believed(audio: Path) -> None:
    """The record is written for the bytes that are there now."""
    digest = hashlib.sha256(audio.read_bytes()).hexdigest()
    retold(audio, lambda record: record.update(sha256=digest))


def test_a_recording_of_ours_is_right(site: Path) -> None:
    assert [verify_recording(audio) for audio in sorted(site.glob("*.mp3"))] == [[], []]


@pytest.mark.parametrize("suffix", ["wav", "flac", "m4a", "opus"])
def test_so_is_one_in_another_format(tmp_path: Path, suffix: str) -> None:
    source = Source(kind="text", uri="x", content=FERRY)
    path = tmp_path / f"ferry.{suffix}"
    narrate.make(source, voice=Voice(name="beeps", engine="tone", rate=3.0), to=path, cache=False)
    assert verify_recording(path) == []
    path.write_bytes(path.read_bytes()[:2000])
    assert any("bytes are not those" in problem for problem in problems(path))


def test_so_is_one_with_music_behind_the_last_cue(tmp_path: Path) -> None:
    tune = tmp_path / "tune.wav"
    with wave.open(str(tune), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\x00\x04\x00\x00" * 4000)
    music = Recording(intro=str(tune), outro=str(tune))
    voice = Voice(name="beeps", engine="tone", rate=3.0, recording=music)
    path = tmp_path / "ferry.mp3"
    narrate.make(Source(kind="text", uri="x", content=FERRY), voice=voice, to=path, cache=False)
    assert verify_recording(path) == []


def test_its_length_is_that_of_its_frames(ferry: Path) -> None:
    sound = examine(ferry)
    assert sound.bytes == ferry.stat().st_size
    assert sound.sha256 == hashlib.sha256(ferry.read_bytes()).hexdigest()
    retold(ferry, lambda record: record.update(duration=sound.seconds))
    assert problems(ferry) == []


def test_a_recording_that_is_cut_off(ferry: Path) -> None:
    content = ferry.read_bytes()
    ferry.write_bytes(content[: len(content) * 2 // 3])
    cut, other, short = problems(ferry)
    assert cut.startswith("it breaks off: of ")
    assert other == "its bytes are not those that its record was written for"
    assert short.startswith("it lasts ")


def test_one_byte_that_is_another(ferry: Path) -> None:
    content = bytearray(ferry.read_bytes())
    content[-100] ^= 1
    ferry.write_bytes(content)
    assert problems(ferry) == ["its bytes are not those that its record was written for"]


def test_something_else_in_the_middle(ferry: Path) -> None:
    content = ferry.read_bytes()
    ferry.write_bytes(content[:-5000] + bytes(2000) + content[-3000:])
    believed(ferry)
    assert problems(ferry)[0] == "there is something else in it than sound"


@pytest.mark.parametrize(
    "content", [b"", b"ID3", b"not a sound at all", b"ID3\x03\0\0\x7f\x7f\x7f\x7f"]
)
def test_no_sound_at_all(ferry: Path, content: bytes) -> None:
    ferry.write_bytes(content)
    believed(ferry)
    assert len(problems(ferry)) == 1


def test_files_that_are_missing(ferry: Path) -> None:
    ferry.with_suffix(".vtt").unlink()
    assert problems(ferry) == ["its captions are missing: ferry.vtt"]
    ferry.with_suffix(".json").unlink()
    assert problems(ferry) == ["its record is missing: ferry.json"]
    ferry.unlink()
    assert problems(ferry) == ["it is missing"]


def test_what_to_do_is_a_command_that_can_be_pasted(ferry: Path) -> None:
    ferry.with_suffix(".vtt").unlink()
    (finding,) = verify_recording(ferry)
    assert finding.file == "ferry.mp3"
    assert finding.advice.endswith("narrate make 'https://paper.example/ferry?a=1&b=2'")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda record: record.update(duration=99.0), "and its record says 1:39.0"),
        (lambda record: record["cues"][-1].update(end=10**6), "ends after the sound, at 16:40.0"),
        (lambda record: record["cues"][1].update(start=0), "cue 2 is out of its place, at 0:00.0"),
        (lambda record: record["cues"].pop(), "its record has 4 cues for 5 sentences"),
        (lambda record: record["chapters"].pop(), "the last chapter ends at"),
        (lambda record: record["chapters"][0].update(end=10**6), "chapter 1 ends after the sound"),
        (lambda record: record["cues"][0].update(end=1), "ferry.vtt and its record differ from"),
    ],
)
def test_times_that_are_not_those_of_the_sound(
    ferry: Path, change: Callable[[dict[str, Any]], object], problem: str
) -> None:
    retold(ferry, change)
    assert any(problem in clause for clause in problems(ferry))


def test_captions_that_are_none(ferry: Path) -> None:
    captions = ferry.with_suffix(".vtt")
    captions.write_text(captions.read_text(encoding="utf-8").replace("WEBVTT", "captions"))
    assert problems(ferry) == ["ferry.vtt is no WebVTT file"]
    captions.write_text("WEBVTT\n")
    assert "ferry.vtt has 0 cues" in problems(ferry)[0]
    captions.write_bytes(b"WEBVTT\n\xff\xfe")
    assert problems(ferry)


@pytest.mark.parametrize(
    "record",
    ["", "[]", "{}", "\xff", '{"duration":1,"sha256":"","chapters":3,"cues":{},"script":0}'],
)
def test_a_record_that_is_none(ferry: Path, record: str) -> None:
    ferry.with_suffix(".json").write_text(record, encoding="latin-1")
    assert "its record" in problems(ferry)[-1]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), at=st.floats(0, 1))
def test_whatever_stands_in_a_file_is_a_finding_and_no_error(
    ferry: Path, content: bytes, at: float
) -> None:
    kept = ferry.read_bytes()
    place = int(at * len(kept))
    ferry.write_bytes(kept[:place] + b"\xff" + content + kept[place:])
    assert problems(ferry)
    ferry.write_bytes(kept)
