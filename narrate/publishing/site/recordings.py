"""The recordings in a folder, read back from the records that stand beside them."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrate.errors import OutputError

log = logging.getLogger(__name__)

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

    audio: Path
    bytes: int
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
    blocks: list[dict[str, Any]]
    cues: list[dict[str, Any]]

    @property
    def name(self) -> str:
        return self.audio.stem

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.audio.suffix]


def recordings(folder: Path) -> list[Recording]:
    """All in the folder, the newest first.

    A sound without its record is somebody else's; a record that cannot be read is said so
    and left out.
    """
    found = []
    for audio in sorted(folder.iterdir()) if folder.is_dir() else []:
        record = audio.with_suffix(".json")
        if audio.suffix not in MEDIA_TYPES or not record.is_file():
            continue
        try:
            found.append(recording(audio))
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("%s is left out: its record cannot be read (%s)", audio, error)
    return sorted(found, key=lambda r: (r.published, r.name), reverse=True)


def of_file(path: Path) -> Recording:
    """The one that a file of it names: the sound, or what stands beside it.

    Raises OutputError where there is none.
    """
    sounds = [path.with_suffix(suffix) for suffix in (path.suffix, *MEDIA_TYPES)]
    audio = next((s for s in sounds if s.suffix in MEDIA_TYPES and s.is_file()), None)
    try:
        if audio is None:
            raise FileNotFoundError(path)
        return recording(audio)
    except (OSError, ValueError, KeyError, TypeError):
        raise OutputError(
            "it is not a recording that narrate made",
            subject=str(path),
            advice="Name its audio file; its record, NAME.json, must stand beside it.",
        ) from None


def recording(audio: Path) -> Recording:
    """The one whose sound is ``audio``.

    Raises OSError, ValueError, KeyError or TypeError where its record is not one of ours.
    """
    said = json.loads(audio.with_suffix(".json").read_text(encoding="utf-8"))
    texts = "title source url byline published language site image".split()
    return Recording(
        audio=audio,
        bytes=audio.stat().st_size,
        seconds=float(said["duration"]),
        sha256=str(said.get("sha256", "")),
        chapters=list(said["chapters"]),
        blocks=list(said["blocks"]),
        cues=list(said["cues"]),
        **{name: str(said[name]) for name in texts},
    )
