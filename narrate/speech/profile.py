"""A voice profile: a TOML file, to a Voice. What is wrong with it is told by file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from narrate.errors import VoiceError
from narrate.model import Boundary, OtherKind, Role, Style, TextKind, Voice
from narrate.model.voice import PITCHES, RATES, VOLUMES, Quality
from narrate.plugins import did_you_mean

Place = tuple[str, ...]
"""Where in the file: the keys that lead there."""
_Fault = tuple[Place, str, str]  # where, what is wrong, what to do
_Check = Callable[[Place, Any], Iterator[_Fault]]


def parse(path: Path) -> Voice:
    """The profile in a file. Raises VoiceError naming the file and the line."""
    try:
        profile = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VoiceError(f"the voice profile cannot be read: {error}", subject=str(path)) from None
    for place, problem, advice in _setting((), profile):
        raise wrong(path, place, problem, advice)
    if "engine" not in profile:
        raise wrong(path, (), "'engine' is missing", 'Add a line such as: engine = "pyttsx3"')
    made: dict[str, Any] = {**profile, "name": path.stem}
    made |= {key: float(profile[key]) for key in ("rate", "pitch", "volume") if key in profile}
    made |= {key: tuple(profile[key]) for key in ("lexicons", "fallback") if key in profile}
    if "reads" in profile:
        made["reads"] = frozenset(profile["reads"])
    styles = profile.get("styles", {})
    made["styles"] = {
        role: Style(**{key: float(factor) for key, factor in style.items()})
        for role, style in styles.items()
    }
    return Voice(**made)


def wrong(path: Path, place: Place, problem: str, advice: str = "") -> VoiceError:
    """The error that says what is wrong at a place of a profile: file, line, what to do."""
    line = _line_of(path.read_text(encoding="utf-8"), place)
    return VoiceError(problem, subject=f"{path}, line {line}", advice=advice)


def _text(place: Place, value: Any) -> Iterator[_Fault]:
    if not isinstance(value, str):
        yield place, f"{_called(place, value)} must be a text in quotes", ""


def _number(low: float, high: float) -> _Check:
    def check(place: Place, value: Any) -> Iterator[_Fault]:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield place, f"'{place[-1]}' must be a number", ""
        elif not low <= value <= high:
            yield place, f"'{place[-1]}' is {value}", f"It goes from {low} to {high}."

    return check


def _whole(low: int, high: int, unit: str) -> _Check:
    def check(place: Place, value: Any) -> Iterator[_Fault]:
        if type(value) is not int or not low <= value <= high:  # true is an int to Python
            yield place, f"'{place[-1]}' must be {low} to {high} {unit}", ""

    return check


def _one_of(what: str, known: Sequence[str]) -> _Check:
    def check(place: Place, value: Any) -> Iterator[_Fault]:
        if value not in known:
            yield place, f"there is no {what} '{value}'", did_you_mean(str(value), list(known))

    return check


def _list(check_item: _Check) -> _Check:
    def check(place: Place, value: Any) -> Iterator[_Fault]:
        if not isinstance(value, list):
            yield place, f"'{place[-1]}' must be a list", ""
            return
        for item in value:
            yield from check_item((*place, str(item)), item)

    return check


def _table(check_value: _Check, what: str = "", known: Sequence[str] = ()) -> _Check:
    """``what`` its keys are called, where only the ``known`` ones may stand in it."""

    def check(place: Place, value: Any) -> Iterator[_Fault]:
        if not isinstance(value, dict):
            yield place, f"'{place[-1]}' must be a table", ""
            return
        for key, item in value.items():
            if known and key not in known:
                yield (*place, key), f"there is no {what} '{key}'", did_you_mean(key, list(known))
            else:
                yield from check_value((*place, key), item)

    return check


_KINDS = get_args(TextKind) + get_args(OtherKind)
_ROLES = get_args(Role)
_FACTORS = {
    "rate": _number(0.5, 2.0),
    "pitch": _number(0.5, 2.0),
    "volume": _number(0.0, 2.0),
}


def _factor(place: Place, value: Any) -> Iterator[_Fault]:
    yield from _FACTORS[place[-1]](place, value)


_CHECKS: Mapping[str, _Check] = {
    "description": _text,
    "quality": _one_of("quality", get_args(Quality)),
    "engine": _text,
    "engine_voice": _text,
    "language": _text,
    "accents": _table(_text),
    "rate": _number(*RATES),
    "pitch": _number(*PITCHES),
    "volume": _number(*VOLUMES),
    "pacing": _table(_whole(0, 60_000, "milliseconds"), "boundary", get_args(Boundary)),
    "longest": _whole(40, 3000, "characters"),
    "reads": _list(_one_of("kind of block", _KINDS)),
    "lexicons": _list(_text),
    "roles": _table(_text, "role", _ROLES),
    "styles": _table(_table(_factor, "factor", list(_FACTORS)), "role", _ROLES),
    "languages": _table(_text),
    "fallback": _list(_text),
}


def _setting(_: Place, profile: Mapping[str, Any]) -> Iterator[_Fault]:
    for key, value in profile.items():
        if key in _CHECKS:
            yield from _CHECKS[key]((key,), value)
        else:
            yield (key,), f"'{key}' is not a setting of a voice", did_you_mean(key, list(_CHECKS))


def _called(place: Place, value: Any) -> str:
    """A value by its key, or an item of a list by what it is and where it stands."""
    in_list = len(place) > 1 and place[-1] == str(value)
    return f"'{value}' in '{place[-2]}'" if in_list else f"'{place[-1]}'"


_HEADER = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]+\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"([^"]*)"|'([^']*)'""")


def _line_of(text: str, place: Place) -> int:
    """The line where a place is set: of the lines that lead there, the one that leads furthest.

    An item of a list is looked for from its key on. 1 where nothing leads there.
    """
    lines = text.splitlines()
    table: Place = ()
    best, depth = 1, 0
    for number, line in enumerate(lines, 1):
        if header := _HEADER.match(line):
            found = table = _parts(header[1])
        elif key := _KEY.match(line):
            found = table + _parts(key[1])
        else:
            continue
        if len(found) > depth and found == place[: len(found)]:
            best, depth = number, len(found)
    if 0 < depth < len(place):  # in a list, or in a table on one line
        word = re.compile(rf"(?<![\w-]){re.escape(place[-1])}(?![\w-])")
        for number in range(best, len(lines) + 1):
            if word.search(lines[number - 1].partition("#")[0]):
                return number
    return best


def _parts(keys: str) -> Place:
    return tuple(part[1] or part[2] or part[0] for part in _PART.finditer(keys))
