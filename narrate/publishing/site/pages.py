"""The pages of a site: one for each episode, one to embed it in a frame, and the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from narrate.model import Podcast
from narrate.publishing.direction import right_to_left
from narrate.publishing.site.embed import player
from narrate.publishing.site.labels import labels
from narrate.publishing.site.recordings import Recording, text_of
from narrate.publishing.site.rendering import as_data, render

_ELEMENTS = {
    "standfirst": '<p class="standfirst">{}</p>',
    "paragraph": "<p>{}</p>",
    "quote": "<blockquote><p>{}</p></blockquote>",
    "code": "<pre><code>{}</code></pre>",
}
_ASIDE = '<p class="aside">{}</p>'


def episode_page(episode: Recording, podcast: Podcast, cover: str) -> str:
    """The player, the text that is read along, and what others' machines read."""
    text = text_of(episode)
    return render(
        "episode.html",
        **_about(episode, podcast),
        cover=cover,
        episode=episode,
        facts=_facts(episode),
        audio=quote(episode.audio.name),
        page=page_name(episode),
        oembed=quote(f"{episode.name}.oembed.json"),
        original=episode.url if _on_the_web(episode.url) else "",
        picture=episode.image if _on_the_web(episode.image) else "",
        linked_data=as_data(_linked_data(episode, podcast)),
        player=player(episode, text, follows="#article"),
        blocks=list(_blocks(text.blocks)),
    )


def frame_page(episode: Recording, podcast: Podcast, cover: str) -> str:
    """The player alone, to stand in a frame on somebody's page."""
    return render(
        "embed.html",
        **_about(episode, podcast),
        cover=cover,
        episode=episode,
        player=player(episode, text_of(episode), follows="none"),
    )


def index_page(episodes: Sequence[Recording], podcast: Podcast, cover: str) -> str:
    """All episodes, in their order."""
    rows = [
        {
            "page": page_name(episode),
            "title": episode.title,
            "language": episode.language,
            "facts": _facts(episode),
        }
        for episode in episodes
    ]
    return render(
        "index.html",
        language=podcast.language,
        rtl=right_to_left(podcast.language),
        podcast=podcast,
        labels=labels(podcast.language),
        cover=cover,
        rows=rows,
    )


def oembed(episode: Recording, podcast: Podcast) -> dict[str, Any]:
    """https://oembed.com, a "rich" answer: a frame with the player in it."""
    frame = podcast.base_url + quote(f"{episode.name}.embed.html")
    html = Markup('<iframe src="{}" title="{}" width="100%" height="190"></iframe>')
    return {
        "version": "1.0",
        "type": "rich",
        "title": episode.title,
        "author_name": episode.byline or episode.site,
        "provider_name": podcast.title,
        "provider_url": podcast.base_url,
        "html": str(html.format(frame, episode.title)),
        "width": 640,
        "height": 190,
    }


def page_name(episode: Recording) -> str:
    """Of the episode's page, as an address holds it."""
    return quote(f"{episode.name}.html")


def _about(episode: Recording, podcast: Podcast) -> dict[str, Any]:
    return {
        "language": episode.language or podcast.language,
        "rtl": right_to_left(episode.language),
        "podcast": podcast,
        "labels": labels(episode.language),
    }


def _on_the_web(address: str) -> bool:
    return address.startswith(("https://", "http://"))


def _facts(episode: Recording) -> list[str]:
    minutes = max(1, round(episode.seconds / 60))
    length = labels(episode.language)["minutes"].replace("{n}", str(minutes))
    facts = [episode.byline, episode.site, episode.published[:10], length]
    return [fact for fact in facts if fact]


def _blocks(blocks: Iterable[dict[str, Any]]) -> Iterable[Markup]:
    """The text in elements; the title stands above it already."""
    shown = (block for block in blocks if block["kind"] != "title")
    for kind, group in groupby(shown, key=lambda block: block["kind"]):
        if kind == "list item":
            items = Markup("").join(Markup("<li>{}</li>\n").format(b["text"]) for b in group)
            yield Markup("<ul>\n{}</ul>").format(items)
            continue
        for block in group:
            if kind == "heading":
                level = min(4, max(2, int(block["level"])))
                yield Markup(f"<h{level}>{{}}</h{level}>").format(block["text"])  # noqa: S704
            else:
                yield Markup(_ELEMENTS.get(kind, _ASIDE)).format(escape(block["text"]))  # noqa: S704


def _linked_data(episode: Recording, podcast: Podcast) -> dict[str, Any]:
    """https://schema.org/AudioObject, as the audio of its article."""
    base = podcast.base_url
    hours, rest = divmod(round(episode.seconds), 3600)
    minutes, seconds = divmod(rest, 60)
    audio = {
        "@type": "AudioObject",
        "name": episode.title,
        "contentUrl": base + quote(episode.audio.name),
        "encodingFormat": episode.media_type,
        "contentSize": str(episode.bytes),
        "duration": f"PT{hours}H{minutes}M{seconds}S",
        "inLanguage": episode.language,
        "transcript": base + quote(f"{episode.name}.vtt"),
        "embedUrl": base + quote(f"{episode.name}.embed.html"),
    }
    article = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": episode.title,
        "url": episode.url or base + page_name(episode),
        "inLanguage": episode.language,
        "datePublished": episode.published,
        "author": {"@type": "Person", "name": episode.byline} if episode.byline else None,
        "audio": {name: value for name, value in audio.items() if value},
    }
    return {name: value for name, value in article.items() if value}
