"""A script for the eye: written and spoken, who says it, and the silences."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from narrate.model import Pause, Script, Token, Utterance

WIDE = 100  # columns that a terminal must have to show two texts side by side


def width() -> int:
    """The columns of the terminal, where it is one and wide enough for two texts; else 0."""
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    return columns if columns >= WIDE else 0


def lines(script: Script, voice: str) -> Iterator[str]:
    """A line for each utterance, a second one where it is said otherwise than written."""
    for line in script.lines:
        if isinstance(line, Pause):
            yield _pause(line)
        else:
            yield f"{_who(line, script, voice)}: {line.written}"
            if line.spoken != line.written:
                yield f"    said: {line.spoken}"


def columns(script: Script, voice: str, width: int) -> None:
    """Print written and spoken side by side; what is said otherwise stands out."""
    console = Console(width=width, highlight=False)
    margin = max([8, *(len(_who(line, script, voice)) for line in script.utterances)])
    margin = min(margin, width // 5)
    text = (width - margin - 4) // 2
    for line in script.lines:
        if isinstance(line, Pause):
            console.print(Text(" " * (margin + 2) + _pause(line), style="dim"))
            continue
        row = Table.grid(padding=(0, 2, 0, 0))
        row.add_column(width=margin)
        row.add_column(width=text)
        row.add_column(width=text)
        row.add_row(
            Text(_who(line, script, voice), style="dim"),
            _written(line),
            _spoken(line),
        )
        console.print(row)


def differences(script: Script) -> Iterator[str]:
    """Each sentence in which something is said otherwise than written, then what, where and why.

    The place is the block's number, and the characters from and to in its text.
    """
    for utterance in script.utterances:
        changes = [token for token in utterance.tokens if _is_change(token)]
        if changes:
            yield utterance.written
        for token in changes:
            place = f"{utterance.block}:{token.start}-{token.end}"
            yield f"    {place:<12} {token.rule}: {token.written} -> {_said(token)}"


def _said(token: Token) -> str:
    return token.spoken.strip() or "(not said)"


def _pause(pause: Pause) -> str:
    return f"[{pause.boundary}: {pause.ms} ms]"


def _who(utterance: Utterance, script: Script, voice: str) -> str:
    """The role; the voice and the language where they are not the ones of the rest."""
    others = []
    if utterance.voice != voice:
        others.append(utterance.voice)
    if utterance.language != script.language:
        others.append(utterance.language)
    return utterance.role.upper() + (f" ({', '.join(others)})" if others else "")


def _written(utterance: Utterance) -> Text:
    """As written, bold where it is said otherwise."""
    text, end = Text(), utterance.start
    for token in utterance.tokens:
        text.append(" " if token.start > end else "")
        text.append(token.written, style="bold" if _is_change(token) else "")
        end = token.end
    return text


def _spoken(utterance: Utterance) -> Text:
    """As spoken, bold where it is written otherwise."""
    text = Text(utterance.spoken)
    for token, start in zip(utterance.tokens, utterance.spoken_starts, strict=True):
        if _is_change(token):
            text.stylize("bold", start, start + len(token.spoken))
    return text


def _is_change(token: Token) -> bool:
    return token.spoken != token.written
