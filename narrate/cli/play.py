"""``narrate play``: hear an article at once."""

from __future__ import annotations

from typing import Annotated

import typer

from narrate.cli.arguments import MaxCost, VoiceName, profile, settings
from narrate.cli.outcome import explained, for_each


def play(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            show_default=False,
            help="A file, a URL, - for standard input, a folder, or a feed.",
        ),
    ],
    voice: VoiceName = "newsreader",
    max_cost: MaxCost = None,
) -> None:
    """Speak a source now: the first words come at once, while the rest is still being made.

    Ctrl-C stops.

    \b
    Examples:
      narrate play story.html
      narrate play https://example.org/story
      pbpaste | narrate play -
    """
    from narrate.playback import play as play_source

    with explained():
        speaker = profile(voice, max_cost)
    here = settings()
    for_each([source], lambda found: play_source(found, voice=speaker, settings=here))
