"""What a scheduler tells of one schedule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    next_run: str = ""
    """In the scheduler's words; empty where it does not say."""
    last_start: str = ""
    """When it was started last, and how that ended; empty where the scheduler does not know."""
    notes: tuple[str, ...] = ()
    """What a person should know, as clauses."""
