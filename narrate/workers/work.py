"""One recording to make, and what came of it: all that passes between processes."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from narrate.config import Settings
from narrate.errors import NarrateError, mistake
from narrate.model import Episode, Source, Voice
from narrate.sources.status import StatusError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One recording that is to be made. Made twice, it is the same files."""

    source: Source
    voice: Voice | str
    """A profile, or the name of one."""
    to: str
    """A folder, or the address of one; where ``file_format`` is empty, the file itself."""
    file_format: str = ""
    settings: Settings
    cache: bool = True
    """Whether what stands already, clips and recordings, is used."""
    sounding: str = ""
    """The digest of profiles and lexicons where it was asked for; empty where that is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An error of another process: what happened, to which input, and what to do next."""

    problem: str
    subject: str = ""
    advice: str = ""
    kind: str = "NarrateError"
    """The name of the error's class."""
    retry_after: float | None = None
    """Seconds that a server asks to wait; None where none did."""

    def __str__(self) -> str:
        return str(NarrateError(self.problem, subject=self.subject, advice=self.advice))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a work: small, whatever the recording weighs."""

    episode: Episode | None = None
    error: Failure | None = None
    """None where there is an episode."""
    seconds: float = 0.0
    """By the clock."""
    attempts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A work, and what came of it."""

    work: Work
    episode: Episode | None
    error: Failure | None
    """None where there is an episode."""
    seconds: float
    """By the clock, all attempts together."""
    attempts: int


def done(work: Work, outcome: Outcome) -> Done:
    return Done(
        work=work,
        episode=outcome.episode,
        error=outcome.error,
        seconds=outcome.seconds,
        attempts=outcome.attempts,
    )


def failure(error: Exception, work: Work) -> Failure:
    """The error, fit to travel; one that names no input gets the work's source as its subject."""
    if isinstance(error, NarrateError):
        return Failure(
            problem=error.problem,
            subject=error.subject or work.source.uri,
            advice=error.advice,
            kind=type(error).__name__,
            retry_after=error.retry_after if isinstance(error, StatusError) else None,
        )
    log.error("A mistake of narrate's own:", exc_info=error)
    told = mistake(error, work.source.uri)
    kind = type(error).__name__
    return Failure(problem=told.problem, subject=told.subject, advice=told.advice, kind=kind)
