"""Arguments and options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from narrate.config import Settings
    from narrate.model import Cluster, Voice

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        show_default=False,
        help="A file (HTML, text, Markdown, EPUB, PDF, Word), a URL, - for standard input,"
        " a folder, or a feed.",
    ),
]
VoiceName = Annotated[
    str, typer.Option("--voice", metavar="NAME", help="Voice profile; see: narrate voices")
]
MaxCost = Annotated[
    float | None,
    typer.Option(
        min=0,
        metavar="AMOUNT",
        help="What one recording may cost, for voices with a price; otherwise what they say.",
    ),
]
ClusterAddress = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="The workers of a Dask scheduler make the recordings: tcp://HOST:PORT. They must"
        " see the folder that recordings go to.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]


def settings() -> Settings:
    """What ``narrate.toml`` in the working folder says; a mistake in it ends the command."""
    from narrate.cli.outcome import explained
    from narrate.config import read

    with explained():
        return read()


def profile(name: str, max_cost: float | None) -> Voice:
    """The voice profile of that name, with the cap of the command line in place of its own."""
    from dataclasses import replace

    from narrate.speech.voice import load

    voice = load(name)
    return voice if max_cost is None else replace(voice, max_cost=max_cost)


def cluster_of(address: str | None, said: Cluster | None) -> Cluster | None:
    """Who makes the recordings: the command line's address, with the file's certificates."""
    from dataclasses import replace

    from narrate.model import Cluster

    if address is None:
        return said
    return replace(said or Cluster(address=address), address=address) if address else None
