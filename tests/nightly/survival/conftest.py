"""Clocks on the wall of other places."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest


@pytest.fixture
def clocks_in() -> Iterator[Callable[[str], None]]:
    """``clocks_in("Europe/Berlin")``: local time is Berlin's until the test ends."""
    if not hasattr(time, "tzset"):
        pytest.skip("local time cannot be moved on this system")
    with pytest.MonkeyPatch.context() as patch:

        def move(place: str) -> None:
            patch.setenv("TZ", place)
            time.tzset()

        yield move
    time.tzset()
