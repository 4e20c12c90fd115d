"""``narrate init``: a ``narrate.toml`` to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from narrate.cli.outcome import explained


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder it is for.")] = Path(),
) -> None:
    """Write a narrate.toml with every setting in it and explained. Never replaces one.

    \b
    Examples:
      narrate init
      narrate init /srv/podcast
    """
    with explained():
        from narrate.config import begin

        file = begin(folder)
    print(f"{file}  Name your sources in it, then: narrate nightly --dry-run")
