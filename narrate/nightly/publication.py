"""The site after a night: built again where something in it, or said of it, has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePath

from narrate.model import Place, Podcast
from narrate.publishing import files
from narrate.publishing.site.build import Built, build
from narrate.publishing.site.recordings import MEDIA_TYPES
from narrate.publishing.store import Standing
from narrate.version import __version__

_FILE = "published"
"""In the folder of the ledger: what the site was built of last."""


def publish(
    site: Place, standing: Mapping[str, Standing], podcast: Podcast, work: Path
) -> Built | None:
    """Build the site; None where it stands as it is to be, or there is nothing to build it of.

    ``standing`` is the listing of the folder. Raises OutputError.
    """
    mark = _mark(standing, podcast)
    if not mark or _read(work / _FILE) == mark:
        return None
    built = build(site, podcast)
    with files.appearing(work / _FILE) as (file,):
        file.write(mark.encode())
    return built


def _mark(standing: Mapping[str, Standing], podcast: Podcast) -> str:
    """Of all that pages and feed are made of; empty where there are no recordings.

    Names, sizes and times of ten thousand recordings are read in a moment, their records not.
    """
    sounds = {name: s for name, s in standing.items() if PurePath(name).suffix in MEDIA_TYPES}
    facts = [__version__, repr(podcast), *(f"{name} {sounds[name]}" for name in sorted(sounds))]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest() if sounds else ""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
