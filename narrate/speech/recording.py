"""The table ``[recording]`` of a voice profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

from narrate.model import Channels, Recording
from narrate.model.delivery import LOUDNESS
from narrate.settings_file import Check, Fault, Place, number, one_of, table_of, text, truth, whole

_CHECKS: Mapping[str, Check] = {
    "channels": one_of("number of channels", get_args(Channels)),
    "loudness": number(-40, -10),
    "bitrate": whole(0, 320, "kb/s"),
}
_FILES = ("intro", "outro", "chime", "bed")
_SETTINGS = [field.name for field in fields(Recording)]


def _setting(place: Place, value: Any) -> Iterator[Fault]:
    check = _CHECKS.get(place[-1], text if place[-1] in _FILES else truth)
    yield from check(place, value)


CHECK = table_of(_setting, "setting of a recording", _SETTINGS)


def recording(table: Mapping[str, Any], folder: Path) -> Recording:
    """What a checked table says; its sound files are looked for from ``folder`` on."""
    said = dict(table)
    said |= {name: str(folder / said[name]) for name in _FILES if said.get(name)}
    said["loudness"] = float(said.get("loudness", LOUDNESS[said.get("channels", "mono")]))
    return Recording(**said)
