"""A narration in files."""

import io
import json

import av
import pytest
from mutagen.id3 import ID3

from narrate.audio.encoder import encoder
from narrate.audio.stitcher import stitch
from narrate.audio.timeline import TimelineBuilder
from narrate.errors import OutputError
from narrate.model import (
    Article,
    Audio,
    Block,
    Narration,
    Pause,
    Script,
    Source,
    SpeechRequest,
    Token,
    Utterance,
    Voice,
)
from narrate.publishing.episode import path_for, publish
from narrate.publishing.tags import tags
from narrate.speech.engines.tone import Engine

HERE = Source(kind="url", uri="https://example.org/a")
THERE = Source(kind="url", uri="https://example.org/b")
SENTENCES = ("The ferry", "leaves at seven.")
ARTICLE = Article(
    title="The ferry",
    blocks=tuple(Block(kind="paragraph", text=text) for text in SENTENCES),
    language="en",
    published="2026-03-14",
)


def publish_to(path, source=HERE, article=ARTICLE):
    """Speak with the tone engine and publish: everything real, nothing slow."""
    said = [
        Utterance(
            block=i, tokens=(Token(written=text, spoken=text, start=0, end=len(text)),), voice="t"
        )
        for i, text in enumerate(SENTENCES)
    ]
    script = Script(language="en", lines=(said[0], Pause(ms=250, boundary="heading"), said[1]))
    clips = (Engine().speak(SpeechRequest(text=line.spoken)) for line in said)
    encoded, builder, sink = io.BytesIO(), TimelineBuilder(), None
    for piece in builder.pass_by(stitch(script, clips)):
        sink = sink or encoder(encoded, piece.format, path.suffix[1:])
        sink.write(piece.pcm)
    sink.finish()
    timeline = builder.timeline(script)
    narration = Narration(
        source=source,
        article=article,
        script=script,
        voice=Voice(name="t", engine="tone"),
        audio=Audio(format=piece.format, frames=timeline.frames, file=io.BytesIO()),
        timeline=timeline,
    )
    return publish(narration, path, encoded, tags(narration))


def make(folder, source=HERE, article=ARTICLE, file_format="mp3"):
    return publish_to(path_for(article, source, folder, file_format), source, article)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_recording_with_captions_and_record_beside_it(tmp_path):
    made = make(tmp_path)
    stem = "2026-03-14-the-ferry"
    assert names(tmp_path) == [f"{stem}.json", f"{stem}.mp3", f"{stem}.vtt"]
    assert made.bytes == made.audio.stat().st_size
    assert made.captions.read_text(encoding="utf-8").startswith("WEBVTT\n")
    assert json.loads(made.record.read_text(encoding="utf-8"))["source"] == HERE.uri
    assert str(ID3(made.audio)["TIT2"]) == "The ferry"
    with av.open(str(made.audio)) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert made.seconds == round(samples / 22050, 3)


def test_a_wav_is_left_without_a_tag(tmp_path):
    assert make(tmp_path, file_format="wav").audio.read_bytes()[:4] == b"RIFF"


def test_the_same_narration_twice_gives_the_same_bytes(tmp_path):
    contents = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        make(tmp_path / name)
        contents.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert contents[0] == contents[1]


def test_the_same_source_replaces_its_recording(tmp_path):
    first = make(tmp_path)
    assert make(tmp_path) == first
    assert len(names(tmp_path)) == 3


def test_another_article_of_the_same_name_stands_beside_it(tmp_path):
    first = make(tmp_path)
    before = first.audio.read_bytes()
    second = make(tmp_path, THERE)
    assert second.audio != first.audio
    assert first.audio.read_bytes() == before
    assert make(tmp_path, THERE) == second
    assert make(tmp_path) == first
    assert len(names(tmp_path)) == 6


@pytest.mark.parametrize("account", ["", "not json", "[]", "{}", "null"])
def test_a_recording_of_unknown_origin_is_not_overwritten(tmp_path, account):
    path = tmp_path / "2026-03-14-the-ferry.mp3"
    path.write_bytes(b"mine")
    path.with_suffix(".json").write_text(account)
    made = make(tmp_path)
    assert made.audio != path
    assert path.read_bytes() == b"mine"


def test_a_folder_of_that_name_leaves_nothing(tmp_path):
    (tmp_path / "out.mp3").mkdir()
    with pytest.raises(OutputError, match="it is a folder"):
        publish_to(tmp_path / "out.mp3")
    assert names(tmp_path) == ["out.mp3"]


def test_text_with_halves_of_characters_can_be_kept(tmp_path):
    broken = Article(title="A \ud800 title", blocks=(Block(kind="paragraph", text="\ud800"),))
    made = make(tmp_path, article=broken)
    assert json.loads(made.record.read_text(encoding="utf-8"))["title"] == "A ? title"
