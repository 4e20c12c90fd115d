"""The door of this room: a source in, its page out."""

from __future__ import annotations

import os
from dataclasses import dataclass

from narrate.errors import SourceError
from narrate.model import Page, Source
from narrate.sources import feed, file, text, url
from narrate.sources.address import is_web_address, scheme_of
from narrate.sources.limits import DEFAULT_LIMITS, Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyRead(Source):
    """A source that had to be read to find out what it stands for: it is not fetched twice."""

    page: Page


def read(source: Source | str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS) -> Page:
    """What a source holds, as the bytes it is.

    A text is a web address when it begins with http:// or https://, otherwise a path.
    Raises SourceError when it cannot be had or cannot hold an article.
    """
    if not isinstance(source, Source):
        source = named(source)
    if isinstance(source, AlreadyRead):
        return source.page
    match source.kind:
        case "text":
            return text.read(source)
        case "file":
            return file.read(source, limits)
        case "feed entry" if source.content is not None:
            return feed.entry_page(source)
        case "feed entry" | "url":
            return url.read(source, limits)


def named(name: str | os.PathLike[str]) -> Source:
    """The source that a web address or a path names. Reads nothing; raises SourceError."""
    if isinstance(name, str) and is_web_address(name.strip()):
        return url.from_address(name)
    if isinstance(name, str) and (scheme := scheme_of(name)):
        raise SourceError(
            f"{scheme} addresses are not read",
            subject=name,
            advice="Give an http or https address, or the path of a file.",
        )
    return file.from_path(name)
