"""The whole look at one recording."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narrate.inspection import findings
from narrate.inspection.decoder import decode
from narrate.inspection.hearing import RUN, Heard, listen
from narrate.inspection.sound import Measured, measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a recording measures, and what is wrong with it."""

    audio: Path
    measured: Measured
    recorded: bool
    """A record stands beside it."""
    pause_error: float
    """Seconds by which the worst pause is not what the script says."""
    heard: Heard | None
    """None where nobody listened: no record, no recogniser, or not in English."""
    wrong: tuple[str, ...]
    """A clause each; none where all is well."""


def inspect(path: Path) -> Report:
    """Decode the recording and compare it with the record and the captions beside it.

    Raises SourceError for what is no sound file, MissingExtraError where PyAV is missing.
    """
    decoded = decode(path)
    measured = measure(decoded.samples, decoded.rate, decoded.channels)
    record = findings.record_of(path)
    wrong = [*findings.of_chapters(measured, decoded.chapters)]
    error, heard = 0.0, None
    if record is None:
        wrong = [*findings.of_sound(measured), *findings.of_silences(measured), *wrong]
    else:
        errors = [abs(heard - said) for said, heard in findings.pauses(measured, record)]
        error = max(errors, default=0.0)
        wrong = [
            *findings.of_sound(measured, record.get("loudness")),
            *wrong,
            *findings.of_record(measured, record, path),
            *findings.of_captions(record, path),
        ]
        heard = listen(path, record)
        if heard and len(heard.longest_run) >= RUN:
            words = " ".join(heard.longest_run)
            wrong.append(f"“{words}” is not heard at {findings.clock(heard.at)}")
    return Report(
        audio=path,
        measured=measured,
        recorded=record is not None,
        pause_error=error,
        heard=heard,
        wrong=tuple(wrong),
    )
