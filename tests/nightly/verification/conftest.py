"""A small site of two recordings, made as ever, for each test a copy to damage."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import narrate
from narrate.model import Podcast, Source, Voice
from narrate.publishing.site.build import build

PODCAST = Podcast(title="Read to you", base_url="https://example.org/audio")
VOICE = Voice(name="beeps", engine="tone", rate=2.0)
FERRY = b"""# The ferry

The ferry left at seven with forty people on board. Nobody had expected so many of them.

## What it costs

A ticket is $5.20, and children under ten travel free.
"""


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    for name in ("ferry", "tram"):
        uri = f"https://paper.example/{name}?a=1&b=2"
        text = FERRY.replace(b"ferry", name.encode())
        source = Source(kind="text", uri=uri, content=text)
        narrate.make(source, voice=VOICE, to=folder / f"{name}.mp3", cache=False)
    build(folder, PODCAST)
    return folder


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "site"))


@pytest.fixture
def ferry(site: Path) -> Path:
    return site / "ferry.mp3"


def retold(audio: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what the record says."""
    record = json.loads(audio.with_suffix(".json").read_text(encoding="utf-8"))
    change(record)
    audio.with_suffix(".json").write_text(json.dumps(record), encoding="utf-8")
