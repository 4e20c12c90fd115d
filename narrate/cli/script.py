"""``narrate script``: what will be spoken, line by line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from narrate.cli.arguments import Json, Sources, VoiceName, settings
from narrate.cli.outcome import explained, for_each

if TYPE_CHECKING:
    from narrate.model import Pause, Source, Utterance


def script(
    sources: Sources,
    voice: VoiceName = "newsreader",
    diff: Annotated[
        bool, typer.Option("--diff", help="Only what is said otherwise than written, and why.")
    ] = False,
    json_: Json = False,
) -> None:
    """Print the script: every line as it is spoken, and the pauses.

    \b
    Examples:
      narrate script story.html
      narrate script story.html --diff
      narrate script story.html --json
    """
    with explained():
        from narrate.speech.voice import load

        profile = load(voice)
    here = settings()

    def show(source: Source) -> None:
        from narrate.pipeline import prepare
        from narrate.sources.reader import read

        _, written, _ = prepare(read(source), profile, here)
        if json_:
            shown = _as_json(source.uri, written.language, written.lines)
            print(json.dumps(shown, ensure_ascii=False), flush=True)
        elif diff:
            for utterance in written.utterances:
                for token in utterance.tokens:
                    if token.spoken != token.written:
                        print(f"{token.rule}: {token.written} -> {token.spoken or '(not said)'}")
        else:
            print(written)

    for_each(sources, show)


def _as_json(source: str, language: str, lines: tuple[Utterance | Pause, ...]) -> dict[str, Any]:
    from narrate.model import Pause

    return {
        "source": source,
        "language": language,
        "lines": [
            {"pause_ms": line.ms, "boundary": line.boundary}
            if isinstance(line, Pause)
            else {
                "written": line.written,
                "spoken": line.spoken,
                "role": line.role,
                "voice": line.voice,
            }
            for line in lines
        ],
    }
