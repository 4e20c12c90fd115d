"""The site after a night: built again where something in it, or said of it, has changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from narrate.model import Podcast
from narrate.publishing.files import appearing
from narrate.publishing.site.build import Built, build
from narrate.publishing.site.recordings import MEDIA_TYPES
from narrate.version import __version__

_FILE = "published"
"""In the folder of the ledger: what the site was built of last."""


def publish(site: Path, podcast: Podcast, work: Path) -> Built | None:
    """Build the site; None where it stands as it is to be, or there is nothing to build it of.

    Raises OutputError.
    """
    mark = _mark(site, podcast)
    if not mark or _read(work / _FILE) == mark:
        return None
    built = build(site, podcast)
    with appearing(work / _FILE) as (file,):
        file.write(mark.encode())
    return built


def _mark(site: Path, podcast: Podcast) -> str:
    """Of all that pages and feed are made of; empty where there are no recordings.

    Names, sizes and times of ten thousand recordings are read in a moment, their records not.
    """
    digest = hashlib.sha256(f"{__version__} {podcast!r}".encode())
    count = 0
    for entry in sorted(_entries(site), key=lambda entry: entry.name):
        if Path(entry.name).suffix in MEDIA_TYPES:
            facts = entry.stat()
            digest.update(f"{entry.name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
            count += 1
    return digest.hexdigest() if count else ""


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        return list(entries)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
