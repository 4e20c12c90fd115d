"""The podcast feed: RSS 2.0 with Apple's tags and those of Podcasting 2.0.

https://help.apple.com/itc/podcasts_connect/#/itcb54353390 and
https://podcasting2.org/docs/podcast-namespace say what stands here.
"""

from __future__ import annotations

import functools
import tomllib
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from importlib.resources import files
from urllib.parse import quote
from xml.etree import ElementTree as ET

from narrate.errors import OutputError
from narrate.model import Podcast
from narrate.plugins import did_you_mean
from narrate.publishing.line import one_line
from narrate.publishing.site.pages import page_name
from narrate.publishing.site.recordings import Recording
from narrate.version import __version__

_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_ATOM = "http://www.w3.org/2005/Atom"
for _prefix, _namespace in (("itunes", _ITUNES), ("podcast", _PODCAST), ("atom", _ATOM)):
    ET.register_namespace(_prefix, _namespace)

# The namespace for podcast:guid that the specification gives.
_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_LONGEST = 4000  # bytes that Apple reads of a description


def feed(episodes: Sequence[Recording], podcast: Podcast, cover: str) -> bytes:
    """The feed of the podcast at its ``base_url``; ``cover`` is the name of its picture.

    Raises OutputError for a category that is not one of Apple's.
    """
    address = f"{podcast.base_url}feed.xml"
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    _add(channel, "title", podcast.title)
    _add(channel, "link", podcast.base_url)
    _add(channel, "description", _short(podcast.description or podcast.title))
    _add(channel, "language", podcast.language or "en")
    _add(channel, "generator", f"narrate {__version__}")
    _add(channel, f"{{{_ATOM}}}link", href=address, rel="self", type="application/rss+xml")
    _add(channel, f"{{{_ITUNES}}}author", podcast.author or podcast.title)
    _add(channel, f"{{{_ITUNES}}}explicit", _truth(podcast.explicit))
    _add(channel, f"{{{_ITUNES}}}image", href=podcast.base_url + quote(cover))
    _category(channel, podcast.category)
    if podcast.email:
        owner = ET.SubElement(channel, f"{{{_ITUNES}}}owner")
        _add(owner, f"{{{_ITUNES}}}name", podcast.author or podcast.title)
        _add(owner, f"{{{_ITUNES}}}email", podcast.email)
        _add(channel, f"{{{_PODCAST}}}locked", "yes", owner=podcast.email)
    _add(channel, f"{{{_PODCAST}}}guid", podcast_guid(address))
    _add(channel, f"{{{_PODCAST}}}medium", "podcast")
    _add(channel, f"{{{_PODCAST}}}txt", "true", purpose="ai-content")
    for episode in episodes:
        _item(channel, episode, podcast)
    ET.indent(rss, " ")
    written: bytes = ET.tostring(rss, "utf-8", xml_declaration=True)
    return written + b"\n"


def podcast_guid(address: str) -> str:
    """Of a feed at this address: uuid5 over it, without its scheme and a last slash."""
    return str(uuid.uuid5(_GUIDS, address.partition("://")[2].rstrip("/")))


def guid(episode: Recording, podcast: Podcast) -> str:
    """What tells an app that it has this episode; the same for ever.

    Where corrections are new episodes, the sound is a part of it.
    """
    changed = episode.sha256 if podcast.corrections == "new episode" else ""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{episode.source}#{changed}".rstrip("#")))


def published(episode: Recording) -> datetime:
    """When the article was published; where it does not say, when its recording was made."""
    try:
        told = datetime.fromisoformat(episode.published)
    except ValueError:
        told = datetime.fromtimestamp(int(episode.made), UTC)
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _item(channel: ET.Element, episode: Recording, podcast: Podcast) -> None:
    base, name = podcast.base_url, quote(episode.name)
    item = ET.SubElement(channel, "item")
    _add(item, "title", episode.title)
    _add(item, "link", base + page_name(episode))
    _add(item, "guid", guid(episode, podcast), isPermaLink="false")
    _add(item, "pubDate", format_datetime(published(episode)))
    _add(item, "description", _short(episode.summary))
    _add(
        item,
        "enclosure",
        url=base + quote(episode.audio.name),
        length=str(episode.bytes),
        type=episode.media_type,
    )
    if episode.byline:
        _add(item, f"{{{_ITUNES}}}author", episode.byline)
    _add(item, f"{{{_ITUNES}}}duration", str(round(episode.seconds)))
    _add(item, f"{{{_ITUNES}}}explicit", _truth(podcast.explicit))
    transcript = {"url": f"{base}{name}.vtt", "type": "text/vtt", "rel": "captions"}
    if episode.language:
        transcript["language"] = episode.language
    _add(item, f"{{{_PODCAST}}}transcript", **transcript)
    if len(episode.chapters) > 1:
        chapters = {"url": f"{base}{name}.chapters.json", "type": "application/json+chapters"}
        _add(item, f"{{{_PODCAST}}}chapters", **chapters)
    _add(item, f"{{{_PODCAST}}}txt", "true", purpose="ai-content")


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> None:
    made = ET.SubElement(parent, tag, {key: one_line(value) for key, value in attributes.items()})
    made.text = one_line(text) or None


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _short(text: str) -> str:
    return text.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore")


def _category(channel: ET.Element, chosen: str) -> None:
    name, _, within = (part.strip() for part in chosen.partition(">"))
    known = categories()
    if name not in known or (within and within not in known[name]):
        choices = known[name] if name in known else list(known)
        raise OutputError(
            f"'{chosen}' is not one of Apple's podcast categories",
            advice=did_you_mean(within or name, choices),
        )
    category = ET.SubElement(channel, f"{{{_ITUNES}}}category", text=name)
    if within:
        ET.SubElement(category, f"{{{_ITUNES}}}category", text=within)


@functools.cache
def categories() -> dict[str, list[str]]:
    """Apple's categories, each with those within it."""
    text = (files("narrate.publishing.site") / "categories.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
