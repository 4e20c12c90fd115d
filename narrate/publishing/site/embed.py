"""The player in a page: one snippet, ours or anybody's."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from narrate.publishing.site.labels import labels
from narrate.publishing.site.recordings import Recording, Text, text_of
from narrate.publishing.site.rendering import as_data, render

#: The files that a page with a player loads, beside its sound.
PLAYER_FILES = ("narrate-player.js", "narrate-player.css")


def snippet(episode: Recording, *, base_url: str = "", text: str = "") -> str:
    """HTML to paste into a page, which then loads nothing but from ``base_url``.

    ``text`` is a CSS selector: the element whose sentences are read along; without it, the
    article or main element around the player.
    """
    shown = player(episode, text_of(episode), base_url=base_url, follows=text)
    return str(render("snippet.html", base=base_url, player=shown))


def player(episode: Recording, text: Text, *, base_url: str = "", follows: str = "") -> Markup:
    """The figure alone; it reads along in the element that ``follows`` selects."""
    words = labels(episode.language)
    length = words["minutes"].replace("{n}", str(max(1, round(episode.seconds / 60))))
    return render(
        "player.html",
        text=follows,
        caption=f"{words['listen']} · {length}",
        audio=base_url + quote(episode.audio.name),
        data=as_data(_data(episode, text, words)),
    )


def _data(episode: Recording, text: Text, words: dict[str, str]) -> dict[str, Any]:
    return {
        "title": episode.title,
        "artist": episode.byline or episode.site,
        "artwork": episode.image if episode.image.startswith(("https://", "http://")) else "",
        "duration": episode.seconds,
        "chapters": [[chapter["start"], chapter["title"]] for chapter in episode.chapters],
        "cues": [_cue(cue, text.blocks) for cue in text.cues],
        "labels": {name: words[name] for name in _SHOWN},
    }


_SHOWN = "player play pause back forward position speed chapters of from_here error".split()


def _cue(cue: dict[str, Any], blocks: list[dict[str, Any]]) -> list[Any]:
    """[start, end, the sentence, its words: [start, from, to]], times in milliseconds."""
    first, last = cue["span"]
    text = str(blocks[cue["block"]]["text"])[first:last]
    words = [[start, begin - first, end - first] for start, _, begin, end in cue.get("words", [])]
    return [cue["start"], cue["end"], text, *([words] if words else [])]
