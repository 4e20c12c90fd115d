"""Arguments and options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

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
