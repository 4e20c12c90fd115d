"""What a SOURCE on the command line stands for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from narrate.model import Page, Source
from narrate.sources import feed, file, folder, text, url
from narrate.sources.limits import DEFAULT_LIMITS, Limits
from narrate.sources.reader import AlreadyRead, named


def expand(argument: str, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[Source]:
    """The sources that one argument stands for.

    ``-`` is standard input; a folder stands for every article file below it, a feed for
    its entries, newest first; anything else for itself. An address is fetched here, since
    only its content shows whether it is a feed; the source of a page then carries it, and
    no page that a feed links to is fetched. Draw them one by one, so that one page at a
    time stands in memory. Raises SourceError.
    """
    if argument == "-":
        yield from _from_standard_input(limits)
        return
    source = named(argument)
    if source.kind == "url":
        yield from _from_page(url.fetch(source, limits))
        return
    path = file.path_of(source)
    if os.path.isdir(path):  # noqa: PTH112  Path's own raises on names that are too long
        yield from folder.sources(path)
    elif os.path.isfile(path) and not feed.is_feed(file.peek(source)):  # noqa: PTH113
        yield source
    else:  # a feed, or what can be read only once: a pipe
        yield from _from_page(file.fetch(source, limits))


def _from_page(page: Page) -> Iterator[Source]:
    if feed.is_feed(page.content, page.media_type):
        yield from feed.sources(page)
    else:
        source = page.source
        judged = url.judged(page) if source.kind == "url" else file.judged(page)
        yield AlreadyRead(kind=source.kind, uri=source.uri, page=judged)


def _from_standard_input(limits: Limits) -> Iterator[Source]:
    source = text.from_stream(sys.stdin.buffer, limits)
    content = source.content or b""
    if feed.is_feed(content):
        yield from feed.sources(Page(source=source, content=content, media_type=""))
    else:
        yield source
