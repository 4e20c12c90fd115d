"""Bodies that were packed: whole, in members, around one another, or cut off."""

from __future__ import annotations

import contextlib
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import SourceError
from narrate.sources.status import UnreachableError
from narrate.sources.unpacking import unpacked

TEXT = b"The ferry sails at noon, whatever the weather. " * 40
RAW = zlib.compressobj(wbits=-15)
DEFLATED = RAW.compress(TEXT) + RAW.flush()


def whole(packed: bytes, *encodings: str, size: int = 7) -> bytes:
    pieces = (packed[at : at + size] for at in range(0, len(packed), size))
    return b"".join(unpacked(pieces, encodings))


@pytest.mark.parametrize(
    ("packed", "encodings"),
    [
        (TEXT, []),
        (TEXT, ["identity"]),
        (gzip.compress(TEXT), ["gzip"]),
        (zlib.compress(TEXT), ["deflate"]),
        (DEFLATED, ["deflate"]),
        (zlib.compress(gzip.compress(TEXT)), ["x-gzip", "deflate"]),
        (gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:]), ["gzip"]),
        (gzip.compress(TEXT) + bytes(100), ["gzip"]),
        (b"", []),
    ],
    ids=[
        *("plain", "identity", "gzip", "deflate", "raw deflate", "twice", "members", "padded"),
        "nothing",
    ],  # gzip writes the time
)
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_what_was_packed_comes_out(packed: bytes, encodings: list[str], size: int) -> None:
    assert whole(packed, *encodings, size=size) == (TEXT if packed else b"")


def test_nothing_packed_is_nothing() -> None:
    assert whole(b"", "gzip") == b""


@given(st.binary(max_size=300), st.data())
def test_what_breaks_off_anywhere_is_never_taken_for_the_whole(
    text: bytes, data: st.DataObject
) -> None:
    packed = gzip.compress(text)
    cut = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(UnreachableError, match="breaks off midway"):
        whole(packed[:cut], "gzip")


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]))
def test_any_bytes_unpack_or_are_a_sentence(packed: bytes, encoding: str) -> None:
    with contextlib.suppress(SourceError):
        whole(packed, encoding)


def test_a_bomb_is_unpacked_as_far_as_it_is_drawn() -> None:
    bomb = gzip.compress(bytes(50_000_000), compresslevel=1)
    assert len(next(unpacked(iter([bomb]), ["gzip"]))) <= 1 << 20
