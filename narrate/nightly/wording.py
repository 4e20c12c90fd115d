"""How counts, moments and lengths are written for people."""

from __future__ import annotations

from datetime import datetime


def many(count: int, thing: str) -> str:
    """``1 article``, ``1,200 articles``."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def moment(seconds: int) -> str:
    """In local time, to the minute."""
    return f"{datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M}"


def length(seconds: float) -> str:
    """Minutes and seconds: ``12:03``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
