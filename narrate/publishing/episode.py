"""A narration in files: the recording with its tag, the captions, and the record of it."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from narrate.model import Article, Episode, Script, Source, Tags, Timeline, Voice
from narrate.publishing import files
from narrate.publishing.captions import srt, vtt
from narrate.publishing.epub import epub
from narrate.publishing.id3 import id3
from narrate.publishing.naming import name_of
from narrate.publishing.record import record
from narrate.version import __version__


def path_for(article: Article, source: Source, folder: Path, file_format: str) -> Path:
    """Where the recording of the article goes.

    Making it again replaces it; another article of the same name and date stands beside it.
    """
    name = name_of(article, source)
    path = folder / f"{name}.{file_format}"
    if _recorded_source(path) in (None, source.uri):
        return path
    digest = hashlib.sha256(source.uri.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return folder / f"{name}-{digest}.{file_format}"


def fingerprint(
    article: Article, script: Script, voice: Voice, clips: Sequence[str], path: Path
) -> str:
    """All that the files at ``path`` depend on, in 64 letters; ``clips`` names the sounds.

    Two recordings with one fingerprint are the same, byte for byte.
    """
    settings = {**asdict(voice), "reads": sorted(voice.reads)}
    for silent in ("price", "max_cost", "at_once", "a_minute"):  # heard in nothing
        del settings[silent]
    facts = [__version__, path.suffix, repr(article), repr(script), settings, list(clips)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def standing(path: Path, fingerprint: str) -> Episode | None:
    """The recording at ``path``, where it is whole and has that fingerprint."""
    captions, account = path.with_suffix(".vtt"), path.with_suffix(".json")
    try:
        said = json.loads(account.read_text(encoding="utf-8"))
        with path.open("rb") as audio:
            digest = hashlib.file_digest(audio, "sha256").hexdigest()
        if said["fingerprint"] != fingerprint or said["sha256"] != digest or not captions.exists():
            return None
        return Episode(
            title=said["title"],
            source=said["source"],
            audio=path,
            captions=captions,
            record=account,
            seconds=said["duration"],
            bytes=path.stat().st_size,
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def publish(
    path: Path,
    encoded: BinaryIO,
    *,
    source: Source,
    article: Article,
    script: Script,
    voice: Voice,
    timeline: Timeline,
    tags: Tags,
    fingerprint: str = "",
) -> Episode:
    """Put the encoded sound at ``path``, captions and record beside it: all of them or none.

    An MP3 gets its tag here; other formats were encoded with theirs. Raises OutputError where
    the files cannot be written.
    """
    captions, account = path.with_suffix(".vtt"), path.with_suffix(".json")
    tag = id3(tags) if path.suffix == ".mp3" else b""
    if path.suffix == ".epub":  # a book around the recording
        sound, encoded = encoded, tempfile.TemporaryFile()  # noqa: SIM115 - read below
        with files.explained(path):
            epub(
                encoded,
                article=article,
                source=source,
                timeline=timeline,
                sound=sound,
                cover=tags.cover,
            )
    said = record(
        source=source,
        article=article,
        script=script,
        voice=voice,
        timeline=timeline,
        sha256=_digest(tag, encoded),
        fingerprint=fingerprint,
    )
    # The recording appears last: where it stands, the others stand.
    subrip = [path.with_suffix(".srt")] if voice.recording.srt else []
    with files.appearing(*subrip, captions, account, path) as parts:
        *subrip_files, caption_file, account_file, audio_file = parts
        for file in subrip_files:
            file.write(srt(timeline).encode("utf-8", "replace"))
        caption_file.write(vtt(timeline).encode("utf-8", "replace"))
        account_file.write(said.encode("utf-8", "replace"))
        audio_file.write(tag)
        files.copy(encoded, audio_file)
        size = audio_file.tell()
    return Episode(
        title=article.title,
        source=source.uri,
        audio=path,
        captions=captions,
        record=account,
        seconds=round(timeline.seconds, 3),
        bytes=size,
    )


def remove(audio: Path) -> None:
    """Take the recording away, with all that stands beside it. Raises OutputError.

    The sound goes first: without it, nothing is taken for a recording.
    """
    for path in (audio, *(audio.with_suffix(suffix) for suffix in (".json", ".vtt", ".srt"))):
        with files.explained(path):
            path.unlink(missing_ok=True)


def _recorded_source(path: Path) -> str | None:
    """The source of the recording that stands there; None where none does."""
    try:
        found = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        return str(found["source"])
    except (OSError, ValueError, TypeError, KeyError):
        return "" if path.exists() else None


def _digest(tag: bytes, encoded: BinaryIO) -> str:
    digest = hashlib.sha256(tag)
    encoded.seek(0)
    while piece := encoded.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()
