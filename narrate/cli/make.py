"""``narrate make``: sources to recordings."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narrate.cli.arguments import Json, MaxCost, Sources, VoiceName, profile, settings
from narrate.cli.outcome import explained, for_each

if TYPE_CHECKING:
    from narrate.model import Episode, Source

DEFAULT_FOLDER = "output/site"


def make(
    sources: Sources,
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE-or-DIR",
            help="Where the recording goes: here, or in a store, as s3:// or gs://.",
        ),
    ] = DEFAULT_FOLDER,
    voice: VoiceName = "newsreader",
    format: Annotated[  # noqa: A002 - the option's name
        str | None,
        typer.Option(
            metavar="NAME",
            help="mp3, wav, m4a, m4b, opus, flac, epub; otherwise by suffix, or mp3.",
        ),
    ] = None,
    json_: Json = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress bar, nothing on success.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Speak every sentence anew, and make every file.")
    ] = False,
    max_cost: MaxCost = None,
) -> None:
    """Make a recording of each source.

    Writes NAME.mp3, and beside it NAME.vtt (captions) and NAME.json (what was said, when,
    and why). NAME is the article's date and title unless -o names a file.

    \b
    Examples:
      narrate make story.html
      narrate make https://example.org/story -o story.mp3
      narrate make novel.epub -o novel.m4b
      narrate make story.html -o story.epub
      pbpaste | narrate make - --voice newsreader
      narrate make saved-pages/ -o recordings/
      narrate make story.html -o s3://bucket/audio/
    """
    from narrate.pipeline import FORMATS

    file, file_format = _target(output, format, FORMATS)
    if file and len(sources) > 1:
        raise typer.BadParameter(f"{output} is one file, and there are {len(sources)} sources")

    def record(source: Source) -> None:
        from narrate.cli.progress import name_of, speaking
        from narrate.pipeline import make as make_episode
        from narrate.publishing.site.progress import noted

        folder = where.parent if file else where
        with (
            speaking(source.uri, hidden=quiet or json_) as move,
            noted(folder, name_of(source.uri)) as note,
        ):

            def on_progress(done: int, total: int) -> None:
                note(done, total)
                if move:
                    move(done, total)

            episode = make_episode(
                source,
                voice=speaker,
                to=output,
                file_format=None if file else file_format,
                settings=here,
                cache=not no_cache,
                on_progress=on_progress,
            )
        if json_:
            print(json.dumps(asdict(episode), default=str, ensure_ascii=False), flush=True)
        elif not quiet:
            print(_summary(episode), flush=True)

    with explained():
        from narrate.publishing.place import place

        where = place(output)
        speaker = profile(voice, max_cost)
    here = settings()
    for_each(sources, record)


def _target(output: str, chosen: str | None, formats: tuple[str, ...]) -> tuple[bool, str]:
    """Whether ``output`` names a file, and the audio format."""
    known = ", ".join(formats)
    if chosen and chosen.lower() not in formats:
        raise typer.BadParameter(f"'{chosen}' is not one of: {known}", param_hint="--format")
    path = Path(output)
    suffix = path.suffix.lower().lstrip(".")
    if path.is_dir() or not suffix or output.endswith(("/", os.sep)):
        return False, (chosen or formats[0]).lower()
    if suffix not in formats:
        advice = f"'.{suffix}' is not one of: {known}; end the name of a folder with a slash"
        raise typer.BadParameter(advice, param_hint="-o")
    if chosen and chosen.lower() != suffix:
        raise typer.BadParameter(f"{output} ends in .{suffix}", param_hint="--format")
    return True, suffix


def _summary(episode: Episode) -> str:
    minutes, seconds = divmod(round(episode.seconds), 60)
    return f"{episode.audio}  {minutes}:{seconds:02d}  {episode.title}"
