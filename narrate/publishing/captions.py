"""Captions: WebVTT (W3C) and SubRip, a cue for each sentence."""

from __future__ import annotations

from collections.abc import Iterator

from narrate.model import Cue, Timeline
from narrate.publishing.line import one_line


def vtt(timeline: Timeline) -> str:
    """WebVTT. A cue's id is ``BLOCK-START``: where its sentence stands in the article."""
    cues = [
        f"{cue.block}-{cue.block_start}\n"
        f"{_clock(start, '.')} --> {_clock(end, '.')}\n{_escaped(cue.text)}\n"
        for start, end, cue in _timed(timeline)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def srt(timeline: Timeline) -> str:
    """SubRip, which has no escapes: what would be markup there is said in other signs."""
    cues = [
        f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n"
        f"{one_line(cue.text).replace('<', '‹').replace('>', '›')}\n"
        for number, (start, end, cue) in enumerate(_timed(timeline), 1)
    ]
    return "\n".join(cues)


def _timed(timeline: Timeline) -> Iterator[tuple[int, int, Cue]]:
    """Start and end in milliseconds, rounded down alike, so that cues never overlap.

    A cue that would last no millisecond is left out, and one that shows nothing: players
    refuse the file for the one, and take the other's blank line for the end of the cue.
    """
    for cue in timeline.cues:
        start = cue.start * 1000 // timeline.rate
        end = cue.end * 1000 // timeline.rate
        if start < end and one_line(cue.text):
            yield start, end, cue


def _clock(milliseconds: int, point: str) -> str:
    seconds, ms = divmod(milliseconds, 1000)
    minutes, s = divmod(seconds, 60)
    hours, m = divmod(minutes, 60)
    return f"{hours:02d}:{m:02d}:{s:02d}{point}{ms:03d}"


def _escaped(text: str) -> str:
    # "-->" cannot stand in a cue; with its ">" escaped it does not.
    return one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
