"""A narration in files, and where they go."""

from __future__ import annotations

import io
import json
from pathlib import Path

from narrate.model import (
    Article,
    Block,
    Cue,
    Dropped,
    Episode,
    Pause,
    Script,
    Source,
    Timeline,
    Token,
    Utterance,
    Voice,
)
from narrate.publishing.episode import path_for, publish

SOURCE = Source(kind="url", uri="https://example.org/lamp")
ARTICLE = Article(
    title="The lamp",
    blocks=(Block(kind="title", text="The lamp"), Block(kind="paragraph", text="It cost $5.")),
    published="2026-11-12",
    language="en",
    dropped=(Dropped(text="Share", rule="share bar", reason="it offers to pass the page on"),),
)
WORDS = (
    Token(written="It", spoken="It", start=0, end=2),
    Token(written="cost", spoken="cost", start=3, end=7),
    Token(written="$5.", spoken="five dollars.", start=8, end=11, rule="money"),
)
SCRIPT = Script(
    language="en",
    lines=(
        Utterance(block=0, tokens=WORDS[:1], role="title", voice="x"),
        Pause(ms=500, boundary="heading"),
        Utterance(block=1, tokens=WORDS, voice="x"),
    ),
)
TIMELINE = Timeline(
    rate=1000,
    frames=2000,
    cues=(Cue(start=500, end=2000, text="It cost $5.", block=1, block_start=0, block_end=11),),
)


def published(path: Path) -> Episode:
    return publish(
        path,
        io.BytesIO(b"\xff\xf3 sound"),
        source=SOURCE,
        article=ARTICLE,
        script=SCRIPT,
        voice=Voice(name="x", engine="tone"),
        timeline=TIMELINE,
        cover=None,
    )


def test_the_record_answers_what_was_said_when_and_why(tmp_path: Path) -> None:
    episode = published(tmp_path / "lamp.mp3")
    record = json.loads(episode.record.read_text())
    assert record["title"] == "The lamp"
    assert record["source"] == "https://example.org/lamp"
    assert record["duration"] == 2.0
    (cue,) = record["cues"]
    assert cue == {"start": 500, "end": 2000, "text": "It cost $5.", "block": 1, "span": [0, 11]}
    start, end = cue["span"]
    assert record["blocks"][cue["block"]]["text"][start:end] == cue["text"]
    assert record["script"][2]["spoken"] == "It cost five dollars."
    assert record["script"][2]["changes"] == [
        {"written": "$5.", "spoken": "five dollars.", "rule": "money"}
    ]
    assert record["dropped"][0]["rule"] == "share bar"


def test_publishing_twice_writes_identical_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        published(tmp_path / name / "lamp.mp3")
    for suffix in (".mp3", ".vtt", ".json"):
        first, second = ((tmp_path / n / "lamp").with_suffix(suffix) for n in ("a", "b"))
        assert first.read_bytes() == second.read_bytes()


def test_the_size_is_the_true_one(tmp_path: Path) -> None:
    episode = published(tmp_path / "lamp.mp3")
    assert episode.bytes == episode.audio.stat().st_size
    assert episode.audio.read_bytes().endswith(b"\xff\xf3 sound")


def test_the_same_source_goes_to_the_same_place_and_another_beside_it(tmp_path: Path) -> None:
    first = path_for(ARTICLE, SOURCE, tmp_path, "mp3")
    assert first == tmp_path / "2026-11-12-the-lamp.mp3"
    published(first)
    assert path_for(ARTICLE, SOURCE, tmp_path, "mp3") == first
    other = Source(kind="url", uri="https://example.org/another-lamp")
    beside = path_for(ARTICLE, other, tmp_path, "mp3")
    assert beside != first
    assert beside.name.startswith("2026-11-12-the-lamp-")


def test_a_recording_of_somebody_elses_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "2026-11-12-the-lamp.mp3").write_bytes(b"not ours")
    assert path_for(ARTICLE, SOURCE, tmp_path, "mp3").name != "2026-11-12-the-lamp.mp3"
