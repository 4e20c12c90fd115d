"""A folder stands for the articles below it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from narrate.errors import SourceError
from narrate.model import Source
from narrate.sources import file
from narrate.sources.media import ARTICLE_SUFFIXES


def sources(folder: Path) -> Iterator[Source]:
    """One source for each article file at any depth, in the order of their paths.

    Hidden files and folders are left out; links to folders are not followed.
    Raises SourceError when there is none, or the folder may not be read.
    """
    found = articles(folder)
    if not found:
        suffixes = " ".join(suffix.lstrip(".") for suffix in ARTICLE_SUFFIXES)
        raise SourceError(
            "the folder holds no articles",
            subject=str(folder),
            advice=f"Articles are files that end in: {suffixes}.",
        )
    yield from (file.from_path(path) for path in found)


def articles(folder: Path) -> list[Path]:
    """The article files at any depth, in order; there may be none. Raises SourceError."""

    def refuse(error: OSError) -> None:
        problem, advice = f"the folder cannot be read: {error.strerror}", ""
        if isinstance(error, FileNotFoundError):
            problem, advice = "there is no such folder", "Check its name, and its disk."
        elif isinstance(error, PermissionError):
            advice = "Ask its owner for the right to read it."
        raise SourceError(problem, subject=str(error.filename), advice=advice) from error

    found: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(parent, name) for name in names if _is_article(name)]
    return sorted(found)


def _is_article(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in ARTICLE_SUFFIXES
