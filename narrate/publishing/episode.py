"""A narration in files: the recording with its tag, the captions, and the record of it."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import BinaryIO

from narrate.model import Article, Episode, Narration, Place, Script, Source, Tags, Voice
from narrate.publishing import draft, files
from narrate.publishing.captions import srt, vtt
from narrate.publishing.id3 import id3
from narrate.publishing.naming import name_of
from narrate.publishing.record import record
from narrate.version import __version__


@contextmanager
def reserved(
    article: Article, source: Source, to: Place, file_format: str | None
) -> Iterator[Place]:
    """Where the recording of the article goes, kept for it while it is made.

    ``to`` is a folder when ``file_format`` is given, and otherwise the recording's own file.
    In a store, where others may be at work, the name is kept by a draft of the record, which
    goes if the block fails. Raises OutputError where nothing can be written.
    """
    path = path_for(article, source, to, file_format) if file_format else to
    if isinstance(path, Path):
        files.writable_folder(path.parent)
        yield path
        return
    if not file_format:  # what stands at a name that was asked for is written over
        draft.begin(path, source)
    with draft.kept(path, source):
        yield path


def path_for(article: Article, source: Source, folder: Place, file_format: str) -> Place:
    """What the recording of the article is called in the folder.

    Making it again replaces it; another article of the same name and date stands beside it.
    """
    name = name_of(article, source)
    path = folder / f"{name}.{file_format}"
    stands = draft.recorded_source(path)
    if stands is None and not isinstance(path, Path) and not draft.begin(path, source):
        stands = draft.recorded_source(path)  # somebody was quicker
    return path if stands in (None, source.uri) else apart(path, source)


def apart(path: Place, source: Source) -> Place:
    """Where the recording of a source goes when that of another has its name."""
    return path.with_name(f"{path.stem}{_mark(source)}{path.suffix}")


def together(path: Place, source: Source) -> Place | None:
    """The name that a recording which stands apart would have; None where it does not."""
    stem = path.stem.removesuffix(_mark(source))
    return None if stem == path.stem else path.with_name(f"{stem}{path.suffix}")


def _mark(source: Source) -> str:
    digest = hashlib.sha256(source.uri.encode("utf-8", "surrogatepass")).hexdigest()
    return f"-{digest[:6]}"


def renamed(made: Episode, path: Path) -> Episode:
    """The recording in a folder under another name; what had that name is gone.

    It comes after what stands beside it. Raises OutputError.
    """
    with files.explained(path):
        for suffix in (".srt", ".vtt", ".json", path.suffix):
            old = Path(str(made.audio)).with_suffix(suffix)
            if old.exists():
                old.replace(path.with_suffix(suffix))
    captions, account = path.with_suffix(".vtt"), path.with_suffix(".json")
    return replace(made, audio=path, captions=captions, record=account)


def fingerprint(
    article: Article, script: Script, voice: Voice, clips: Sequence[str], path: Place
) -> str:
    """All that the files at ``path`` depend on, in 64 letters; ``clips`` names the sounds.

    Two recordings with one fingerprint are the same, byte for byte.
    """
    settings = {**asdict(voice), "reads": sorted(voice.reads)}
    for silent in ("price", "max_cost", "at_once", "a_minute"):  # heard in nothing
        del settings[silent]
    facts = [__version__, path.suffix, repr(article), repr(script), settings, list(clips)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def standing(path: Place, fingerprint: str) -> Episode | None:
    """The recording at ``path``, where it is whole and has that fingerprint."""
    captions, account = path.with_suffix(".vtt"), path.with_suffix(".json")
    try:
        said = json.loads(files.content(account))
        if said["fingerprint"] != fingerprint:
            return None
        sound = files.standing(path)
        if sound is None or files.standing(captions) is None or not _matches(path, said["sha256"]):
            return None
        return Episode(
            title=said["title"],
            source=said["source"],
            audio=path,
            captions=captions,
            record=account,
            seconds=said["duration"],
            bytes=sound.size,
            fingerprint=fingerprint,
            stood=True,
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def publish(
    narration: Narration, path: Place, encoded: BinaryIO, tags: Tags, fingerprint: str = ""
) -> Episode:
    """Put the encoded sound at ``path``, captions and record beside it: all of them or none.

    In a store the record comes last; before it, what stands there is not taken for whole.
    An MP3 gets its tag here; other formats were encoded with theirs. Raises OutputError where
    the files cannot be written.
    """
    captions, account = path.with_suffix(".vtt"), path.with_suffix(".json")
    tag = id3(tags) if path.suffix == ".mp3" else b""
    if path.suffix == ".epub":  # a book around the recording
        from narrate.publishing.epub import epub

        sound, encoded = encoded, tempfile.TemporaryFile()  # noqa: SIM115 - read below
        with files.explained(path):
            epub(
                encoded,
                article=narration.article,
                source=narration.source,
                timeline=narration.timeline,
                sound=sound,
                cover=tags.cover,
            )
    said = record(narration, sha256=_digest(tag, encoded), fingerprint=fingerprint)
    texts = {captions: vtt(narration.timeline), account: said}
    if narration.voice.recording.srt:
        texts = {path.with_suffix(".srt"): srt(narration.timeline), **texts}
    # The recording appears last: where it stands, the others stand. A store puts one after the
    # other, and the record, which tells what the others are, when they are all there.
    order = [*texts, path] if isinstance(path, Path) else [path, *texts]
    with files.appearing(*order) as parts:
        opened = dict(zip(order, parts, strict=True))
        for text_path, text in texts.items():
            opened[text_path].write(text.encode("utf-8", "replace"))
        audio_file = opened[path]
        audio_file.write(tag)
        files.copy(encoded, audio_file)
        size = audio_file.tell()
    return Episode(
        title=narration.article.title,
        source=narration.source.uri,
        audio=path,
        captions=captions,
        record=account,
        seconds=round(narration.timeline.seconds, 3),
        bytes=size,
        fingerprint=fingerprint,
    )


def remove(audio: Place) -> None:
    """Take the recording away, with all that stands beside it. Raises OutputError.

    The sound goes first: without it, nothing is taken for a recording.
    """
    for path in (audio, *(audio.with_suffix(suffix) for suffix in (".json", ".vtt", ".srt"))):
        if files.standing(path):
            files.remove(path)


def _matches(path: Place, sha256: str) -> bool:
    """Whether the sound is the one that the record beside it was written for.

    A store is believed by its clock, for nothing should be fetched: a sound that is newer than
    its record is of a run that was cut off between the two.
    """
    if not isinstance(path, Path):
        sound, account = files.standing(path), files.standing(path.with_suffix(".json"))
        return bool(sound and account and sound.changed <= account.changed)
    with path.open("rb") as audio:
        return hashlib.file_digest(audio, "sha256").hexdigest() == sha256


def _digest(tag: bytes, encoded: BinaryIO) -> str:
    digest = hashlib.sha256(tag)
    encoded.seek(0)
    while piece := encoded.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()
