"""``narrate make``: sources to recordings."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narrate.cli.arguments import (
    ClusterAddress,
    Json,
    MaxCost,
    Sources,
    VoiceName,
    cluster_of,
    profile,
    settings,
)
from narrate.cli.outcome import complain, explained, found

if TYPE_CHECKING:
    from narrate.errors import NarrateError
    from narrate.model import Episode, Source
    from narrate.workers.work import Work

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
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Recordings made at a time on this machine; otherwise one a core.",
        ),
    ] = None,
    cluster: ClusterAddress = None,
) -> None:
    """Make a recording of each source; results come in the order of the sources.

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
      narrate make saved-pages/ -o /shared/recordings/ --cluster tcp://10.0.0.1:8786
    """
    from narrate.pipeline import FORMATS

    file, file_format = _target(output, format, FORMATS)
    if file and len(sources) > 1:
        raise typer.BadParameter(f"{output} is one file, and there are {len(sources)} sources")

    if jobs and cluster:
        raise typer.BadParameter("give either --jobs or --cluster", param_hint="--jobs")
    with explained():
        from narrate.publishing.place import place

        place(output)  # one that cannot be is told at once
        speaker = profile(voice, max_cost)
    here = settings()
    failed = False

    def shown(made: Episode) -> None:
        if json_:
            print(json.dumps(asdict(made), default=str, ensure_ascii=False), flush=True)
        elif not quiet:
            print(_summary(made), flush=True)

    def told(error: object) -> None:
        nonlocal failed
        failed = True
        complain(error)

    with explained():
        from narrate.errors import NarrateError
        from narrate.workers.work import Work

        def works(sources: Iterator[Source | NarrateError]) -> Iterator[Work]:
            for source in sources:
                if isinstance(source, NarrateError):
                    told(source)
                    continue
                yield Work(
                    source=source,
                    voice=speaker,
                    to=output,
                    file_format="" if file else file_format,
                    settings=here,
                    cache=not no_cache,
                )

        waiting = works(found(sources))
        first = list(islice(waiting, 2))
        who = cluster_of(cluster, here.cluster if not jobs else None)
        if who or (len(first) > 1 and jobs != 1):
            from narrate.workers.run import make_all

            every = make_all(chain(first, waiting), jobs=jobs or 0, cluster=who)
            with closing(every) as results:
                for done in results:
                    if done.episode:
                        shown(done.episode)
                    else:
                        told(done.error)
        else:
            for work in chain(first, waiting):
                try:
                    shown(_watched(work, hidden=quiet or json_))
                except NarrateError as error:
                    told(error)
    if failed:
        raise typer.Exit(1)


def _watched(work: Work, *, hidden: bool) -> Episode:
    """The recording, made here, for people who look on."""
    from narrate.cli.progress import name_of, speaking
    from narrate.publishing.place import place
    from narrate.publishing.site.progress import noted
    from narrate.workers.making import make as make_episode

    output, uri = place(work.to), work.source.uri
    folder = output if work.file_format else output.parent
    with speaking(uri, hidden=hidden) as move, noted(folder, name_of(uri)) as note:

        def on_progress(done: int, total: int) -> None:
            note(done, total)
            if move:
                move(done, total)

        return make_episode(work, on_progress=on_progress)


def _target(output: str, chosen: str | None, formats: tuple[str, ...]) -> tuple[bool, str]:
    """Whether ``output`` names a file, and the audio format."""
    known = ", ".join(formats)
    if chosen and chosen.lower() not in formats:
        raise typer.BadParameter(f"'{chosen}' is not one of: {known}", param_hint="--format")
    path = Path(output)
    suffix = path.suffix.lstrip(".")
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
