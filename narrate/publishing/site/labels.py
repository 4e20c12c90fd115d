"""What the player and the pages say, in the listener's language."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files


def labels(language: str) -> dict[str, str]:
    """By their names, the words for a BCP 47 language; English where we have none."""
    tables = _tables()
    return tables.get(language.replace("_", "-").partition("-")[0].lower(), tables["en"])


@functools.cache
def _tables() -> dict[str, dict[str, str]]:
    text = (files("narrate.publishing.site") / "labels.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
