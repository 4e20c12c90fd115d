"""The feed as an app reads it, and every rule that Apple gives for one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import uuid
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from narrate.errors import OutputError
from narrate.model import Podcast
from narrate.publishing.site.build import build
from narrate.publishing.site.feed import podcast_guid
from tests.publishing.site.conftest import FERRY, Make

NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}
PODCAST = Podcast(
    title="Cats & <dogs>, read",
    base_url="https://example.org/audio",
    email="ann@example.org",
    category="News > Daily News",
)


@pytest.fixture
def site(make: Make) -> Path:
    head = '<meta property="article:published_time" content="2026-03-14T08:30:00+01:00">'
    return make(FERRY, head + '<meta name="author" content="Ann Oduya">').parent


def channel_of(folder: Path, podcast: Podcast = PODCAST) -> ET.Element:
    assert build(folder, podcast).has_feed
    channel = ET.fromstring((folder / "feed.xml").read_bytes()).find("channel")
    assert channel is not None
    return channel


def test_an_app_reads_it(site: Path) -> None:
    build(site, PODCAST)
    read = feedparser.parse((site / "feed.xml").read_bytes())
    assert not read.bozo
    assert read.feed.title == "Cats & <dogs>, read"
    (entry,) = read.entries
    (sound,) = entry.enclosures
    file = site / sound.href.removeprefix("https://example.org/audio/")
    assert int(sound.length) == file.stat().st_size
    assert sound.type == "audio/mpeg"
    assert entry.title == "The ferry is back"
    assert entry.link == f"https://example.org/audio/{file.stem}.html"
    assert entry.published == "Sat, 14 Mar 2026 08:30:00 +0100"


def test_every_rule_of_apples_list_holds(site: Path) -> None:
    channel = channel_of(site)
    for tag in ("title", "description", "language", "link", "itunes:category", "itunes:image"):
        assert channel.find(tag, NAMES) is not None, tag
    assert re.fullmatch(r"[a-z]{2}(-[A-Za-z]+)?", channel.findtext("language") or "")
    assert channel.findtext("itunes:explicit", "", NAMES) in ("true", "false")
    assert len((channel.findtext("description") or "").encode()) <= 4000
    own = channel.find("atom:link[@rel='self']", NAMES)
    assert own is not None
    assert own.get("href") == "https://example.org/audio/feed.xml"
    category = channel.find("itunes:category", NAMES)
    assert category is not None
    assert category.get("text") == "News"
    assert category[0].get("text") == "Daily News"
    for item in channel.findall("item"):
        enclosure = item.find("enclosure")
        assert enclosure is not None
        assert set(enclosure.keys()) == {"url", "length", "type"}
        assert (enclosure.get("url") or "").endswith(".mp3")
        assert item.findtext("title")
        assert uuid.UUID(item.findtext("guid"))
        assert item.find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
        assert parsedate_to_datetime(item.findtext("pubDate") or "")
        assert (item.findtext("itunes:duration", "", NAMES)).isdigit()
        assert item.findtext("itunes:explicit", "", NAMES) in ("true", "false")
        assert item.findtext("itunes:author", "", NAMES) == "Ann Oduya"


def test_podcasting_2_0_finds_transcript_chapters_and_who_speaks(site: Path) -> None:
    channel = channel_of(site)
    assert channel.findtext("podcast:medium", "", NAMES) == "podcast"
    assert channel.find("podcast:locked", NAMES).get("owner") == "ann@example.org"  # type: ignore[union-attr]
    item = channel.find("item")
    assert item is not None
    for name, media_type in (("transcript", "text/vtt"), ("chapters", "application/json+chapters")):
        tag = item.find(f"podcast:{name}", NAMES)
        assert tag is not None
        assert tag.get("type") == media_type
        assert (site / (tag.get("url") or "").rpartition("/")[2]).is_file()
    spoken = item.find("podcast:txt", NAMES)
    assert spoken is not None
    assert (spoken.get("purpose"), spoken.text) == ("ai-content", "true")


def test_the_guid_of_a_feed_is_the_specifications() -> None:
    # The example that the specification itself gives.
    assert podcast_guid("https://podnews.net/rss") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert podcast_guid("http://podnews.net/rss/") == podcast_guid("https://podnews.net/rss")


def test_a_corrected_article_is_the_same_episode_unless_asked(make: Make) -> None:
    guids = []
    for body in (FERRY, FERRY.replace("forty", "seventy")):
        folder = make(body, source="https://example.org/ferry").parent
        for policy in ("same episode", "new episode"):
            podcast = Podcast(base_url="https://example.org/", corrections=policy)
            guids.append(channel_of(folder, podcast).findtext("item/guid"))
    same, new, same_again, newer = guids
    assert same == same_again
    assert new != newer


@pytest.mark.parametrize(
    ("category", "advice"), [("Newz", "News"), ("News > Daily", "Daily News"), ("", "Known")]
)
def test_a_category_that_apple_has_not_is_refused(site: Path, category: str, advice: str) -> None:
    with pytest.raises(OutputError, match="categories") as caught:
        build(site, Podcast(base_url="https://example.org/", category=category))
    assert advice in caught.value.advice


PARTYTIME = """
const { parseFeed } = require("podcast-partytime");
const feed = parseFeed(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify({ feed: feed.pc20support, guid: feed.guid, items: feed.items }));
"""


@pytest.mark.skipif(
    not (Path(os.environ.get("NODE_PATH", ""), "podcast-partytime").is_dir()),
    reason="needs node, and NODE_PATH with npm's podcast-partytime in it",
)
def test_podcasting_2_0s_own_reader_understands_every_tag(site: Path) -> None:
    build(site, PODCAST)
    done = subprocess.run(
        ["node", "-e", PARTYTIME],
        input=(site / "feed.xml").read_text(),
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout)
    understood = {tag for tags in said["feed"].values() for tag in tags}
    assert {"guid", "medium", "locked", "transcript", "chapters"} <= understood
    assert said["guid"] == podcast_guid("https://example.org/audio/feed.xml")
    (item,) = said["items"]
    assert item["duration"] > 0
    assert item["podcastTranscripts"][0]["type"] == "text/vtt"
    assert item["podcastChapters"]["type"] == "application/json+chapters"
