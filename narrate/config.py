"""``narrate.toml`` in the working folder: what holds for all that is made there."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

from narrate.errors import ConfigError
from narrate.model import Podcast
from narrate.plugins import did_you_mean
from narrate.toml_lines import line_of

FILE = "narrate.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that the file says."""

    lexicons: tuple[str, ...] = ()
    """Names or paths; they come before the voice's."""
    podcast: Podcast = field(default_factory=Podcast)


def read(folder: Path = Path()) -> Settings:
    """The settings of a folder; the usual ones where it has no ``narrate.toml``.

    Paths in it count from the folder. Raises ConfigError with the file and the line.
    """
    file = folder / FILE
    if not file.is_file():
        return Settings()
    try:
        text = file.read_text(encoding="utf-8")
        said = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"it cannot be read: {error}", subject=str(file)) from None
    for key, problem, advice in _faults(said):
        raise ConfigError(problem, subject=f"{file}, line {line_of(text, key)}", advice=advice)
    podcast = dict(said.get("podcast", {}))
    if podcast.get("cover"):
        podcast["cover"] = str(folder / podcast["cover"])
    return Settings(
        lexicons=tuple(_lexicon(name, folder) for name in said.get("lexicons", [])),
        podcast=Podcast(**podcast),
    )


def _lexicon(name: str, folder: Path) -> str:
    return str(folder / name) if Path(name).suffix else name


def _faults(said: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(key, what is wrong, advice) for each thing that is wrong."""
    known = [setting.name for setting in fields(Settings)]
    for key in said.keys() - set(known):
        yield key, f"'{key}' is not a setting", did_you_mean(key, known)
    names = said.get("lexicons", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        yield "lexicons", "'lexicons' must be a list of names or paths", ""
    podcast = said.get("podcast", {})
    if not isinstance(podcast, dict):
        yield "podcast", "'podcast' must be a table: [podcast]", ""
        return
    kinds = get_type_hints(Podcast)
    for key, value in podcast.items():
        if key not in kinds:
            advice = did_you_mean(key, list(kinds))
            yield key, f"'{key}' is not a setting of a podcast", advice
        elif choices := get_args(kinds[key]):
            if value not in choices:
                yield key, f"'{key}' must be one of: {', '.join(choices)}", ""
        elif not isinstance(value, kinds[key]):
            kind = "true or false" if kinds[key] is bool else "a text in quotes"
            yield key, f"'{key}' must be {kind}", ""
