"""What has been narrated: found by its name, taken out, verified, and taken in again."""

from __future__ import annotations

import difflib
import time
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from narrate.errors import LedgerError, NarrateError
from narrate.model import Known, Place, Podcast
from narrate.nightly.ledger import Ledger
from narrate.nightly.report import Finding
from narrate.nightly.verification import verify_recording, verify_site
from narrate.publishing import files
from narrate.publishing.site.build import MANIFEST, made_before
from narrate.publishing.site.recordings import MEDIA_TYPES, recordings
from narrate.sources.reader import named

_BESIDE = (".vtt", ".srt", ".json")
_BOOK = ".epub"
_ABANDONED = 24 * 3600  # seconds after which an unfinished file is nobody's any more
_COMPARED = 2000  # articles whose addresses are compared with one that is not known


def address_of(wanted: str, known: Mapping[str, Known]) -> str:
    """The uri of an article that is named by its address, its path, or its recording's name.

    One of an article that nothing is known of is its address all the same.
    """
    if wanted in known:
        return wanted
    for uri, each in known.items():
        if each.audio and wanted in (each.audio, Path(each.audio).stem):
            return uri
    try:
        return named(wanted).uri
    except NarrateError:
        return wanted


def unknown(wanted: str, known: Mapping[str, Known]) -> LedgerError:
    """The error for what is not in the library, with what may have been meant."""
    meant = nearest(wanted, known.values())
    advice = f"Did you mean {meant}" if meant else "All of it: narrate library list"
    return LedgerError("the library does not know it", subject=wanted, advice=advice)


def nearest(wanted: str, known: Iterable[Known]) -> str:
    """An address or a recording's name that is like it; empty where none is."""
    names = [
        *(each.audio for each in known if each.audio),
        *(each.uri for each in sorted(known, key=lambda each: -each.narrated)),
    ]
    holding = (name for name in names if wanted.lower() in name.lower())
    if wanted and (found := next(holding, "")):
        return found
    return next(iter(difflib.get_close_matches(wanted, names[:_COMPARED], n=1)), "")


def files_of(audio: str, site: Place) -> list[Place]:
    """The sound of a recording, and what of it stands beside; empty where nothing is there."""
    if not audio:
        return []
    sound = site / Path(audio).name
    beside = [path for each in _BESIDE if files.standing(path := sound.with_suffix(each))]
    return [sound, *beside] if beside or files.standing(sound) else []


def verify(known: Mapping[str, Known], site: Path, podcast: Podcast) -> Iterator[Finding]:
    """What is not right in the folder, as it is found.

    Recordings that the ledger names are there; each recording is as its record says, and the
    only one of its article; no file was left behind; feed and pages lead to what is there.
    """
    names = {path.name for path in site.iterdir()} if site.is_dir() else set()
    standing = {name for name in names if _is_recording(name, names)}
    for name in sorted(standing | {each.audio for each in known.values() if each.audio}):
        yield from verify_recording(site / name)
    of_source: dict[str, str] = {}
    for sound in recordings(site):
        other = of_source.setdefault(sound.source, sound.audio.name)
        if other != sound.audio.name:
            problem = f"it is of the same article as {other}: {sound.source}"
            yield Finding(file=sound.audio.name, problem=problem, advice="Delete the older one.")
    yield from _left_behind(site, names)
    if (site / MANIFEST).is_file():
        yield from verify_site(site, podcast)


def _is_recording(name: str, names: Set[str]) -> bool:
    return Path(name).suffix in MEDIA_TYPES and f"{Path(name).stem}.json" in names


def _left_behind(site: Path, names: Set[str]) -> Iterator[Finding]:
    """Files of the kinds that narrate writes which belong to no recording."""
    for name in sorted(names - {MANIFEST, *made_before(site)}):
        path = site / name
        partners = {f"{path.stem}{suffix}" for suffix in (*MEDIA_TYPES, _BOOK)}
        if path.suffix in MEDIA_TYPES and not _is_recording(name, names):
            yield Finding(file=name, problem="it has no record, and is in no feed")
        elif path.suffix in _BESIDE and not name.startswith(".") and not partners & names:
            yield Finding(file=name, problem="it belongs to no recording")
        elif path.suffix == ".part" and name.startswith(".") and _is_abandoned(path):
            advice = "Delete it."
            yield Finding(file=name, problem="a run that was killed left it", advice=advice)


def _is_abandoned(path: Path) -> bool:
    try:
        return path.stat().st_mtime < time.time() - _ABANDONED
    except OSError:
        return False  # its run has just ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What came of taking the recordings of a folder into the ledger."""

    aside: Path | None
    """Where the damaged ledger stands now; None where it was whole, or not there."""
    taken_in: int
    """Recordings that it did not know."""
    recordings: int


def rebuild(file: Path, site: Place) -> Rebuilt:
    """Make the ledger know all recordings in ``site``; one that is damaged is moved aside.

    Their sources' marks are taken when they are read next: nothing is narrated again, and a
    change in between is not seen. Raises LedgerError.
    """
    found = [
        Known(
            uri=sound.source,
            subscription="",
            title=sound.title,
            audio=sound.audio.name,
            seconds=sound.seconds,
        )
        for sound in recordings(site)
    ]
    aside = None
    try:
        taken_in = _take_in(file, found)
    except LedgerError as error:
        if not error.damaged:
            raise
        aside = _move_aside(file)
        taken_in = _take_in(file, found)
    return Rebuilt(aside=aside, taken_in=taken_in, recordings=len(found))


def _take_in(file: Path, found: Iterable[Known]) -> int:
    with Ledger.open(file) as ledger:
        ledger.insist_on_health()
        return ledger.take_in(found)


def _move_aside(file: Path) -> Path:
    """The ledger and what SQLite keeps beside it, under names that nobody has."""
    number = 1
    while (aside := file.with_name(f"{file.stem}.damaged-{number}{file.suffix}")).exists():
        number += 1
    with files.explained(file):
        for suffix in ("-wal", "-shm", ""):
            beside = file.with_name(file.name + suffix)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + suffix))
    return aside
