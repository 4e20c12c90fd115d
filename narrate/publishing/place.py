"""Where recordings go: a folder on this machine, or one in an object store."""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from narrate.errors import MissingExtraError, OutputError

if TYPE_CHECKING:
    from narrate.model.recording import Place

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)  # two letters: not a drive's
# Stores whose objects appear whole or not at all, what each is reached with, and the extra that
# brings it. ``memory`` is fsspec's own, for trying things out within one process.
_STORES = {
    "s3": ("s3fs", "s3"),
    "s3a": ("s3fs", "s3"),
    "gs": ("gcsfs", "gcs"),
    "gcs": ("gcsfs", "gcs"),
    "memory": ("fsspec", "s3"),
}


def place(to: str | os.PathLike[str]) -> Place:
    """The path that ``to`` names: on this machine, or in a store by its URL (``s3://``, ``gs://``).

    Nothing is asked of the store yet. Raises OutputError for another kind of URL, and
    MissingExtraError where what the store is reached with is not installed.
    """
    named = _SCHEME.match(str(to))
    if not named:
        return Path(to)
    scheme = named[1].lower()
    if scheme == "file":
        from urllib.request import url2pathname  # loads an HTTP library

        return Path(url2pathname(urlsplit(str(to)).path))
    if scheme not in _STORES:
        raise OutputError(
            f"narrate cannot write to '{scheme}://'",
            subject=str(to),
            advice="Name a folder, or one in an object store: s3://bucket/folder/ or gs://…",
        )
    library, extra = _STORES[scheme]
    if not find_spec(library) or not find_spec("upath"):
        raise MissingExtraError(
            f"{scheme}:// needs an extra that is not installed",
            subject=str(to),
            advice=f"Install it: pip install 'narrate[{extra}]'",
        )
    from upath import UPath

    # A listing that is kept would hide what other machines have put there since.
    return UPath(scheme + str(to)[len(scheme) :], use_listings_cache=False)


def on_this_machine(to: str) -> Path:
    """The same, for what is done with local files only. Raises OutputError for a store."""
    path = place(to)
    if not isinstance(path, Path):
        raise OutputError(
            "this is for a folder on this machine", subject=to, advice="Name a local folder."
        )
    return path
