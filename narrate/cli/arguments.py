"""Arguments and options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from narrate.config import Settings

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
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]


def settings() -> Settings:
    """What ``narrate.toml`` in the working folder says; a mistake in it ends the command."""
    from narrate.cli.outcome import explained
    from narrate.config import read

    with explained():
        return read()
