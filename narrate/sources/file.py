"""A file on this machine."""

from __future__ import annotations

import difflib
import errno
import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from narrate.errors import SourceError
from narrate.model import Page, Source
from narrate.sources.limits import DEFAULT_LIMITS, Limits
from narrate.sources.media import judge


def from_path(path: str | os.PathLike[str]) -> Source:
    """A file's identity is its absolute path, links not followed. Reads nothing."""
    name = os.path.abspath(path)  # noqa: PTH100  Path.absolute() would keep ".."
    if "\0" in name:
        raise SourceError("this cannot be the name of a file", subject=repr(path))
    return Source(kind="file", uri=Path(name).as_uri())


def path_of(source: Source) -> Path:
    """The path that a file source's address stands for."""
    escaped = urlsplit(source.uri).path
    if os.name == "nt":
        from urllib.request import url2pathname  # loads the standard library's HTTP client

        return Path(url2pathname(escaped))
    return Path(os.fsdecode(unquote_to_bytes(escaped)))  # names need not be valid UTF-8


def read(source: Source, limits: Limits = DEFAULT_LIMITS) -> Page:
    """Raises SourceError: missing, a folder, empty, not readable, too large, not an article."""
    return judged(fetch(source, limits))


def judged(page: Page) -> Page:
    """The page with the media type that its content shows. Raises SourceError."""
    path = path_of(page.source)
    return replace(page, media_type=judge(page.content, subject=str(path), suffix=path.suffix))


def fetch(source: Source, limits: Limits = DEFAULT_LIMITS, *, empty: bool = False) -> Page:
    """The file whatever it is, its media type not yet known.

    Raises SourceError; for an empty file too, unless ``empty`` ones are good.
    """
    path = path_of(source)
    content = _head(path, limits.size + 1)
    if len(content) > limits.size:
        raise SourceError(
            f"the file is larger than {limits.size_words}",
            subject=str(path),
            advice="Split it, or give the chapters one by one.",
        )
    if not empty and not content.strip():
        raise SourceError(
            "the file is empty", subject=str(path), advice="Give a file that holds an article."
        )
    return Page(source=source, content=content, media_type="")


def peek(source: Source) -> bytes:
    """Enough of the beginning to tell a feed from an article. Raises SourceError."""
    return _head(path_of(source), 1 << 16)


def _head(path: Path, size: int) -> bytes:
    if os.path.isdir(path):  # noqa: PTH112  Path.is_dir() raises on names that are too long
        raise SourceError(
            "this is a folder", subject=str(path), advice="Give one of the files in it."
        )
    try:
        with path.open("rb") as file:
            return file.read(size)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SourceError("no such file", subject=str(path), advice=_nearby(path)) from error
    except PermissionError as error:
        raise SourceError(
            "you may not read this file", subject=str(path), advice="Ask its owner for the right."
        ) from error
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise SourceError(
                "this is too long for a file's name",
                subject=f"{str(path)[:60]}…",
                advice="Text itself is given on standard input: narrate make -",
            ) from error
        raise SourceError(
            f"the file cannot be read: {error.strerror}",
            subject=str(path),
            advice="Check the disk it is on.",
        ) from error


def _nearby(path: Path) -> str:
    """Advice for a name that is not there: a sibling that is, or a web address meant."""
    if not os.path.isdir(path.parent):  # noqa: PTH112
        return f"There is no folder {path.parent} either."
    try:
        siblings = sorted(os.listdir(path.parent))  # noqa: PTH208  names are all we need
    except OSError:
        siblings = []
    if close := difflib.get_close_matches(path.name, siblings, n=1, cutoff=0.6):
        return f"Did you mean '{close[0]}'?"
    return "Check its name; a web address begins with https://."
