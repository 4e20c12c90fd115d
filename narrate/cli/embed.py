"""``narrate embed``: the snippet that puts a recording on a page."""

from __future__ import annotations

from typing import Annotated

import typer

from narrate.cli.outcome import explained


def embed(
    episode: Annotated[
        str, typer.Argument(metavar="EPISODE", show_default=False, help="The recording.")
    ],
    base_url: Annotated[
        str,
        typer.Option(metavar="URL", help="Where the recording and the player stand on the web."),
    ] = "",
    text: Annotated[
        str,
        typer.Option(
            metavar="SELECTOR",
            help="The element whose sentences are read along; otherwise the article around"
            " the player. 'none': no reading along.",
        ),
    ] = "",
) -> None:
    """Print HTML to paste into a page: it plays without scripts, and reads along with them.

    The page loads narrate-player.js and narrate-player.css from where the recording stands;
    narrate site build puts them there.

    \b
    Examples:
      narrate embed output/site/story.mp3 --base-url https://example.org/audio/
      narrate embed output/site/story.mp3 --text "#story"
    """
    with explained():
        from narrate.publishing.place import place
        from narrate.publishing.site.embed import snippet
        from narrate.publishing.site.recordings import of_file

        base = base_url and base_url.rstrip("/") + "/"
        print(snippet(of_file(place(episode)), base_url=base, text=text))
