"""What listeners get: the feed and the new recordings, asked for where they stand on the web."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import quote

from narrate.errors import SourceError
from narrate.model import Place, Podcast
from narrate.nightly.report import Finding
from narrate.nightly.request import request

_MOST = 50
"""Recordings of one night that are asked for."""
_END = 64
"""Bytes of a recording's end that are asked for, as a player does that seeks there."""


def verify_live(folder: Place, podcast: Podcast, new: Iterable[Place]) -> list[Finding]:
    """What is wrong at the podcast's ``base_url``, which must not be empty.

    The feed there is the one in ``folder``; of ``new``, recordings in it, each has its page, and
    is served with its true size, as sound, and in parts. A server that does not answer is one
    finding.
    """
    base = podcast.base_url.rstrip("/") + "/"
    found: list[Finding] = []
    files = [folder / "feed.xml", *islice(new, _MOST)]
    for path in files:
        address = base + quote(path.name)
        look = _of_feed if path.name == "feed.xml" else _of_recording
        try:
            found += [Finding(file=address, problem=clause) for clause in look(path, address)]
        except SourceError as error:
            found.append(Finding(file=address, problem=error.problem))
            break  # the others stand on the same server
        except OSError as error:
            found.append(Finding(file=path.name, problem=f"it cannot be read: {error.strerror}"))
    return found


def _of_feed(path: Place, address: str) -> Iterator[str]:
    here = path.read_bytes()
    answer = request("GET", address, most=len(here) + 1)
    if answer.status != 200:
        yield f"its server answers {answer.status}"
    elif answer.content != here:
        yield "it is not the feed that was published: a copy of an earlier day, or not uploaded"


def _of_recording(path: Place, address: str) -> Iterator[str]:
    size = path.stat().st_size
    answer = request("HEAD", address)
    if answer.status != 200:
        yield f"its server answers {answer.status}"
        return
    told = answer.headers.get("content-length", "")
    if told != str(size):
        yield f"its server says that it has {told or 'no'} bytes, and it has {size}"
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    if not media_type.startswith(("audio/", "video/mp4", "application/ogg")):
        yield f"its server calls it {media_type or 'nothing'}, and players want sound"
    yield from _of_its_end(path, address, size)
    page = f"{quote(path.stem)}.html"
    if request("HEAD", address.rpartition("/")[0] + f"/{page}").status != 200:
        yield f"its page is not there: {page}"


def _of_its_end(path: Place, address: str, size: int) -> Iterator[str]:
    first = max(0, size - _END)
    answer = request("GET", address, headers={"Range": f"bytes={first}-{size - 1}"}, most=_END)
    with path.open("rb") as file:
        file.seek(first)
        here = file.read()
    if answer.status != 206:
        yield "its server does not serve parts of it: players cannot seek in it"
    elif answer.content != here:
        yield "it is not the recording that was published"
