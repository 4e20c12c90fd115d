"""What is wrong with a recording, in sentences: with its sound, and against its record."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from narrate.inspection.sound import Measured
from narrate.model import Place
from narrate.model.delivery import LOUDNESS
from narrate.publishing.line import one_line

LOUDNESS_WITHIN = 0.5  # LU
PEAK = -1.0  # dBTP
CUE_WITHIN = 0.030  # seconds from a cue's start to the sound
LENGTH_WITHIN = 0.05  # seconds: some formats end with a whole packet
LETTERS_A_SECOND = (4.0, 45.0)  # of any one sentence: what voices speak at
_LONGEST_PAUSE = 5.0  # seconds, where no record says what was wanted
_TIMING = re.compile(r"(\d+):(\d\d):(\d\d)\.(\d{3}) --> (\d+):(\d\d):(\d\d)\.(\d{3})")


def of_sound(measured: Measured, wanted: float | None = None) -> Iterator[str]:
    """``wanted`` is its loudness in LUFS; otherwise what podcasts of its channels deliver."""
    if wanted is None:
        wanted = LOUDNESS["mono" if measured.channels == 1 else "stereo"]
    off = measured.loudness - wanted
    if not abs(off) <= LOUDNESS_WITHIN:
        yield f"it is at {measured.loudness:.1f} LUFS, and {wanted:.1f} is wanted"
    if measured.true_peak > PEAK:
        yield f"its true peak is {measured.true_peak:.1f} dBTP, over {PEAK:.0f}"
    for place in measured.clicks:
        yield f"there is a click at {clock(place)}"


def of_silences(measured: Measured) -> Iterator[str]:
    """For a recording without a record."""
    for start, end in measured.silences:
        if end - start > _LONGEST_PAUSE:
            yield f"nothing is heard for {end - start:.1f} s from {clock(start)} on"


def of_chapters(measured: Measured, chapters: tuple[tuple[float, float], ...]) -> Iterator[str]:
    """Of the chapters that stand in the file itself."""
    previous = 0.0
    for number, (start, end) in enumerate(chapters, 1):
        if start < previous - 0.002 or end < start:
            yield f"chapter {number} begins before the one in front of it ends"
        if end > measured.seconds + LENGTH_WITHIN:
            yield f"chapter {number} ends after the sound, at {clock(end)}"
        previous = end


def of_record(measured: Measured, record: Mapping[str, Any], path: Path) -> Iterator[str]:
    """Where the sound is not what the record says."""
    if abs(measured.seconds - record["duration"]) > LENGTH_WITHIN:
        yield f"it lasts {measured.seconds:.2f} s, and its record says {record['duration']:.2f}"
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != record["sha256"]:
            yield "its bytes are not those that its record was written for"
    for chapter in record["chapters"]:
        if chapter["end"] > 1000 * (measured.seconds + LENGTH_WITHIN):
            yield f"the chapter “{chapter['title']}” ends after the sound"
    yield from _of_cues(measured, record["cues"])


def _of_cues(measured: Measured, cues: list[dict[str, Any]]) -> Iterator[str]:
    before = 0.0
    quiet = iter(measured.silences)
    silence = next(quiet, None)
    for cue in cues:
        start, end = cue["start"] / 1000, cue["end"] / 1000
        said = f"“{_shortened(cue['text'])}” ({clock(start)})"
        if start < before - 0.001 or end < start or end > measured.seconds + LENGTH_WITHIN:
            yield f"the cue {said} stands outside its place"
        while silence and silence[1] <= start:
            silence = next(quiet, None)
        heard = end - start
        if silence and silence[0] <= start + 0.005 and silence[1] > start + CUE_WITHIN:
            heard -= min(end, silence[1]) - start
            late = 1000 * (silence[1] - start)
            yield f"the sound of {said} begins {late:.0f} ms late"
        letters = len(re.sub(r"\W", "", cue["text"]))
        speed = letters / max(heard, 0.001)
        if letters > 10 and not LETTERS_A_SECOND[0] <= speed <= LETTERS_A_SECOND[1]:
            yield f"{said} lasts {heard:.1f} s, which is not plausible"
        before = end


def pauses(measured: Measured, record: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    """For each pause of the script the seconds that it should last, and that it does last.

    Only pauses that can be told from a voice taking breath. Music leaves no silence.
    """
    cues = record["cues"]
    edges = [(a["end"] / 1000, b["start"] / 1000) for a, b in pairwise(cues)]
    quiet = iter(measured.silences)
    silence = next(quiet, None)
    for end, start in edges:
        while silence and silence[1] < start - CUE_WITHIN:
            silence = next(quiet, None)
        if silence and start - end >= 2 * 0.08 and silence[0] <= end + CUE_WITHIN:
            yield start - end, silence[1] - silence[0]


def of_captions(record: Mapping[str, Any], path: Place) -> Iterator[str]:
    """Where the captions beside the recording do not agree with its record."""
    captions = path.with_suffix(".vtt")
    if not captions.is_file():
        yield f"its captions are missing: {captions.name}"
        return
    content = captions.read_text(encoding="utf-8", errors="replace")
    shown = [_seconds(found.groups()) for found in _TIMING.finditer(content)]
    wanted = [
        (cue["start"], cue["end"])
        for cue in record["cues"]
        if cue["start"] < cue["end"] and one_line(cue["text"])
    ]
    if len(shown) != len(wanted):
        yield f"{captions.name} has {len(shown)} cues, and its record has {len(wanted)}"
    elif shown != wanted:
        at = next(a for a, b in zip(shown, wanted, strict=True) if a != b)
        yield f"{captions.name} and its record differ from {clock(at[0] / 1000)} on"


def record_of(path: Place) -> dict[str, Any] | None:
    """The record beside a recording; None where there is none that can be read."""
    try:
        record = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    needed = {"duration", "sha256", "chapters", "cues", "script"}
    return record if isinstance(record, dict) and needed <= record.keys() else None


def clock(seconds: float) -> str:
    """1:02:03.4"""
    tenths = int(seconds * 10)
    hours, minutes, rest = tenths // 36000, tenths // 600 % 60, tenths % 600
    head = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{head}:{rest // 10:02d}.{rest % 10}"


def _seconds(parts: tuple[str, ...]) -> tuple[int, int]:
    """Start and end of a cue in milliseconds."""
    h, m, s, ms, h2, m2, s2, ms2 = map(int, parts)
    return ((h * 60 + m) * 60 + s) * 1000 + ms, ((h2 * 60 + m2) * 60 + s2) * 1000 + ms2


def _shortened(text: str, longest: int = 50) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
