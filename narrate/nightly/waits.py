"""How long an article that failed is left alone: 1 night, 2, 4, 8 …"""

from __future__ import annotations

_DAY = 24 * 3600
_LONGEST = 32  # nights
LONGEST = _LONGEST * _DAY
"""Seconds; whoever asks for more waits so long."""


def next_try(failures: int, now: int, retry_after: float | None = None) -> int:
    """The moment before which it is not tried again, after so many failures in a row.

    Half a day less than whole nights, since one night begins a little earlier than the
    other. ``retry_after``: the seconds that a server asked for.
    """
    nights = min(_LONGEST, 1 << min(failures - 1, 16))
    wait = max(nights * _DAY - _DAY // 2, retry_after or 0)
    return now + round(min(wait, LONGEST))


def has_come(moment: int, now: int) -> bool:
    """Whether a ``next_try`` is due.

    One that is further ahead than the longest wait was set by a clock that was wrong.
    """
    return not now < moment <= now + LONGEST
