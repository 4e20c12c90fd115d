"""``narrate check``: is a recording what its record says, and fit to be delivered?"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narrate.cli.arguments import Json
from narrate.cli.outcome import complain, explained

if TYPE_CHECKING:
    from narrate.inspection.inspector import Report


def check(
    recordings: Annotated[
        list[Path], typer.Argument(metavar="AUDIO...", show_default=False, help="Sound files.")
    ],
    json_: Json = False,
) -> None:
    """Decode recordings and prove them.

    Measures loudness, true peak, silences and clicks, and holds what is heard against the
    NAME.json and NAME.vtt beside it: length, chapters, cues, and that each sentence is there
    and takes a plausible time. With narrate[check] installed it listens for every word of
    English recordings, and names the numbers, names and negations to listen to yourself.
    Exit status 1 when something is wrong.

    \b
    Examples:
      narrate check output/site/*.mp3
      narrate check story.m4b --json
    """
    from narrate.errors import NarrateError
    from narrate.inspection.inspector import inspect

    failed = False
    with explained():
        for path in recordings:
            try:
                report = inspect(path)
            except NarrateError as error:
                failed = True
                complain(error)
                continue
            failed = failed or bool(report.wrong)
            shown = json.dumps(asdict(report), default=str, ensure_ascii=False)
            print(shown if json_ else _sentences(report), flush=True)
    if failed:
        raise typer.Exit(1)


def _sentences(report: Report) -> str:
    measured = report.measured
    minutes, seconds = divmod(round(measured.seconds), 60)
    clicks = len(measured.clicks)
    facts = [
        f"{minutes}:{seconds:02d}",
        f"{measured.loudness:.1f} LUFS",
        f"{measured.true_peak:.1f} dBTP",
        f"{clicks or 'no'} click{'' if clicks == 1 else 's'}",
    ]
    if report.recorded:
        facts.append(f"pauses right to {1000 * report.pause_error:.0f} ms")
    doubtful: list[str] = []
    if report.heard:
        facts.append(f"{report.heard.words} words listened for")
        if report.heard.doubtful:
            doubtful = [f"  Listen to: {', '.join(report.heard.doubtful)}."]
    head = f"{report.audio}: {', '.join(facts)}"
    wrong = [f"  {clause[0].upper()}{clause[1:]}." for clause in report.wrong]
    return "\n".join([f"{head}: {'wrong' if wrong else 'good'}", *wrong, *doubtful])
