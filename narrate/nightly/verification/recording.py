"""One recording against its record and its captions, read but not decoded.

``narrate check`` decodes and listens; this takes a tenth of a second for an hour of sound, and
finds what is cut off, exchanged, missing or out of place.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from narrate.inspection.findings import LENGTH_WITHIN, clock, of_captions, record_of
from narrate.model import Place
from narrate.nightly.report import Finding
from narrate.nightly.verification.sound import examine

_ROUNDED = 2.0  # milliseconds between a record's cues and its duration


def verify_recording(audio: Place) -> list[Finding]:
    """What is wrong with the recording: none where all is well.

    Its files are there, its bytes are those its record was written for, it is as long as the
    record says, a cue for each sentence lies in order inside it, its chapters cover it, and the
    captions say the same as the record.
    """
    record = record_of(audio)
    advice = _advice(record)
    return [
        Finding(file=audio.name, problem=problem, advice=advice) for problem in _of(audio, record)
    ]


def _of(audio: Place, record: Mapping[str, Any] | None) -> Iterator[str]:
    account = audio.with_suffix(".json")
    if not audio.is_file():
        yield "it is missing"
        return
    if record is None:
        state = "cannot be read" if account.is_file() else "is missing"
        yield f"its record {state}: {account.name}"
        return
    try:
        yield from _of_sound(audio, record)
        yield from _of_times(record)
        yield from of_captions(record, audio)
        captions = audio.with_suffix(".vtt")
        if captions.is_file() and not _is_vtt(captions):
            yield f"{captions.name} is no WebVTT file"
    except OSError as error:
        yield f"it cannot be read: {error.strerror}"
    except (KeyError, TypeError, ValueError, AttributeError):
        yield f"its record is not as narrate writes it: {account.name}"


def _of_sound(audio: Place, record: Mapping[str, Any]) -> Iterator[str]:
    sound, duration = examine(audio), float(record["duration"])
    if sound.broken:
        yield sound.broken
    if sound.sha256 != record["sha256"]:
        yield "its bytes are not those that its record was written for"
    if sound.seconds is not None and abs(sound.seconds - duration) > LENGTH_WITHIN:
        yield f"it lasts {clock(sound.seconds)}, and its record says {clock(duration)}"


def _of_times(record: Mapping[str, Any]) -> Iterator[str]:
    """Cues and chapters count milliseconds. Of many that are wrong, the first is told.

    Chapters cover all of the sound; behind the last cue there may be music.
    """
    length = 1000 * float(record["duration"])
    for what in ("chapter", "cue"):
        before = 0.0
        for number, part in enumerate(record[f"{what}s"], 1):
            start, end = float(part["start"]), float(part["end"])
            if end > length + _ROUNDED:
                yield f"{what} {number} ends after the sound, at {clock(end / 1000)}"
                break
            if not before <= start <= end:
                yield f"{what} {number} is out of its place, at {clock(start / 1000)}"
                break
            before = end
        else:
            if what == "chapter" and before < length - _ROUNDED:
                yield f"the last chapter ends at {clock(before / 1000)}, before the sound does"
    said = sum("spoken" in line for line in record["script"])
    if said != len(record["cues"]):
        yield f"its record has {len(record['cues'])} cues for {said} sentences"


def _is_vtt(path: Place) -> bool:
    """https://www.w3.org/TR/webvtt1/#file-structure: its first line, in UTF-8."""
    content = path.read_text(encoding="utf-8-sig")  # raises ValueError for what is no UTF-8
    return content.split("\n", 1)[0].split(" ")[0].rstrip("\r") == "WEBVTT"


def _advice(record: Mapping[str, Any] | None) -> str:
    source = str(record.get("source", "")) if record else ""
    command = f"narrate make {shlex.quote(source)}" if source else "narrate make SOURCE"
    return f"Delete its files and make it again: {command}"
