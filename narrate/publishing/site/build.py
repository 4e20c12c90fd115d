"""The site in a folder of recordings: made beside them, whole, and only where it changed."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from importlib.resources import files as package_files
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import escape

from narrate.errors import OutputError
from narrate.model import Place, Podcast
from narrate.publishing import files
from narrate.publishing.abreast import abreast
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
from narrate.publishing.store import Standing

Content: TypeAlias = Callable[[], bytes]
Listing: TypeAlias = dict[str, Standing]

MANIFEST = "narrate-site.json"
"""The names of all files that were made here: what is no longer made is taken away."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What came of building a site."""

    folder: Place
    episodes: int
    written: tuple[str, ...]
    """Files that are new or have changed; the others were left alone."""
    removed: tuple[str, ...]
    has_feed: bool


def build(folder: Place, podcast: Podcast) -> Built:
    """Pages, feed and player for the recordings in ``folder``, beside them.

    What leads to others is written after them: index, sitemap and feed last. Without a
    ``base_url`` there is no feed and no sitemap: both hold whole addresses. The same recordings
    give the same bytes. Raises OutputError where something cannot be written, or the podcast's
    facts are not right.
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
    picture, image = cover(podcast.cover, podcast.title)
    leaves = _player() | {picture: lambda: image} | _pages(episodes, podcast, picture)
    leading = _leading(episodes, podcast, picture)
    before, standing = made_before(folder), files.listing(folder)
    _insist_on_ours(folder, leaves | leading, before, standing)

    def put(made: tuple[str, Content]) -> str:
        name, content = made
        return name if _put(folder / name, content(), standing.get(name)) else ""

    made = [*leaves, *leading]
    # Said before they are there: a run that is cut off leaves no file that nobody made.
    noted = _note(folder, {*before, *made}, before)
    written = [*abreast(put, leaves.items(), folder), *map(put, leading.items())]
    removed = [name for name in before if name not in made and name in standing]
    for name in removed:
        files.remove(folder / name)
    _note(folder, made, noted)
    return Built(
        folder=folder,
        episodes=len(episodes),
        written=tuple(name for name in written if name),
        removed=tuple(removed),
        has_feed=bool(podcast.base_url),
    )


def _player() -> dict[str, Content]:
    player = package_files("narrate.publishing.player")
    style = package_files("narrate.publishing.site") / "templates" / "narrate-site.css"
    return {name: (player / name).read_bytes for name in PLAYER_FILES} | {
        "narrate-site.css": style.read_bytes
    }


def _pages(episodes: Sequence[Recording], podcast: Podcast, picture: str) -> dict[str, Content]:
    """What stands for each episode; rendered when it is written, and not kept."""
    made: dict[str, Content] = {}
    for episode in episodes:
        if len(episode.chapters) > 1:
            made[f"{episode.name}.chapters.json"] = partial(_chapters, episode)
        made[f"{episode.name}.embed.html"] = partial(_page, frame_page, episode, podcast, picture)
        if podcast.base_url:
            made[f"{episode.name}.oembed.json"] = partial(_oembed, episode, podcast)
        made[f"{episode.name}.html"] = partial(_page, episode_page, episode, podcast, picture)
    return made


def _leading(episodes: Sequence[Recording], podcast: Podcast, picture: str) -> dict[str, Content]:
    """What leads to the others, and comes last."""
    made: dict[str, Content] = {
        "index.html": partial(_page, index_page, episodes, podcast, picture)
    }
    if podcast.base_url:
        made["sitemap.xml"] = partial(_sitemap, episodes, podcast)
        made["feed.xml"] = partial(feed, episodes, podcast, picture)
    return made


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


def made_before(folder: Place) -> list[str]:
    """The files of an earlier build: names in this folder, whatever the manifest says."""
    try:
        names = json.loads(files.content(folder / MANIFEST))["files"]
        return [name for name in names if isinstance(name, str) and Path(name).name == name]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _note(folder: Place, names: Iterable[str], noted: Sequence[str]) -> list[str]:
    """Write the manifest, unless these are the names that stand in it."""
    ordered = sorted(names)
    if ordered != noted:
        content = (json.dumps({"files": ordered}, indent=1) + "\n").encode()
        with files.appearing(folder / MANIFEST) as (file,):
            file.write(content)
    return ordered


def _insist_on_ours(
    folder: Place, made: Mapping[str, Content], before: Sequence[str], standing: Listing
) -> None:
    """Nobody else's file is written over. Raises OutputError."""
    for name in sorted(standing.keys() & made.keys() - set(before)):
        if not files.holds(folder / name, standing[name], made[name]()):
            raise OutputError(
                "this file is not one that narrate made",
                subject=str(folder / name),
                advice="Move it away, or build the site in another folder.",
            )


def _put(path: Place, content: bytes, standing: Standing | None) -> bool:
    """Write the file if it is not so already; whether it had to be."""
    with files.explained(path):
        if standing and files.holds(path, standing, content):
            return False
    with files.appearing(path) as (file,):
        file.write(content)
    return True


def _page(render: Callable[..., str], *facts: object) -> bytes:
    return str(render(*facts)).encode("utf-8", "replace")


def _oembed(episode: Recording, podcast: Podcast) -> bytes:
    return _json(oembed(episode, podcast))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
