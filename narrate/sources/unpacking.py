"""What a server packed, unpacked piece by piece as it is drawn, and seen to be whole.

A body may have come to its end as HTTP sees it and still be cut off in the middle: what packed
it died, and what passed it on did not know.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from narrate.errors import SourceError
from narrate.sources.status import UnreachableError

_GZIP = ("gzip", "x-gzip")
_PIECE = 1 << 20  # bytes that are unpacked at a time
_TRY_AGAIN = "Try again, or save the page from a browser and give that file."


def unpacked(packed: Iterable[bytes], encodings: Iterable[str]) -> Iterator[bytes]:
    """Pieces, of a MiB at most, of what was packed with ``encodings``, in that order.

    They are gzip, deflate and identity. Raises SourceError, without a subject, for what does
    not unpack, and UnreachableError for what breaks off.
    """
    pieces = iter(packed)
    for encoding in reversed(list(encodings)):
        if encoding != "identity":
            pieces = _inflated(pieces, is_gzip=encoding in _GZIP)
    return pieces


def _inflated(packed: Iterator[bytes], *, is_gzip: bool) -> Iterator[bytes]:
    member, ended = None, False
    for chunk in packed:
        while chunk:
            if member is None:
                if ended and not (is_gzip and chunk.startswith(b"\x1f")):
                    return  # zeros, or what else some servers put behind it
                member = zlib.decompressobj(31 if is_gzip else _window(chunk))
            try:
                yield member.decompress(chunk, _PIECE)
            except zlib.error as error:
                problem = "the page is compressed in a way that does not unpack"
                raise SourceError(problem, advice=_TRY_AGAIN) from error
            if member.eof:
                chunk, member, ended = member.unused_data, None, True
            else:
                chunk = member.unconsumed_tail
    if member:
        yield member.flush()
        if not member.eof:
            problem = "the page came compressed, and breaks off midway"
            raise UnreachableError(problem, advice=_TRY_AGAIN)


def _window(chunk: bytes) -> int:
    """Of deflate: with the header that it is to have, or, as some servers send it, without."""
    return 15 if chunk[0] & 0x0F == 8 else -15
