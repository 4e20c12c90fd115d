"""``narrate voices``: the voice profiles, and what the engines have."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from narrate.cli.outcome import explained

app = typer.Typer(name="voices", help="List voice profiles, or look at one.", rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def list_(
    context: typer.Context,
    engine: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="List the engine's own voices instead."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List voice profiles: name, language, engine, and what it is like.

    \b
    Examples:
      narrate voices
      narrate voices --engine pyttsx3
      narrate voices show newsreader
    """
    if context.invoked_subcommand:
        return
    with explained():
        rows = _engine_voices(engine) if engine else _profiles()
    if json_:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        for line in _table(rows):
            print(line)


@app.command()
def show(name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)]) -> None:
    """Print every setting of one voice profile.

    \b
    Example:
      narrate voices show newsreader
    """
    with explained():
        from narrate.speech.voice import load

        voice = load(name)
    for key, value in asdict(voice).items():
        shown = ", ".join(sorted(value)) if isinstance(value, frozenset) else value
        print(f"{key}: {shown if shown or shown == 0 else '-'}")


def _profiles() -> list[dict[str, str]]:
    from narrate.speech.voice import load, names

    voices = [load(name) for name in names()]
    return [
        {
            "name": voice.name,
            "language": voice.language or "any",
            "engine": voice.engine,
            "description": voice.description,
        }
        for voice in voices
    ]


def _engine_voices(engine: str) -> list[dict[str, str]]:
    from narrate.speech.process import EngineProcess

    process = EngineProcess(engine)
    process.stop()
    return [
        {"id": voice.id, "language": voice.language or "any", "description": voice.description}
        for voice in process.voices
    ]


def _table(rows: list[dict[str, str]]) -> list[str]:
    """Columns as wide as their widest cell; the last one runs free."""
    if not rows:
        return []
    widths = {key: max(len(key), *(len(row[key]) for row in rows)) for key in rows[0]}
    header = {key: key.upper() for key in widths}
    return [
        "  ".join(row[key].ljust(width) for key, width in widths.items()).rstrip()
        for row in [header, *rows]
    ]
