"""The site in a folder of recordings: made beside them, whole, and only where it changed."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files as package_files
from pathlib import Path
from xml.sax.saxutils import escape

from narrate.errors import OutputError
from narrate.model import Podcast
from narrate.publishing import files
from narrate.publishing.site.cover import cover
from narrate.publishing.site.embed import PLAYER_FILES
from narrate.publishing.site.feed import feed
from narrate.publishing.site.pages import (
    episode_page,
    frame_page,
    index_page,
    oembed,
    page_name,
)
from narrate.publishing.site.recordings import Recording, recordings

MANIFEST = "narrate-site.json"
"""The names of all files that were made here: what is no longer made is taken away."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What came of building a site."""

    folder: Path
    episodes: int
    written: tuple[str, ...]
    """Files that are new or have changed; the others were left alone."""
    removed: tuple[str, ...]
    has_feed: bool


def build(folder: Path, podcast: Podcast) -> Built:
    """Pages, feed and player for the recordings in ``folder``, beside them.

    Without a ``base_url`` there is no feed and no sitemap: both hold whole addresses. The
    same recordings give the same bytes. Raises OutputError where something cannot be
    written, or the podcast's facts are not right.
    """
    episodes = recordings(folder)
    if not episodes:
        raise OutputError(
            "there are no recordings in it",
            subject=str(folder),
            advice="Make one first: narrate make SOURCE",
        )
    podcast = dataclasses.replace(
        podcast,
        base_url=podcast.base_url and podcast.base_url.rstrip("/") + "/",
        language=podcast.language or _most_common(episodes),
    )
    before = _made_before(folder)
    made, written = [], []
    for name, content in _files(episodes, podcast):
        path = folder / name
        if name not in before and path.exists() and path.read_bytes() != content:
            raise OutputError(
                "this file is not one that narrate made",
                subject=str(path),
                advice="Move it away, or build the site in another folder.",
            )
        made.append(name)
        if _put(path, content):
            written.append(name)
    removed = [name for name in before if name not in made and (folder / name).is_file()]
    for name in removed:
        with files.explained(folder / name):
            (folder / name).unlink()
    _put(folder / MANIFEST, (json.dumps({"files": sorted(made)}, indent=1) + "\n").encode())
    return Built(
        folder=folder,
        episodes=len(episodes),
        written=tuple(written),
        removed=tuple(removed),
        has_feed=bool(podcast.base_url),
    )


def _files(episodes: Sequence[Recording], podcast: Podcast) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file; what leads to the others comes last."""
    player = package_files("narrate.publishing.player")
    for name in PLAYER_FILES:
        yield name, (player / name).read_bytes()
    site = package_files("narrate.publishing.site") / "templates"
    yield "narrate-site.css", (site / "narrate-site.css").read_bytes()
    picture, content = cover(podcast.cover, podcast.title)
    yield picture, content
    for episode in episodes:
        if len(episode.chapters) > 1:
            yield f"{episode.name}.chapters.json", _chapters(episode)
        yield f"{episode.name}.embed.html", _encoded(frame_page(episode, podcast, picture))
        if podcast.base_url:
            yield f"{episode.name}.oembed.json", _json(oembed(episode, podcast))
        yield f"{episode.name}.html", _encoded(episode_page(episode, podcast, picture))
    yield "index.html", _encoded(index_page(episodes, podcast, picture))
    if podcast.base_url:
        yield "sitemap.xml", _sitemap(episodes, podcast)
        yield "feed.xml", feed(episodes, podcast, picture)


def _chapters(episode: Recording) -> bytes:
    """https://podcasting2.org/docs/podcast-namespace/tags/chapters, version 1.2."""
    chapters = [
        {"startTime": chapter["start"] / 1000, "title": chapter["title"]}
        for chapter in episode.chapters
    ]
    return _json({"version": "1.2.0", "chapters": chapters})


def _sitemap(episodes: Sequence[Recording], podcast: Podcast) -> bytes:
    """https://www.sitemaps.org/protocol.html"""
    pages = ["", *(page_name(episode) for episode in episodes)]
    rows = "".join(f"<url><loc>{escape(podcast.base_url + page)}</loc></url>\n" for page in pages)
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}\n<urlset xmlns="{namespace}">\n{rows}</urlset>\n'.encode()


def _most_common(episodes: Sequence[Recording]) -> str:
    languages = Counter(episode.language for episode in episodes if episode.language)
    return languages.most_common(1)[0][0] if languages else "en"


def _made_before(folder: Path) -> list[str]:
    """The files of an earlier build: names in this folder, whatever the manifest says."""
    try:
        names = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return [name for name in names if isinstance(name, str) and Path(name).name == name]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _put(path: Path, content: bytes) -> bool:
    """Write the file if it is not so already; whether it had to be."""
    with files.explained(path):
        if path.is_file() and path.read_bytes() == content:
            return False
    with files.appearing(path) as (file,):
        file.write(content)
    return True


def _encoded(text: str) -> bytes:
    return str(text).encode("utf-8", "replace")


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
