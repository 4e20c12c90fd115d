"""``narrate voices install`` and ``remove``: neural voices come and go."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from narrate.cli.outcome import explained


def install(
    what: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FOLDER|URL",
            show_default=False,
            help="A name in the catalogue, a folder that holds a voice, or the address of one.",
        ),
    ],
    place: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="URL|FOLDER",
            help="Another place that holds the catalogue: a mirror, or a folder.",
        ),
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask whether the licence will do.")
    ] = False,
) -> None:
    """Install a neural voice of the Piper project, and write a profile for it.

    What a voice was made of and its licence are shown first. A download that broke off goes on
    where it stopped. The voices can be heard at https://rhasspy.github.io/piper-samples.

    \b
    Examples:
      narrate voices install en_US-lessac-medium
      narrate voices install de_DE-thorsten-medium --from /media/usb/piper-voices
      narrate voices install ~/Downloads/my-voice
    """
    with explained():
        from narrate.speech.installing.install import install as install_voice
        from narrate.speech.installing.install import look

        offer, source, card = look(what, place)
        print(card or "No card tells of this voice or its licence.", file=sys.stderr)
        if not yes and not typer.confirm(f"Install {offer.name}?", err=True):
            raise typer.Exit(1)
        with _coming(offer.name) as on_progress:
            profile = install_voice(offer, source, on_progress)
        print(profile)


def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
) -> None:
    """Delete a voice that was installed, and the profile that was written for it.

    \b
    Example:
      narrate voices remove en_US-lessac-medium
    """
    with explained():
        from narrate.speech.installing.install import remove as remove_voice

        for path in remove_voice(name):
            print(path)


@contextmanager
def _coming(name: str) -> Iterator[Callable[[int, int], None]]:
    """A callback that moves a bar, where there is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(name, total=None)

        def move(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total or None)

        yield move
