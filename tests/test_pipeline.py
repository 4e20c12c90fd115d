"""The main job, end to end, with the real default engine and a real MP3 decoded again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

import narrate
from narrate import resources
from narrate.errors import MissingExtraError, OutputError
from narrate.model import Source
from narrate.pipeline import prepare
from narrate.sources.reader import read

ARTICLES = Path(__file__).parent / "fixtures" / "articles"
FERRY = ARTICLES / "the-night-ferry.html"


def decoded(path: Path) -> tuple[np.ndarray, int]:
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        pieces = [frame.to_ndarray().ravel() for frame in container.decode(stream)]
        return np.concatenate(pieces), stream.rate


def test_an_article_becomes_a_tagged_recording_with_captions_and_record(tmp_path: Path) -> None:
    episode = narrate.make(FERRY, to=tmp_path, file_format="mp3")
    name = "2026-11-12-the-night-ferry-sails-again-and-the-town-counts-its-change"
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        f"{name}.json",
        f"{name}.mp3",
        f"{name}.vtt",
    ]
    sound, rate = decoded(episode.audio)
    assert len(sound) / rate == pytest.approx(episode.seconds, abs=0.001)
    assert 40 < episode.seconds < 240
    assert 0.05 < np.abs(sound).max() <= 1.0
    assert episode.bytes == episode.audio.stat().st_size
    with av.open(str(episode.audio)) as container:
        assert container.metadata["title"] == episode.title
        assert container.metadata["artist"] == "Mara Lindqvist"
        assert container.metadata["album"] == "The Harbour Ledger"
    record = json.loads(episode.record.read_text())
    assert record["source"] == FERRY.as_uri()
    assert [c["title"] for c in record["chapters"]] == [
        "The night ferry sails again, and the town counts its change",
        "A lamp that nobody wanted to carry",
        "What a ticket costs",
    ]
    assert record["cues"][-1]["end"] == pytest.approx(record["duration"] * 1000, abs=1)


def test_cues_meet_the_sound(tmp_path: Path) -> None:
    """Speech begins within 30 ms of each cue's start, and a pause is silent."""
    episode = narrate.make(FERRY, to=tmp_path / "ferry.mp3")
    sound, rate = decoded(episode.audio)
    cues = json.loads(episode.record.read_text())["cues"]
    for cue, following in pairwise(cues):
        start, end, next_start = (
            t * rate // 1000 for t in (cue["start"], cue["end"], following["start"])
        )
        loud = np.abs(sound[start:end]) > 0.01
        assert loud.argmax() < 0.03 * rate
        if next_start - end > 0.2 * rate:
            middle = sound[end + rate // 20 : next_start - rate // 20]
            assert np.abs(middle).max() < 0.01


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first = narrate.make(FERRY, to=tmp_path / "1" / "ferry.mp3")
    again = narrate.make(FERRY, to=tmp_path / "2" / "ferry.mp3")
    for ours, theirs in zip(
        first.audio.parent.iterdir(), again.audio.parent.iterdir(), strict=True
    ):
        assert ours.read_bytes() == theirs.read_bytes()


def test_narrate_then_save_is_make(tmp_path: Path, tone_voice: str) -> None:
    made = narrate.make(FERRY, voice=tone_voice, to=tmp_path / "made" / "x.mp3")
    narration = narrate.narrate(FERRY, voice=tone_voice)
    saved = narrate.save(narration, tmp_path / "saved" / "x.mp3")
    assert made.audio.read_bytes() == saved.audio.read_bytes()
    assert narration.timeline.frames == narration.audio.frames
    wav = narrate.save(narration, tmp_path / "x.wav")
    assert wav.audio.read_bytes()[:4] == b"RIFF"


def test_text_is_a_source_too(tmp_path: Path, tone_voice: str) -> None:
    source = Source.from_text("The lamp\n\nIt was carried up the hill by the rowing club.")
    episode = narrate.make(source, voice=tone_voice, to=tmp_path, file_format="wav")
    assert episode.audio.name == "the-lamp.wav"


def test_an_unwritable_place_is_refused_before_anything_is_spoken(
    tmp_path: Path, tone_voice: str
) -> None:
    (tmp_path / "file").write_text("in the way")
    spoken: list[int] = []
    with pytest.raises(OutputError):
        narrate.make(
            FERRY,
            voice=tone_voice,
            to=tmp_path / "file" / "x.mp3",
            on_progress=lambda done, _: spoken.append(done),
        )
    assert spoken == []


@pytest.mark.parametrize("name", ["x.m4b", "x.MP3"])
def test_a_format_that_cannot_be_written_is_refused_before_anything_is_spoken(
    tmp_path: Path, tone_voice: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    spoken: list[int] = []
    with pytest.raises(OutputError if name == "x.MP3" else MissingExtraError):
        narrate.make(
            FERRY,
            voice=tone_voice,
            to=tmp_path / name,
            on_progress=lambda done, _: spoken.append(done),
        )
    assert spoken == []


def test_progress_counts_every_utterance(tmp_path: Path, tone_voice: str) -> None:
    seen: list[tuple[int, int]] = []
    narrate.make(
        FERRY,
        voice=tone_voice,
        to=tmp_path / "x.mp3",
        on_progress=lambda done, total: seen.append((done, total)),
    )
    total = seen[0][1]
    assert seen[:total] == [(n, total) for n in range(1, total + 1)]
    in_the_file = [done for done, _ in seen[total:]]
    assert in_the_file == sorted(in_the_file)
    assert in_the_file[-1] == total


def test_a_picture_beside_a_saved_page_becomes_the_cover(tmp_path: Path, tone_voice: str) -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(64)
    (tmp_path / "lamp.png").write_bytes(png)
    page = tmp_path / "lamp.html"
    page.write_text(
        '<html><head><meta property="og:image" content="lamp.png"></head><body><h1>The lamp</h1>'
        "<p>It was carried up the hill by the rowing club, all of it.</p></body></html>"
    )
    episode = narrate.make(page, voice=tone_voice, to=tmp_path / "x.mp3")
    assert png in episode.audio.read_bytes()


def test_a_recording_that_stands_already_is_not_made_again(
    tmp_path: Path, tone_voice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(**options: bool) -> tuple[narrate.Episode, int]:
        episode = narrate.make(FERRY, to=tmp_path / "ferry.mp3", voice=tone_voice, **options)
        return episode, episode.audio.stat().st_mtime_ns

    first = made()
    assert made() == first
    assert made(cache=False)[1] > first[1]


@pytest.mark.parametrize("suffix", [".mp3", ".vtt", ".json"])
def test_a_file_that_is_gone_or_was_changed_is_made_again(
    suffix: str, tmp_path: Path, tone_voice: str
) -> None:
    episode = narrate.make(FERRY, to=tmp_path / "ferry.mp3", voice=tone_voice)
    contents = {path: path.read_bytes() for path in tmp_path.glob("ferry.*")}
    changed = tmp_path / f"ferry{suffix}"
    changed.unlink()
    assert narrate.make(FERRY, to=tmp_path / "ferry.mp3", voice=tone_voice) == episode
    episode.audio.write_bytes(contents[episode.audio][:-1] + b"!")
    assert narrate.make(FERRY, to=tmp_path / "ferry.mp3", voice=tone_voice) == episode
    assert {path: path.read_bytes() for path in tmp_path.glob("ferry.*")} == contents


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_the_sample_of_a_language_lets_one_hear_every_role(language: str) -> None:
    article, script, _ = prepare(read(resources.sample(language)))
    assert article.language == language
    assert {"title", "body", "quote", "list"} == {line.role for line in script.utterances}
    assert resources.sample("xx") == resources.sample("en")


def test_a_book_that_reads_along(tmp_path: Path, tone_voice: str) -> None:
    made = narrate.make(FERRY, to=tmp_path / "ferry.epub", voice=tone_voice)
    assert made.bytes == made.audio.stat().st_size
    with zipfile.ZipFile(made.audio) as book:
        assert {"EPUB/package.opf", "EPUB/sound.mp3", "EPUB/0.smil"} <= set(book.namelist())
    assert narrate.make(FERRY, to=tmp_path / "ferry.epub", voice=tone_voice) == made


_KILLED = """
import os, signal, sys
import narrate
source, voice, to, spoken, in_the_file = sys.argv[1:]
calls = []
def on_progress(done, total):
    calls.append(done)
    if len(calls) == int(spoken) or len(calls) - total == int(in_the_file):
        os.kill(os.getpid(), signal.SIGKILL)
narrate.make(source, voice=voice, to=to, on_progress=on_progress)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX")
@pytest.mark.parametrize("killed", [(1, 0), (20, 0), (0, 1)], ids=["early", "late", "encoding"])
def test_a_run_that_is_killed_leaves_nothing_to_be_seen_and_the_next_goes_on(
    killed: tuple[int, int], tmp_path: Path, tone_voice: str
) -> None:
    whole = narrate.make(FERRY, voice=tone_voice, to=tmp_path / "whole" / "x.mp3")
    path = tmp_path / "killed" / "x.mp3"
    command = [sys.executable, "-c", _KILLED, FERRY, "beep", path, *killed]
    ended = subprocess.run([*map(str, command)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert list(path.parent.iterdir()) == []
    again = narrate.make(FERRY, voice=tone_voice, to=path)
    assert again.audio.read_bytes() == whole.audio.read_bytes()
