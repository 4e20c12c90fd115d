"""Voice profiles: TOML files in ``voices/``, the user's own before the bundled ones."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast, get_args

from narrate.errors import VoiceError
from narrate.model import Boundary, OtherKind, Role, TextKind, Voice
from narrate.plugins import did_you_mean
from narrate.resources import bundled_voices, user_voices

DEFAULT = "newsreader"

_NUMBER = (int, float)
_KEYS: dict[str, tuple[type, ...]] = {
    "description": (str,),
    "engine": (str,),
    "engine_voice": (str,),
    "language": (str,),
    "accents": (dict,),
    "rate": _NUMBER,
    "pitch": _NUMBER,
    "volume": _NUMBER,
    "pacing": (dict,),
    "reads": (list,),
    "lexicons": (list,),
    "roles": (dict,),
}
_LIMITS = {"rate": (0.3, 4.0), "pitch": (0.0, 2.0), "volume": (0.0, 1.0)}
_WORDS = {dict: "a table", list: "a list", str: "a text in quotes", int: "a number"}


def names() -> list[str]:
    """All profiles that can be chosen, sorted."""
    return sorted({path.stem for folder in _folders() for path in folder.glob("*.toml")})


def load(name: str) -> Voice:
    """The profile of that name.

    Raises VoiceError: no such profile (with the nearest name), or the file is not right
    (with the file and the line).
    """
    for folder in _folders():
        path = folder / f"{name}.toml"
        # A name is only ever a file in that folder, never a path to somewhere else.
        if path.parent == folder and path.name in {p.name for p in folder.glob("*.toml")}:
            return parse(path)
    raise VoiceError(f"there is no voice '{name}'", advice=did_you_mean(name, names()))


def with_roles(voice: Voice) -> dict[str, Voice]:
    """The profile and every other one that speaks a role for it, by name."""
    return {voice.name: voice} | {name: load(name) for name in voice.roles.values()}


def parse(path: Path) -> Voice:
    """The profile in a file. Raises VoiceError naming the file and the line."""
    try:
        text = path.read_text(encoding="utf-8")
        profile = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VoiceError(f"the voice profile cannot be read: {error}", subject=str(path)) from None
    for key, problem, advice in _faults(profile):
        line = _line_of(text, key)
        raise VoiceError(problem, subject=f"{path}, line {line}", advice=advice)
    return Voice(
        name=path.stem,
        **{
            **profile,
            **{key: float(profile[key]) for key in _LIMITS if key in profile},
            **({"reads": frozenset(profile["reads"])} if "reads" in profile else {}),
            "lexicons": tuple(profile.get("lexicons", ())),
        },
    )


def _folders() -> list[Path]:
    return [user_voices(), bundled_voices()]


def _faults(profile: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(key, what is wrong, advice) for each thing that is wrong."""
    for key, value in profile.items():
        yield from _setting_faults(key, value)
    if "engine" not in profile:
        yield "", "'engine' is missing", 'Add a line such as: engine = "pyttsx3"'
    yield from _unknown(profile.get("pacing"), "boundary", list(get_args(Boundary)))
    yield from _unknown(profile.get("roles"), "role", list(get_args(Role)))
    yield from _unknown(
        profile.get("reads"), "kind of block", list(get_args(TextKind) + get_args(OtherKind))
    )
    for boundary, ms in dict(profile.get("pacing") or {}).items():
        if type(ms) is not int or not 0 <= ms <= 60_000:  # true is an int to Python
            yield boundary, f"'{boundary}' must be 0 to 60000 milliseconds", ""
    for lexicon in profile.get("lexicons") or ():
        if not isinstance(lexicon, str):
            yield "lexicons", f"'{lexicon}' in 'lexicons' must be {_WORDS[str]}", ""
    for table in ("accents", "roles"):
        for key, value in dict(profile.get(table) or {}).items():
            if not isinstance(value, str):
                yield key, f"'{key}' must be {_WORDS[str]}", ""


def _setting_faults(key: str, value: Any) -> Iterator[tuple[str, str, str]]:
    limits = _LIMITS.get(key)
    if key not in _KEYS:
        yield key, f"'{key}' is not a setting of a voice", did_you_mean(key, list(_KEYS))
    elif isinstance(value, bool) or not isinstance(value, _KEYS[key]):
        yield key, f"'{key}' must be {_WORDS[_KEYS[key][0]]}", ""
    elif limits and not limits[0] <= cast(float, value) <= limits[1]:
        yield key, f"'{key}' is {value}", f"It goes from {limits[0]} to {limits[1]}."


def _unknown(found: Any, what: str, known: list[str]) -> Iterator[tuple[str, str, str]]:
    for name in found or ():
        if name not in known:
            yield str(name), f"there is no {what} '{name}'", did_you_mean(str(name), known)


def _line_of(text: str, key: str) -> int:
    """The line that sets ``key``, else the first that mentions it outside a comment, else 1."""
    word = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
    lines = [line.partition("#")[0] for line in text.splitlines()]
    for candidates in ([line.partition("=")[0] for line in lines], lines):
        for number, line in enumerate(candidates, 1):
            if key and word.search(line):
                return number
    return 1
