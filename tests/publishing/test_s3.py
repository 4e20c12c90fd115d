"""Recordings and a site in a bucket, by the program, behind a server that speaks S3."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import narrate
from narrate.cli.app import app
from narrate.errors import OutputError
from narrate.model import Podcast, Source
from narrate.publishing import files, store
from narrate.publishing.place import place
from narrate.publishing.site.build import build
from narrate.publishing.site.recordings import recordings
from tests.conftest import Program
from tests.s3 import Server

PODCAST = Podcast(title="Read to you", base_url="https://example.org/audio/")
STEM = "2026-03-14-the-ferry-is-back"


def page(about: str, title: str = "The ferry is back") -> str:
    return f"""<!doctype html><html lang=en><head>
<meta property="article:published_time" content="2026-03-14T08:00:00Z"></head><body><article>
<h1>{title}</h1>
<p>The {about} left at seven with forty people on board. Nobody had expected so many of them.</p>
<h2>What it costs</h2>
<p>A ticket is $5.20, and children under ten travel free, says the board of the {about}.</p>
</article></body></html>"""


def source(about: str = "ferry", title: str = "The ferry is back") -> Source:
    content = page(about, title).encode()
    return Source(kind="text", uri=f"https://example.org/{about}", content=content)


def names(url: str) -> list[str]:
    return sorted(files.listing(place(url)))


def started(code: str, *arguments: str) -> subprocess.Popen[str]:
    """The program as a process of its own, after some lines of code."""
    run = f"{code}\nfrom narrate.cli.app import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", run, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_make_site_and_embed(bucket: str, s3: Server, program: Program, tone_voice: str) -> None:
    site = f"{bucket}/site/"
    made = program("make", "-", "-o", site, "--voice", tone_voice, input=page("ferry"))
    assert (made.returncode, made.stderr) == (0, "")
    assert f"{site}{STEM}.mp3" in made.stdout
    # The draft keeps the name; the record, which says that all is there, is the last.
    assert s3.put_now() == [f"{STEM}.{kind}" for kind in ("json", "mp3", "vtt", "json")]
    built = program("site", "build", site, "--base-url", "https://example.org/audio/")
    assert (built.returncode, built.stderr) == (0, "")
    assert s3.put_now()[-3:] == ["index.html", "sitemap.xml", "feed.xml"]
    snippet = program("embed", f"{site}{STEM}.mp3", "--base-url", "https://example.org/audio/")
    assert f'src="https://example.org/audio/{STEM}.mp3"' in snippet.stdout
    assert not [path for method, path in s3.asked() if method == "GET" and ".mp3" in path]


def test_the_same_article_again_and_the_same_site_put_nothing(
    bucket: str, s3: Server, tone_voice: str
) -> None:
    site = f"{bucket}/site/"
    first = narrate.make(source(), voice=tone_voice, to=site, file_format="mp3")
    assert first.bytes == len(first.audio.read_bytes())
    assert build(place(site), PODCAST).written
    s3.asked()
    assert narrate.make(source(), voice=tone_voice, to=site, file_format="mp3") == first
    again = build(place(site), PODCAST)
    assert (again.episodes, again.written, again.removed) == (1, (), ())
    asked = s3.asked()
    assert not [each for each in asked if each[0] not in ("GET", "HEAD")]
    assert not [path for method, path in asked if method == "GET" and ".mp3" in path]


def test_a_site_in_a_bucket_is_the_one_in_a_folder(
    bucket: str, tmp_path: Path, tone_voice: str
) -> None:
    folders = [f"{bucket}/site/", str(tmp_path / "site")]
    for folder in folders:
        for about in ("ferry", "tram"):
            narrate.make(source(about), voice=tone_voice, to=folder, file_format="mp3")
        build(place(folder), PODCAST)
    there, here = ({p.name: p.read_bytes() for p in place(f).iterdir()} for f in folders)
    assert there == here


def test_what_changed_is_put_and_what_is_gone_goes(
    bucket: str, s3: Server, tone_voice: str
) -> None:
    site = place(f"{bucket}/site/")
    audio = narrate.make(source(), voice=tone_voice, to=str(site), file_format="mp3").audio
    build(site, PODCAST)
    narrate.make(source("tram", "The tram"), voice=tone_voice, to=str(site), file_format="mp3")
    built = build(site, PODCAST)
    assert f"{STEM}.html" not in built.written
    assert {"2026-03-14-the-tram.html", "feed.xml"} <= set(built.written)
    for gone in (audio, audio.with_suffix(".json"), audio.with_suffix(".vtt")):
        files.remove(gone)
    assert f"{STEM}.html" in build(site, PODCAST).removed
    assert not [name for name in files.listing(site) if name.startswith(STEM)]


@pytest.mark.slow
def test_two_processes_at_once_with_articles_of_one_name(
    bucket: str, tmp_path: Path, tone_voice: str
) -> None:
    site, running = f"{bucket}/site/", []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        for about in ("ferry", "tram"):
            (folder / f"{about}.html").write_text(page(f"{about} {number}"))
        running.append(started("", "make", str(folder), "-o", site, "--voice", tone_voice))
    for process in running:
        _, complaints = process.communicate(timeout=120)
        assert (process.returncode, complaints) == (0, "")
    found = recordings(place(site))
    assert len({recording.source for recording in found}) == len(found) == 4
    assert all(store.content(r.audio.with_suffix(".vtt")) for r in found)
    for recording in found:
        sound = recording.audio.read_bytes()
        assert hashlib.sha256(sound).hexdigest() == recording.sha256


@pytest.mark.slow
@pytest.mark.parametrize("put", ["mp3", "json"])
def test_one_that_is_killed_leaves_nothing_half_and_the_next_goes_on(
    bucket: str, tmp_path: Path, tone_voice: str, put: str
) -> None:
    """Killed when it is about to put its sound, and when all but the record is there."""
    site, file = f"{bucket}/site/", tmp_path / "ferry.html"
    file.write_text(page("ferry"))
    arguments = ("make", str(file), "-o", site, "--voice", tone_voice)
    code = f"""
