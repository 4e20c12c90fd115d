"""``narrate site``: recordings as a folder of pages that may be uploaded as it is."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from narrate.cli.arguments import settings
from narrate.cli.make import DEFAULT_FOLDER
from narrate.cli.outcome import explained

app = typer.Typer(
    name="site",
    help="Build a site of the recordings in a folder: pages, player, podcast feed.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Folder = Annotated[
    str,
    typer.Argument(
        metavar="DIR", help="The folder with the recordings; for build, s3:// or gs:// as well."
    ),
]


@app.command()
def build(
    folder: Folder = DEFAULT_FOLDER,
    base_url: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="Where the folder will stand on the web; otherwise as narrate.toml says.",
        ),
    ] = "",
    title: Annotated[
        str,
        typer.Option(metavar="TEXT", help="The podcast's title; otherwise as narrate.toml says."),
    ] = "",
) -> None:
    """Write pages, player and feed beside the recordings; only what changed is written.

    \b
    Examples:
      narrate site build
      narrate site build --base-url https://example.org/audio/ --title "The Ledger, read"
      narrate site build s3://bucket/audio/ --base-url https://example.org/audio/
    """
    with explained():
        from narrate.publishing.place import place
        from narrate.publishing.site.build import build as build_site

        podcast = settings().podcast
        podcast = dataclasses.replace(
            podcast, base_url=base_url or podcast.base_url, title=title or podcast.title
        )
        built = build_site(place(folder), podcast)
    print(
        f"{built.folder / 'index.html'}  {built.episodes} episodes, "
        f"{len(built.written)} files written, {len(built.removed)} removed"
    )
    if not built.has_feed:
        typer.echo(
            "narrate: no feed without --base-url (or base_url under [podcast] in narrate.toml).",
            err=True,
        )


@app.command()
def attach(
    pages: Annotated[
        Path, typer.Argument(metavar="PAGES", show_default=False, help="The built site.")
    ],
    recordings: Annotated[
        str, typer.Option("--from", metavar="DIR", help="The folder with the recordings.")
    ] = DEFAULT_FOLDER,
    base_url: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="Where recordings and player stand on the web; otherwise they are put into PAGES.",
        ),
    ] = "",
) -> None:
    """Put players into pages that Hugo, Jekyll, MkDocs or Eleventy built.

    A recording goes to the page that it was made of. Run it after each build: what is there
    already is left, and what is gone is taken out.

    \b
    Examples:
      narrate make public/posts/ && narrate site attach public/
      narrate site attach public/ --base-url https://cdn.example.org/audio/
    """
    with explained():
        from narrate.publishing.place import place
        from narrate.publishing.site.attach import attach as attach_players

        base = base_url and base_url.rstrip("/") + "/"
        done = attach_players(pages, place(recordings), base)
    print(f"{done.players} pages with a player; {len(done.written)} pages changed")
    for title in done.unmatched:
        typer.echo(f"narrate: no page belongs to the recording “{title}”", err=True)


@app.command()
def serve(
    folder: Folder = DEFAULT_FOLDER,
    port: Annotated[int, typer.Option(help="0 for any that is free.")] = 8000,
) -> None:
    """Look at the site on this machine, and listen; Ctrl-C ends it.

    Pages are built anew as recordings come, and show what is being narrated meanwhile.

    \b
    Examples:
      narrate site serve
      narrate site serve recordings/ --port 0
    """
    with explained():
        from narrate.publishing.place import on_this_machine
        from narrate.publishing.site.build import build as build_site
        from narrate.publishing.site.server import serving

        podcast, here = settings().podcast, on_this_machine(folder)
        with serving(here, port, lambda: build_site(here, podcast)) as server:
            print(f"http://127.0.0.1:{server.server_port}/index.html", flush=True)
            server.serve_forever()
