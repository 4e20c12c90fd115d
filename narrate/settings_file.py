"""Checks for a TOML file that people write, and the line where a thing in it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from narrate.plugins import did_you_mean

Place = tuple[str, ...]
"""Where in the file: the keys that lead there."""
Fault = tuple[Place, str, str]
"""Where, what is wrong, and what to do, which may be empty."""
Check = Callable[[Place, Any], Iterator[Fault]]


def text(place: Place, value: Any) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield place, f"{_called(place, value)} must be a text in quotes", ""


def truth(place: Place, value: Any) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield place, f"'{place[-1]}' must be true or false", ""


def scalar(place: Place, value: Any) -> Iterator[Fault]:
    if not isinstance(value, (str, int, float)):
        yield place, f"'{place[-1]}' must be a text, a number, true or false", ""


def number(low: float, high: float) -> Check:
    def check(place: Place, value: Any) -> Iterator[Fault]:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield place, f"'{place[-1]}' must be a number", ""
        elif not low <= value <= high:
            yield place, f"'{place[-1]}' is {value}", f"It goes from {low} to {high}."

    return check


def whole(low: int, high: int, unit: str) -> Check:
    def check(place: Place, value: Any) -> Iterator[Fault]:
        if type(value) is not int or not low <= value <= high:  # true is an int to Python
            yield place, f"'{place[-1]}' must be {low} to {high} {unit}", ""

    return check


def one_of(what: str, known: Sequence[str]) -> Check:
    def check(place: Place, value: Any) -> Iterator[Fault]:
        if value not in known:
            yield place, f"there is no {what} '{value}'", did_you_mean(str(value), list(known))

    return check


def list_of(check_item: Check) -> Check:
    def check(place: Place, value: Any) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield place, f"'{place[-1]}' must be a list", ""
            return
        for item in value:
            yield from check_item((*place, str(item)), item)

    return check


def tables_of(check_table: Check) -> Check:
    """A list of tables, ``[[name]]`` in the file; the place of one ends in its count from 0."""

    def check(place: Place, value: Any) -> Iterator[Fault]:
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            yield place, f"'{place[-1]}' must be tables", f"Write [[{place[-1]}]] above each."
            return
        for at, item in enumerate(value):
            yield from check_table((*place, str(at)), item)

    return check


def table_of(check_value: Check, what: str = "", known: Sequence[str] = ()) -> Check:
    """``what`` its keys are called, where only the ``known`` ones may stand in it."""

    def check(place: Place, value: Any) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield place, f"'{place[-1]}' must be a table", ""
            return
        for key, item in value.items():
            if known and key not in known:
                yield (*place, key), f"there is no {what} '{key}'", did_you_mean(key, list(known))
            else:
                yield from check_value((*place, key), item)

    return check


def _called(place: Place, value: Any) -> str:
    """A value by its key, or an item of a list by what it is and where it stands."""
    in_list = len(place) > 1 and place[-1] == str(value)
    return f"'{value}' in '{place[-2]}'" if in_list else f"'{place[-1]}'"


_HEADER = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]+\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"([^"]*)"|'([^']*)'""")


def line_of(source: str, place: Place) -> int:
    """The line where a place is set: of the lines that lead there, the one that leads furthest.

    An item of a list is looked for from its key on. 1 where nothing leads there.
    """
    lines = source.splitlines()
    table: Place = ()
    best, depth = 1, 0
    tables: Counter[Place] = Counter()
    for at, line in enumerate(lines, 1):
        if header := _HEADER.match(line):
            found = table = _parts(header[1])
            if line.lstrip().startswith("[["):
                found = table = (*table, str(tables[table]))
                tables[table[:-1]] += 1
        elif key := _KEY.match(line):
            found = table + _parts(key[1])
        else:
            continue
        if len(found) > depth and found == place[: len(found)]:
            best, depth = at, len(found)
    if 0 < depth < len(place):  # in a list, or in a table on one line
        word = re.compile(rf"(?<![\w-]){re.escape(place[-1])}(?![\w-])")
        for at in range(best, len(lines) + 1):
            if word.search(lines[at - 1].partition("#")[0]):
                return at
    return best


def _parts(keys: str) -> Place:
    return tuple(part[1] or part[2] or part[0] for part in _PART.finditer(keys))