import os, signal
from narrate.publishing import store
real = store.put
def put(part, path):
    if path.suffix == ".{put}":
        os.kill(os.getpid(), signal.SIGKILL)
    real(part, path)
store.put = put
"""
    process = started(code, *arguments)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    assert f"{STEM}.json" in names(site)  # the draft
    assert recordings(place(site)) == []
    again = started("", *arguments)
    assert again.communicate(timeout=120)[1] == ""
    assert names(site) == [f"{STEM}.{kind}" for kind in ("json", "mp3", "vtt")]
    assert [recording.title for recording in recordings(place(site))] == ["The ferry is back"]


def failing(monkeypatch: pytest.MonkeyPatch, name: str, after: int = 0) -> None:
    """From now on the store fails when the object of that name is put."""
    real, left = store.put, [after]

    def put(part: Path, path: Any) -> None:
        if path.name.endswith(name):
            left[0] -= 1
            if left[0] < 0:
                raise ConnectionResetError("reset by peer")
        real(part, path)

    monkeypatch.setattr(store, "put", put)


def test_a_recording_that_cannot_be_put_leaves_no_draft(
    bucket: str, tone_voice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, ".mp3")
    with pytest.raises(OutputError, match="cannot be reached"):
        narrate.make(source(), voice=tone_voice, to=f"{bucket}/site/", file_format="mp3")
    assert names(f"{bucket}/site/") == []


def test_a_new_sound_with_the_record_of_the_old_is_not_taken_for_whole(
    bucket: str, tone_voice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A correction is cut off between sound and record, and then taken back."""
    site = f"{bucket}/site/"
    first = narrate.make(source(), voice=tone_voice, to=site, file_format="mp3")
    sound = first.audio.read_bytes()
    time.sleep(1.1)  # the clock of a store counts seconds
    corrected = Source(kind="text", uri=source().uri, content=page("night ferry").encode())
    with monkeypatch.context() as patch:
        failing(patch, ".json")
        with pytest.raises(OutputError):
            narrate.make(corrected, voice=tone_voice, to=site, file_format="mp3")
    assert first.audio.read_bytes() != sound
    narrate.make(source(), voice=tone_voice, to=site, file_format="mp3")
    assert first.audio.read_bytes() == sound


def test_a_build_that_fails_leads_nowhere_and_the_next_goes_on(
    bucket: str, s3: Server, tone_voice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = place(f"{bucket}/site/")
    narrate.make(source(), voice=tone_voice, to=str(site), file_format="mp3")
    with monkeypatch.context() as patch:
        failing(patch, f"{STEM}.html")
        with pytest.raises(OutputError, match="cannot be reached"):
            build(site, PODCAST)
    assert not {"index.html", "sitemap.xml", "feed.xml"} & set(names(str(site)))
    narrate.make(source("tram", "The tram"), voice=tone_voice, to=str(site), file_format="mp3")
    assert build(site, PODCAST).episodes == 2


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["make", "story.html", "-o", "s3://no-such-bucket/site/"], "there is no such place"),
        (["make", "story.html", "-o", "ftp://host/site/"], "cannot write to 'ftp://'"),
        (["site", "serve", "s3://bucket/site/"], "on this machine"),
        (["site", "build", "s3://no-such-bucket/site/"], "there is no such place"),
        (["site", "build", "EMPTY"], "narrate make"),
        (["embed", "s3://no-such-bucket/a.mp3"], "there is no such place"),
    ],
)
def test_errors_are_a_line_or_two(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], said: str
) -> None:
    (tmp_path / "story.html").write_text(page("ferry"))
    monkeypatch.chdir(tmp_path)
    arguments = [f"{bucket}/site/" if argument == "EMPTY" else argument for argument in command]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 1
    assert said in done.stderr
    assert "://" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_file_of_a_name_that_was_asked_for(bucket: str, tone_voice: str) -> None:
    made = narrate.make(source(), voice=tone_voice, to=f"{bucket}/a.wav")
    assert str(made.audio) == f"{bucket}/a.wav"
    assert names(bucket + "/") == ["a.json", "a.vtt", "a.wav"]
    other = narrate.make(source("tram"), voice=tone_voice, to=f"{bucket}/a.wav")
    assert json.loads(other.record.read_text())["source"] == source("tram").uri


def test_a_narration_is_saved_in_a_store(memory: str, tone_voice: str) -> None:
    narration = narrate.narrate(source(), voice=tone_voice)
    saved = narrate.save(narration, f"{memory}a.mp3")
    assert names(memory) == ["a.json", "a.mp3", "a.vtt"]
    assert saved.bytes == len(saved.audio.read_bytes())
