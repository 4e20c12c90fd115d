"""The picture that stands for an article, for a recording's cover."""

from __future__ import annotations

import logging
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from narrate.errors import SourceError
from narrate.model import Page, Source
from narrate.sources import file
from narrate.sources.address import is_web_address
from narrate.sources.limits import MEBIBYTE, Limits

log = logging.getLogger(__name__)

_LIMITS = Limits(wait=10, deadline=20, size=8 * MEBIBYTE)


def cover(address: str, page: Page) -> bytes | None:
    """The picture for a recording; one that cannot be had is said so, and is none."""
    try:
        return picture(address, page)
    except SourceError as error:
        log.warning("No cover: %s", error)
        return None


def picture(address: str, page: Page) -> bytes | None:
    """The bytes at ``address``, as the page names it; None where there is none.

    A saved page may name a file beside itself or below; no page names any other file of
    this machine, nor an address inside its network. Raises SourceError where the picture
    should be there and cannot be had.
    """
    if not address:
        return None
    absolute = urljoin(page.url, address) if page.url else address
    if is_web_address(absolute):
        from narrate.sources.http import fetch

        # A page may name pictures anywhere in public, and on its own server wherever that is.
        at_home = page.source.kind == "url" and _origin(absolute) == _origin(page.url)
        found = fetch(Source(kind="url" if at_home else "feed entry", uri=absolute), _LIMITS)
        return found.content if found else None
    if page.source.kind != "file" or urlsplit(absolute).scheme:
        return None
    folder = file.path_of(page.source).parent.resolve()
    path = (folder / unquote(urlsplit(absolute).path).lstrip("/")).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        return None
    return _read(path)


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()


def _read(path: Path) -> bytes:
    if path.stat().st_size > _LIMITS.size:
        raise SourceError(f"larger than {_LIMITS.size_words}", subject=str(path))
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", subject=str(path)) from None
