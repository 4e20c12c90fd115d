"""A list of addresses: one a line, ``#`` begins a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from narrate.errors import SourceError
from narrate.sources.address import normalise
from narrate.sources.text import is_utf8

_COMMENT = re.compile(r"(?:^|\s)#.*")
_LONGEST = 4096  # characters of an address; more is something else than a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that is not empty: an address, or what is wrong with it."""

    number: int
    """From 1."""
    address: str = ""
    """Normalised."""
    problem: str = ""


def addresses(content: bytes) -> Iterator[Line]:
    """The lines of a list, in order."""
    text = content.decode("utf-8-sig" if is_utf8(content) else "latin-1")
    for number, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        said = _COMMENT.sub("", line[: 2 * _LONGEST]).strip()
        if said:
            yield _line(number, said)


def _line(number: int, said: str) -> Line:
    if len(said) > _LONGEST:
        return Line(number=number, problem="this is too long for an address")
    try:
        return Line(number=number, address=normalise(said))
    except SourceError as error:
        return Line(number=number, problem=error.problem)
