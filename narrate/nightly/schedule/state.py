"""What a scheduler tells of one schedule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    next_run: str = ""
    """In the scheduler's words; empty where it does not say."""
    last_run: str = ""
    """When, and how it ended; empty where it never ran, or the scheduler does not say."""
    notes: tuple[str, ...] = ()
    """What a person should know, as clauses."""
