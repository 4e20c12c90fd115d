"""``narrate script``: what will be spoken, line by line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from narrate.cli.arguments import Json, Sources, VoiceName, settings
from narrate.cli.outcome import explained, for_each

if TYPE_CHECKING:
    from narrate.model import Script, Source, Utterance


def script(
    sources: Sources,
    voice: VoiceName = "newsreader",
    diff: Annotated[
        bool, typer.Option("--diff", help="Only what is said otherwise than written, and why.")
    ] = False,
    json_: Json = False,
) -> None:
    """Print the script: every line as it is written and as it is spoken, and the pauses.

    A wide terminal shows the two side by side. With --diff each change has its place in the
    sentence, and the rule that made it.

    \b
    Examples:
      narrate script story.html
      narrate script story.html --diff
      narrate script story.html --json
    """
    with explained():
        from narrate.cli.playscript import columns, differences, lines, width
        from narrate.speech.voice import load

        profile = load(voice)
    here = settings()

    def show(source: Source) -> None:
        from narrate.pipeline import prepare
        from narrate.sources.reader import read

        _, written, _ = prepare(read(source), profile, here)
        if json_:
            shown = _as_json(source.uri, written)
            print(json.dumps(shown, ensure_ascii=False), flush=True)
        elif not diff and (wide := width()):
            columns(written, profile.name, wide)
        else:
            for line in differences(written) if diff else lines(written, profile.name):
                print(line)

    for_each(sources, show)


def _as_json(source: str, script: Script) -> dict[str, Any]:
    from narrate.model import Pause

    return {
        "source": source,
        "language": script.language,
        "lines": [
            {"pause_ms": line.ms, "boundary": line.boundary}
            if isinstance(line, Pause)
            else _spoken(line)
            for line in script.lines
        ],
    }


def _spoken(utterance: Utterance) -> dict[str, Any]:
    return {
        "written": utterance.written,
        "spoken": utterance.spoken,
        "role": utterance.role,
        "voice": utterance.voice,
        "language": utterance.language,
        "block": utterance.block,
        "changes": [
            {
                "written": token.written,
                "spoken": token.spoken,
                "start": token.start,
                "end": token.end,
                "rule": token.rule,
            }
            for token in utterance.tokens
            if token.spoken != token.written
        ],
    }
