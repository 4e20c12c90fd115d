"""The door of the room."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from narrate.model import Source
from narrate.sources.reader import read


def test_a_text_is_an_address_or_a_path(site, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("https").write_text("A file with an odd name.")
    assert read("https").content == b"A file with an odd name."
    assert read(Path("https")).content == b"A file with an odd name."
    address = site.page("/", b"<p>A page.")
    assert read(address.replace("http://", "HTTP://")).content == b"<p>A page."


def test_every_kind_of_source(site, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("A file.")
    assert read(Source(kind="file", uri=path.as_uri())).content == b"A file."
    assert read(Source.from_text("A text.")).content == b"A text."
    assert read(Source(kind="url", uri=site.page("/", b"<p>A page."))).content == b"<p>A page."
    entry = Source(kind="feed entry", uri="https://x.example/a", content=b"<p>An entry.")
    assert read(entry).content == b"<p>An entry."


def test_no_library_is_loaded_before_it_is_needed(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<p>A file.")
    script = (
        "import sys, narrate.sources.reader as reader, narrate.sources.arguments as arguments\n"
        f"[reader.read(each) for each in arguments.expand({str(path)!r})]\n"
        "heavy = {'httpx2', 'httpcore2', 'feedparser', 'ssl', 'http.client'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or None)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
