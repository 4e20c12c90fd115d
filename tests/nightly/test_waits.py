"""How long an article that failed is left alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from narrate.nightly.waits import LONGEST, has_come, next_try

HOUR = 3600


def test_the_waits_grow() -> None:
    nights = [next_try(failures, 0) / (24 * HOUR) for failures in range(1, 8)]
    assert nights == [0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 31.5]


def test_a_night_that_begins_a_little_earlier_is_the_next_night() -> None:
    assert has_come(next_try(1, now=5 * HOUR), now=28 * HOUR)


def test_a_server_that_asks_for_longer_is_heard() -> None:
    assert next_try(1, now=0, retry_after=50 * HOUR) == 50 * HOUR
    assert next_try(1, now=0, retry_after=1) == 12 * HOUR
    assert next_try(1, now=0, retry_after=1e300) == LONGEST


@given(st.integers(1, 10_000), st.integers(0, 2**40), st.floats(0))
def test_every_wait_ends(failures: int, now: int, retry_after: float) -> None:
    moment = next_try(failures, now, retry_after)
    assert not has_come(moment, now)
    assert has_come(moment, now + LONGEST)
    assert has_come(moment, moment - 2 * LONGEST), "the clock was wrong, then or now"
