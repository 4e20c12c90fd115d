"""Recordings to build sites of: spoken by the tone engine, published as ever."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import narrate
from narrate.model import Episode, Source, Voice

Make = Callable[..., Path]
Recorded = Callable[[Source, str], Episode]

VOICE = Voice(name="beep", engine="tone", rate=2.0)


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """The recording of a source, made once, in a folder of its own."""
    known: dict[tuple[Source, str], Episode] = {}

    def episode(source: Source, name: str) -> Episode:
        if (source, name) not in known:
            folder = tmp_path_factory.mktemp("recorded")
            known[source, name] = narrate.make(
                source,
                voice=VOICE,
                to=folder / f"{name}.mp3" if name else folder,
                file_format=None if name else "mp3",
                cache=False,
            )
        return known[source, name]

    return episode


def made(
    recorded: Recorded, folder: Path, body: str, head: str = "", name: str = "", source: str = ""
) -> Path:
    """Put the recording of an HTML body into the folder; its audio file is returned."""
    page = f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"
    uri = source or f"https://example.org/{abs(hash(page))}"
    episode = recorded(Source(kind="text", uri=uri, content=page.encode()), name)
    shutil.copytree(episode.audio.parent, folder, dirs_exist_ok=True)
    return folder / episode.audio.name


@pytest.fixture
def make(tmp_path: Path, recorded: Recorded) -> Make:
    """As ``made``, in the folder ``site`` of a test's own."""
    return partial(made, recorded, tmp_path / "site")


FERRY = """
<article><h1>The ferry is back</h1>
<p>The ferry left at seven with forty people on board. Nobody had expected so many of them.</p>
<h2>What it costs</h2>
<p>A ticket is $5.20, and children under ten travel free. The board says that it will stay so
until spring at least. “We counted twice,” said the harbour master, who had not slept.</p>
</article>"""
