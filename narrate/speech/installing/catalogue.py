"""The catalogue of Piper voices: ``voices.json`` of huggingface.co/rhasspy/piper-voices.

A catalogue comes from outside: a name in it is only ever a name, never a path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from narrate.errors import VoiceError
from narrate.plugins import did_you_mean
from narrate.speech.installing.origin import Origin

PUBLIC = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
FILE = "voices.json"

_LARGEST = 32 << 20  # bytes; it had 0.3 MB for 160 voices
_LARGEST_MODEL = 2 << 30
_LARGEST_TEXT = 4 << 20
_NAME = re.compile(r"\w+(?:[-+.]\w+)*")  # no dot at the beginning, no slash, no space


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    path: str
    """Below the root of the catalogue."""
    largest: int
    """Bytes: its size, where the catalogue states it."""
    md5: str = ""
    """Empty where nobody states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A voice that can be installed."""

    name: str
    model: RemoteFile
    description: RemoteFile
    card: RemoteFile | None
    """What the voice was made of, and its licence."""


def find(origin: Origin, name: str) -> Offer:
    """The voice of that name in the origin's catalogue.

    Raises VoiceError: no catalogue, no such voice (with the nearest name), or an entry that
    is not right.
    """
    try:
        voices = json.loads(origin.text(FILE, _LARGEST))
        if not isinstance(voices, dict):
            raise ValueError("it is not an object")
    except (ValueError, RecursionError) as error:
        raise VoiceError(f"the catalogue cannot be read: {error}", subject=FILE) from None
    names = {str(key): key for key in voices}
    for key, entry in voices.items():
        aliases = entry.get("aliases", []) if isinstance(entry, dict) else []
        if isinstance(aliases, list):
            names |= {str(alias): key for alias in aliases}
    if name not in names:
        known = sorted(key for key in voices if key.startswith(name[:2]))
        raise VoiceError(
            f"the catalogue has no voice '{name}'", advice=did_you_mean(name, known or [*voices])
        )
    try:
        return _offer(names[name], voices[names[name]]["files"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise VoiceError(
            f"the catalogue's entry is not right: {error}", subject=f"the voice '{name}'"
        ) from None


def in_folder(folder: Path) -> Offer:
    """The one voice that lies in a folder. Raises VoiceError where there is none, or several."""
    found = [path for path in folder.glob("*.onnx") if path.with_name(f"{path.name}.json").exists()]
    if len(found) != 1:
        names = ", ".join(sorted(path.stem for path in found))
        raise VoiceError(
            f"it holds several voices: {names}"
            if found
            else "it holds no voice: NAME.onnx and NAME.onnx.json are looked for",
            subject=str(folder),
            advice="Give a folder with one voice in it.",
        )
    return at_address(found[0].name, has_card=(folder / "MODEL_CARD").exists())


def at_address(path: str, *, has_card: bool) -> Offer:
    """The voice whose model is at a path that ends in ``.onnx``. Raises VoiceError."""
    name = PurePosixPath(path).name.removesuffix(".onnx")
    model = RemoteFile(path=path, largest=_LARGEST_MODEL)
    card = RemoteFile(path=str(PurePosixPath(path).with_name("MODEL_CARD")), largest=_LARGEST_TEXT)
    return Offer(
        name=checked_name(name),
        model=model,
        description=RemoteFile(path=f"{path}.json", largest=_LARGEST_TEXT),
        card=card if has_card else None,
    )


def checked_name(name: str) -> str:
    """The name, where it is one. Raises VoiceError for a path, or a name that hides."""
    if not _NAME.fullmatch(name) or len(name) > 100:
        raise VoiceError(f"{name!r} is not the name of a voice", advice="en_US-lessac-medium is.")
    return name


def _offer(name: str, files: Mapping[str, Any]) -> Offer:
    by_name: dict[str, RemoteFile] = {}
    for path, facts in files.items():
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts or not re.fullmatch(r"[\w./+-]+", path):
            raise ValueError(f"{path!r} is not a path below it")
        size, digest = facts["size_bytes"], facts["md5_digest"]
        if type(size) is not int or not 0 < size <= _LARGEST_MODEL:
            raise ValueError(f"{path} has {size!r} bytes")
        if not re.fullmatch(r"[0-9a-f]{32}", digest):
            raise ValueError(f"{path} has {digest!r} for a digest")
        by_name[pure.name] = RemoteFile(path=path, largest=size, md5=digest)
    return Offer(
        name=checked_name(name),
        model=by_name[f"{name}.onnx"],
        description=by_name[f"{name}.onnx.json"],
        card=by_name.get("MODEL_CARD"),
    )
