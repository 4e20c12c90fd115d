"""The recordings in a folder, read back from the records that stand beside them."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from narrate.errors import OutputError
from narrate.model import Place
from narrate.publishing import files
from narrate.publishing.abreast import abreast
from narrate.publishing.draft import is_draft
from narrate.publishing.line import one_line
from narrate.publishing.store import Standing

log = logging.getLogger(__name__)

SUMMARY = 280  # characters
MEDIA_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One episode as its files tell of it."""

    audio: Place
    bytes: int
    made: float
    """When its sound was written, in seconds since the epoch."""
    title: str
    source: str
    url: str
    """The article's own address; empty where it has none."""
    byline: str
    published: str
    """ISO 8601; empty where the article says nothing."""
    language: str
    site: str
    image: str
    seconds: float
    sha256: str
    chapters: list[dict[str, Any]]
    summary: str
    """The beginning of the text, to whole words."""

    @property
    def name(self) -> str:
        return self.audio.stem

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.audio.suffix]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is said in a recording, and when: as its record has it."""

    blocks: list[dict[str, Any]]
    cues: list[dict[str, Any]]


def recordings(folder: Place) -> list[Recording]:
    """All in the folder, the newest first; their sound is not read.

    A sound without its record is somebody else's; a record that cannot be read is said so
    and left out. Raises OutputError where a store does not answer.
    """
    standing = files.listing(folder)

    def read(name: str) -> Recording | None:
        try:
            return recording(folder / name, standing[name])
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("%s is left out: its record cannot be read (%s)", folder / name, error)
            return None

    sounds = (
        name
        for name in sorted(standing)
        if PurePath(name).suffix in MEDIA_TYPES
        and PurePath(name).with_suffix(".json").name in standing
    )
    found = [one for one in abreast(read, sounds, folder) if one]
    return sorted(found, key=lambda r: (r.published, r.name), reverse=True)


def of_file(path: Place) -> Recording:
    """The one that a file of it names: the sound, or what stands beside it.

    Raises OutputError where there is none.
    """
    sounds = [path.with_suffix(suffix) for suffix in (path.suffix, *MEDIA_TYPES)]
    try:
        for audio in sounds:
            standing = files.standing(audio) if audio.suffix in MEDIA_TYPES else None
            if standing and (found := recording(audio, standing)):
                return found
        raise FileNotFoundError(path)
    except (OSError, ValueError, KeyError, TypeError):
        raise OutputError(
            "it is not a recording that narrate made",
            subject=str(path),
            advice="Name its audio file; its record, NAME.json, must stand beside it.",
        ) from None


def recording(audio: Place, standing: Standing) -> Recording | None:
    """The one whose sound is ``audio``; None while it is being made.

    Raises OSError, ValueError, KeyError or TypeError where its record is not one of ours.
    """
    said = json.loads(files.content(audio.with_suffix(".json")))
    if is_draft(said):
        return None
    texts = "title source url byline published language site image".split()
    return Recording(
        audio=audio,
        bytes=standing.size,
        made=standing.changed,
        seconds=float(said["duration"]),
        sha256=str(said.get("sha256", "")),
        chapters=list(said["chapters"]),
        summary=_summary(said["blocks"]) or str(said["title"]),
        **{name: str(said[name]) for name in texts},
    )


def text_of(episode: Recording) -> Text:
    """Read from the record whenever it is asked for: the texts of a library fill the memory.

    Raises OutputError.
    """
    account = episode.audio.with_suffix(".json")
    with files.explained(account):
        said = json.loads(files.content(account))
    return Text(blocks=said["blocks"], cues=said["cues"])


def _summary(blocks: list[dict[str, Any]]) -> str:
    text = ""
    for block in blocks:
        if block["kind"] in ("standfirst", "paragraph", "quote"):
            text = f"{text} {one_line(block['text'])}".strip()
        if len(text) > SUMMARY:
            return text[:SUMMARY].rpartition(" ")[0] + "…"
    return text
