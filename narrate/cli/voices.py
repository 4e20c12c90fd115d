"""``narrate voices``: the voice profiles, what the engines have, and how they sound."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from narrate.cli import voices_install
from narrate.cli.arguments import settings
from narrate.cli.outcome import complain, explained

app = typer.Typer(
    name="voices",
    help="List voice profiles, look at one, hear it, install it.",
    rich_markup_mode=None,
)
app.command()(voices_install.install)
app.command()(voices_install.remove)
Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]


@app.callback(invoke_without_command=True)
def list_(
    context: typer.Context,
    engine: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="List the engine's own voices instead."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List voice profiles: language, engine, quality, and whether this machine has all they need.

    \b
    Examples:
      narrate voices
      narrate voices --engine pyttsx3
      narrate voices show newsreader
      narrate voices try duet
      narrate voices install en_US-lessac-medium
    """
    if context.invoked_subcommand:
        return
    with explained():
        rows, faults = (_engine_voices(engine), []) if engine else _profiles()
    if json_:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        for line in _table(rows):
            print(line)
    for fault in faults:
        complain(fault)
    if faults:
        raise typer.Exit(1)


@app.command()
def show(name: Name) -> None:
    """Print every setting of one voice as it is in effect: a profile to copy and change.

    \b
    Examples:
      narrate voices show newsreader
      narrate voices show newsreader > mine.toml
    """
    with explained():
        from narrate.script.pacing import DEFAULT_PACING
        from narrate.speech.profile import as_toml
        from narrate.speech.voice import load, path_of

        voice = load(name)
        print(f"# {path_of(name)}")
        print(as_toml(voice, DEFAULT_PACING), end="")


@app.command(name="try")
def try_(
    name: Name,
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT", show_default=False, help="What it says; otherwise a short article."
        ),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the sound there: .mp3 or .wav."),
    ] = None,
) -> None:
    """Hear a voice. Where the machine has no loudspeaker, a file is written instead.

    \b
    Examples:
      narrate voices try nachrichten
      narrate voices try second "The ferry leaves at seven."
      narrate voices try duet -o duet.mp3
    """
    with explained():
        from narrate.errors import OutputError
        from narrate.playback import sample
        from narrate.speech.voice import load

        voice, here = load(name), settings()
        if output is None:
            try:
                sample(text, voice=voice, settings=here)
            except OutputError as error:
                output = Path(f"voice-{name}.mp3")
                complain(f"{error.problem}; it is written into a file")
        if output is not None:
            sample(text, voice=voice, to=output, settings=here)
            print(output)


def _profiles() -> tuple[list[dict[str, Any]], list[Exception]]:
    """A row for each profile that is right, and what is wrong with the others."""
    from narrate.errors import NarrateError
    from narrate.speech.readiness import missing
    from narrate.speech.voice import load, names

    voices, faults = [], list[Exception]()
    for name in names():
        try:
            voices.append(load(name))
        except NarrateError as error:
            faults.append(error)
    lacks = missing(voices)
    rows: list[dict[str, Any]] = [
        {
            "name": voice.name,
            "language": voice.language or "any",
            "engine": voice.engine,
            "quality": voice.quality,
            "ready": lacks[voice.name] is None,
            "description": voice.description,
            "missing": str(lacks[voice.name] or ""),
        }
        for voice in voices
    ]
    return rows, faults


def _engine_voices(engine: str) -> list[dict[str, Any]]:
    from narrate.speech.process import EngineProcess

    process = EngineProcess(engine)
    process.stop()
    return [
        {"id": voice.id, "language": voice.language or "any", "description": voice.description}
        for voice in process.voices
    ]


def _table(rows: list[dict[str, Any]]) -> list[str]:
    """Columns as wide as their widest cell; what is missing stands under the voice's line."""
    columns = [key for key in (rows[0] if rows else {}) if key != "missing"]
    cells = [
        [key.upper() for key in columns],
        *([_shown(row[key]) for key in columns] for row in rows),
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = []
    for line, row in zip(cells, [{}, *rows], strict=True):
        lines.append("  ".join(map(str.ljust, line, widths)).rstrip())
        if row.get("missing"):
            lines.append(f"    {row['missing']}")
    return lines if rows else []


def _shown(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else str(value)
