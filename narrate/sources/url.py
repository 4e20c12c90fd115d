"""A page at a web address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from narrate.model import Page, Source
from narrate.sources.address import normalise
from narrate.sources.limits import DEFAULT_LIMITS, Limits
from narrate.sources.media import judge


def from_address(address: str) -> Source:
    """Raises SourceError for what is not an http or https address."""
    return Source(kind="url", uri=normalise(address))


def read(source: Source, limits: Limits = DEFAULT_LIMITS) -> Page:
    """Raises SourceError when the page cannot be had or can hold no article."""
    return judged(fetch(source, limits))


def fetch(source: Source, limits: Limits = DEFAULT_LIMITS) -> Page:
    """The page as its server calls it: it may be a feed, or a picture. Raises SourceError."""
    from narrate.sources import http

    page = http.fetch(source, limits)
    assert page is not None
    return page


def judged(page: Page) -> Page:
    """The page with the media type that its content shows. Raises SourceError."""
    media_type = judge(
        page.content,
        subject=page.url,
        suffix=PurePosixPath(urlsplit(page.url).path).suffix,
        declared=page.media_type,
        charset=page.charset,
    )
    return replace(page, media_type=media_type)
