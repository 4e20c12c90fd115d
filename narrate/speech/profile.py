"""A voice profile: a TOML file, to a Voice. What is wrong with it is told by file and line."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from narrate.errors import VoiceError
from narrate.model import Boundary, OtherKind, Role, Style, TextKind, Voice
from narrate.model.voice import PITCHES, RATES, STYLES, VOLUMES, Quality
from narrate.plugins import did_you_mean
from narrate.settings_file import (
    Check,
    Fault,
    Place,
    line_of,
    list_of,
    number,
    one_of,
    scalar,
    table_of,
    text,
    whole,
)
from narrate.speech.recording import CHECK, recording


def parse(path: Path) -> Voice:
    """The profile in a file. Raises VoiceError naming the file and the line."""
    try:
        profile = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VoiceError(f"the voice profile cannot be read: {error}", subject=str(path)) from None
    for place, problem, advice in _faults(profile):
        raise wrong(path, place, problem, advice)
    if "engine" not in profile:
        raise wrong(path, (), "'engine' is missing", 'Add a line such as: engine = "pyttsx3"')
    made: dict[str, Any] = {**profile, "name": path.stem}
    made |= {key: float(profile[key]) for key in _NUMBERS if key in profile}
    made |= {key: tuple(profile[key]) for key in ("lexicons", "fallback") if key in profile}
    if "reads" in profile:
        made["reads"] = frozenset(profile["reads"])
    made["recording"] = recording(profile.get("recording", {}), path.parent)
    styles = profile.get("styles", {})
    made["styles"] = {
        role: Style(**{key: float(factor) for key, factor in style.items()})
        for role, style in styles.items()
    }
    return Voice(**made)


def wrong(path: Path, place: Place, problem: str, advice: str = "") -> VoiceError:
    """The error that says what is wrong at a place of a profile: file, line, what to do."""
    line = line_of(path.read_text(encoding="utf-8"), place)
    return VoiceError(problem, subject=f"{path}, line {line}", advice=advice)


_NUMBERS = ("rate", "pitch", "volume", "price", "max_cost")
_KINDS = get_args(TextKind) + get_args(OtherKind)
_ROLES = get_args(Role)
_FACTORS = {
    "rate": number(0.5, 2.0),
    "pitch": number(0.5, 2.0),
    "volume": number(0.0, 2.0),
}


def _factor(place: Place, value: Any) -> Iterator[Fault]:
    yield from _FACTORS[place[-1]](place, value)


_CHECKS: Mapping[str, Check] = {
    "description": text,
    "quality": one_of("quality", get_args(Quality)),
    "engine": text,
    "engine_voice": text,
    "language": text,
    "accents": table_of(text),
    "rate": number(*RATES),
    "pitch": number(*PITCHES),
    "volume": number(*VOLUMES),
    "pacing": table_of(whole(0, 60_000, "milliseconds"), "boundary", get_args(Boundary)),
    "longest": whole(40, 3000, "characters"),
    "reads": list_of(one_of("kind of block", _KINDS)),
    "lexicons": list_of(text),
    "roles": table_of(text, "role", _ROLES),
    "styles": table_of(table_of(_factor, "factor", list(_FACTORS)), "role", _ROLES),
    "languages": table_of(text),
    "fallback": list_of(text),
    "recording": CHECK,
    "options": table_of(scalar),
    "price": number(0, 1_000_000),
    "max_cost": number(0, 1_000_000),
    "at_once": whole(0, 64, "utterances"),
    "a_minute": whole(0, 10_000, "utterances"),
}

SETTINGS = tuple(_CHECKS)


def _faults(profile: Mapping[str, Any]) -> Iterator[Fault]:
    for key, value in profile.items():
        if key in _CHECKS:
            yield from _CHECKS[key]((key,), value)
        else:
            yield (key,), f"'{key}' is not a setting of a voice", did_you_mean(key, list(SETTINGS))


def as_toml(voice: Voice, pacing: Mapping[Boundary, int]) -> str:
    """The voice as a profile that states every setting; ``pacing`` where it names no pause."""
    styles = {role: STYLES.get(role, Style()) for role in get_args(Role)} | dict(voice.styles)
    settings: dict[str, Any] = {
        **{key: getattr(voice, key) for key in SETTINGS},
        "reads": [kind for kind in _KINDS if kind in voice.reads],
        "pacing": {**pacing, **voice.pacing},
    }
    del settings["styles"], settings["recording"]
    tables = {key: settings.pop(key) for key in list(settings) if isinstance(settings[key], dict)}
    tables["recording"] = asdict(voice.recording)
    tables |= {f"styles.{role}": asdict(style) for role, style in styles.items()}
    lines = [f"{key} = {_value(value)}" for key, value in settings.items() if value is not None]
    for header, table in tables.items():
        if table:
            lines += ["", f"[{header}]"]
            lines += [f"{_key(key)} = {_value(value)}" for key, value in table.items()]
    return "\n".join(lines) + "\n"


def _key(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key, re.ASCII) else _value(key)


def _value(value: Any) -> str:
    """A text, a number or a list as TOML writes it, which for these is as JSON does."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
