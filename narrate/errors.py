"""The error tree. Each error is a sentence with a next step; only the command line prints it.

NarrateError
├── SourceError         the input cannot be had: missing, unreachable, too large
├── ArticleError        the input holds no article that could be read aloud
├── VoiceError          no such voice profile, or it is not right
├── SpeechError         the engine failed on a sentence
├── OutputError         the recording cannot be written
├── WorkerError         who was to make the recording did not: it died, or was not to be had
├── ConfigError         narrate.toml is not right
├── LedgerError         what nights remember cannot be read or written
├── LockedError         another run is at work
├── ScheduleError       the system's scheduler cannot be told, or said no
└── MissingExtraError   an optional package is needed and not installed
"""

from __future__ import annotations

_LONGEST = 300  # characters of an input's name


class NarrateError(Exception):
    """What happened, to which input, and what to do next.

    ``problem`` is a clause without a full stop; ``subject`` names the input it happened
    to; ``advice`` is a full sentence. Read together they are one or two lines.
    """

    def __init__(self, problem: str, *, subject: str = "", advice: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.subject = subject
        self.advice = advice

    def __str__(self) -> str:
        subject = self.subject
        if len(subject) > _LONGEST:  # an address of thousands of letters would hide what happened
            subject = f"{subject[: _LONGEST // 2]}…{subject[-_LONGEST // 2 :]}"
        sentence = f"{subject}: {self.problem}" if subject else self.problem
        return f"{sentence}. {self.advice}" if self.advice else f"{sentence}."


def mistake(error: Exception, subject: str) -> NarrateError:
    """The error for what nobody foresaw, so that it stops nothing but its own input."""
    return NarrateError(
        f"{type(error).__name__}: {error}".rstrip(": "),
        subject=subject,
        advice="This is a mistake in narrate: please report it.",
    )


class SourceError(NarrateError):
    """The input cannot be had: missing, unreachable, refused, too large."""


class ArticleError(NarrateError):
    """The input was read, and holds no article that could be read aloud.

    ``rule`` names what it is instead, where that was recognised: "paywall stub".
    """

    def __init__(
        self, problem: str, *, subject: str = "", advice: str = "", rule: str = ""
    ) -> None:
        super().__init__(problem, subject=subject, advice=advice)
        self.rule = rule


class VoiceError(NarrateError):
    """No such voice profile, the profile is not right, or nothing speaks the language."""


class SpeechError(NarrateError):
    """The engine failed on a sentence, twice."""


class ConfigError(NarrateError):
    """``narrate.toml`` cannot be read, or says what nobody understands."""


class ScheduleError(NarrateError):
    """The system's own scheduler is not there, cannot be told, or said no."""


class OutputError(NarrateError):
    """The recording cannot be written where it was asked for."""


class LedgerError(NarrateError):
    """What nights remember cannot be read or written, or has no place for what was asked.

    ``damaged`` where it never can be again, and is to be made anew.
    """

    def __init__(
        self, problem: str, *, subject: str = "", advice: str = "", damaged: bool = False
    ) -> None:
        super().__init__(problem, subject=subject, advice=advice)
        self.damaged = damaged


class LockedError(NarrateError):
    """Another run is at work in the same folder."""


class WorkerError(NarrateError):
    """Who was to make the recording did not: it died, took too long, or cannot be reached."""


class MissingExtraError(NarrateError):
    """An optional package is needed for this and is not installed."""
