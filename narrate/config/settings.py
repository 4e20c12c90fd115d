"""All that ``narrate.toml`` says, read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_type_hints

from narrate.config import cluster, nightly, sources
from narrate.config.nightly import Nightly
from narrate.errors import ConfigError
from narrate.model import Cluster, Podcast, Subscription
from narrate.settings_file import (
    Check,
    Fault,
    Place,
    line_of,
    list_of,
    one_of,
    table_of,
    text,
    truth,
)

FILE = "narrate.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that the file says."""

    lexicons: tuple[str, ...] = ()
    """Names or paths; they come before the voice's."""
    podcast: Podcast = field(default_factory=Podcast)
    sources: tuple[Subscription, ...] = ()
    nightly: Nightly = field(default_factory=Nightly)
    cluster: Cluster | None = None
    """Who makes the recordings; None: this machine."""


def _podcast() -> Check:
    kinds = get_type_hints(Podcast)

    def check(place: Place, value: Any) -> Iterator[Fault]:
        kind = kinds[place[-1]]
        if choices := get_args(kind):
            yield from one_of(place[-1], choices)(place, value)
        else:
            yield from (truth if kind is bool else text)(place, value)

    return table_of(check, "setting of a podcast", list(kinds))


_CHECKS: dict[str, Check] = {
    "lexicons": list_of(text),
    "podcast": _podcast(),
    "source": sources.check,
    "nightly": nightly.check,
    "cluster": cluster.check,
}


def _settings(place: Place, value: Any) -> Iterator[Fault]:
    yield from _CHECKS[place[-1]](place, value)


_SETTINGS = table_of(_settings, "setting", list(_CHECKS))


def read(folder: Path = Path()) -> Settings:
    """The settings of a folder; the usual ones where it has no ``narrate.toml``.

    Paths in it count from the folder. Raises ConfigError with the file and the line.
    """
    file = folder / FILE
    if not file.is_file():
        return Settings()
    try:
        source = file.read_text(encoding="utf-8-sig")
        said = tomllib.loads(source)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"it cannot be read: {error}", subject=str(file)) from None
    for place, problem, advice in _SETTINGS((), said):
        raise ConfigError(problem, subject=f"{file}:{line_of(source, place)}", advice=advice)
    podcast = dict(said.get("podcast", {}))
    if podcast.get("cover"):
        podcast["cover"] = str(folder / podcast["cover"])
    return Settings(
        lexicons=tuple(_lexicon(name, folder) for name in said.get("lexicons", [])),
        podcast=Podcast(**podcast),
        sources=sources.subscriptions(said.get("source", []), folder),
        nightly=nightly.nightly(said.get("nightly", {}), folder),
        cluster=cluster.cluster(said.get("cluster", ""), folder),
    )


def _lexicon(name: str, folder: Path) -> str:
    return str(folder / name) if Path(name).suffix else name
