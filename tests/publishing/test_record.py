"""The record: what was said, when, and why."""

import io
import json

from narrate import __version__
from narrate.model import (
    Article,
    Audio,
    AudioFormat,
    Block,
    Chapter,
    Cue,
    Dropped,
    Narration,
    Pause,
    Script,
    Source,
    Timeline,
    Token,
    Utterance,
    Voice,
)
from narrate.publishing.record import record

TEXT = "It cost $5."
WORDS = (
    Cue(start=100, end=600, text="It", block=0, block_start=0, block_end=2),
    Cue(start=600, end=2000, text="$5", block=0, block_start=8, block_end=10),
)


def made(voice="x"):
    tokens = (
        Token(written="It", spoken="It", start=0, end=2),
        Token(written="cost", spoken="cost", start=3, end=7),
        Token(written="$5", spoken="five dollars", start=8, end=10, rule="money"),
        Token(written=".", spoken=".", start=10, end=11),
    )
    cue = Cue(start=100, end=2000, text=TEXT, block=0, block_start=0, block_end=11, words=WORDS)
    narration = Narration(
        source=Source(kind="url", uri="https://example.org/a"),
        article=Article(
            title="A price",
            blocks=(Block(kind="paragraph", text=TEXT),),
            byline="Ada",
            language="en",
            published="2026-03-14",
            url="https://example.org/a",
            dropped=(Dropped(text="Share", rule="share buttons", reason="a button's label"),),
        ),
        script=Script(
            language="en",
            lines=(Pause(ms=100, boundary="section"), Utterance(block=0, tokens=tokens, voice="x")),
        ),
        voice=Voice(name=voice, engine="tone"),
        audio=Audio(format=AudioFormat(rate=1000), frames=2000, file=io.BytesIO()),
        timeline=Timeline(
            rate=1000, frames=2000, cues=(cue,), chapters=(Chapter(start=0, end=2000, title="A"),)
        ),
    )
    return record(narration, sha256="12ab", fingerprint="34cd")


def test_what_was_said_when_and_why():
    found = json.loads(made())
    assert found["source"] == "https://example.org/a"
    assert (found["title"], found["byline"], found["language"]) == ("A price", "Ada", "en")
    assert found["duration"] == 2.0
    assert (found["voice"], found["engine"]) == ("x", "tone")
    assert (found["sha256"], found["fingerprint"]) == ("12ab", "34cd")
    assert found["generator"] == f"narrate {__version__}"
    assert found["chapters"] == [{"start": 0, "end": 2000, "title": "A"}]
    assert found["dropped"] == [
        {"text": "Share", "rule": "share buttons", "reason": "a button's label"}
    ]
    pause, line = found["script"]
    assert pause == {"pause_ms": 100, "boundary": "section"}
    assert line["written"] == "It cost $5."
    assert line["spoken"] == "It cost five dollars."
    assert line["changes"] == [{"written": "$5", "spoken": "five dollars", "rule": "money"}]


def test_a_cue_points_at_what_it_reads():
    found = json.loads(made())
    (cue,) = found["cues"]
    assert (cue["start"], cue["end"]) == (100, 2000)
    start, end = cue["span"]
    text = found["blocks"][cue["block"]]["text"]
    assert text[start:end] == cue["text"]
    assert [text[a:b] for _, _, a, b in cue["words"]] == ["It", "$5"]
    assert [(a, b) for a, b, _, _ in cue["words"]] == [(100, 600), (600, 2000)]


def test_the_same_narration_gives_the_same_record():
    assert made() == made()


def test_people_can_read_it():
    said = made(voice="Zoë")
    assert "Zoë" in said
    assert said.endswith("}\n")
