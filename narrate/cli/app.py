"""The program ``narrate``: its commands, and nothing else."""

from __future__ import annotations

import logging
import sys

import typer

from narrate.cli import (
    check,
    doctor,
    embed,
    init,
    lexicon,
    library,
    make,
    nightly,
    play,
    schedule,
    script,
    site,
    text,
    voices,
)

app = typer.Typer(
    name="narrate",
    help="Turn articles into audio that people choose to listen to.",
    epilog="Example: narrate make story.html   (writes output/site/DATE-TITLE.mp3)",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(make.make)
app.command()(play.play)
app.command()(text.text)
app.command()(script.script)
app.add_typer(voices.app)
app.add_typer(lexicon.app)
app.add_typer(site.app)
app.command()(embed.embed)
app.command()(check.check)
app.command()(init.init)
app.command()(nightly.nightly)
app.add_typer(schedule.app)
app.add_typer(library.app)
app.command()(doctor.doctor)


@app.callback(invoke_without_command=True)
def options(
    version: bool = typer.Option(False, "--version", help="Print the version and exit."),
) -> None:
    """Turn articles into audio that people choose to listen to."""
    if version:
        from narrate.version import __version__

        print(f"narrate {__version__}")
        raise typer.Exit


def main() -> None:
    """Entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        # A cron job or a Windows console may have an encoding that lacks the article's letters.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    logging.basicConfig(format="narrate: %(message)s", level=logging.WARNING)
    app()
