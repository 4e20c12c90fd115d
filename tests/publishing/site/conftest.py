"""Recordings to build sites of: spoken by the tone engine, published as ever."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import narrate
from narrate.model import Source

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path, tone_voice: str) -> Make:
    """Narrate an HTML body into the folder ``site``; its audio file is returned."""

    def made(body: str, head: str = "", name: str = "", source: str = "") -> Path:
        page = f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"
        uri = source or f"https://example.org/{abs(hash(page))}"
        folder = tmp_path / "site"
        to = folder / f"{name}.mp3" if name else folder
        return narrate.make(
            Source(kind="text", uri=uri, content=page.encode()),
            voice=tone_voice,
            to=to,
            file_format=None if name else "mp3",
        ).audio

    return made


FERRY = """
<article><h1>The ferry is back</h1>
<p>The ferry left at seven with forty people on board. Nobody had expected so many of them.</p>
<h2>What it costs</h2>
<p>A ticket is $5.20, and children under ten travel free. The board says that it will stay so
until spring at least. “We counted twice,” said the harbour master, who had not slept.</p>
</article>"""
