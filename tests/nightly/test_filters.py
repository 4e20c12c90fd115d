"""Which articles a subscription wants, by their addresses and dates."""

from __future__ import annotations

import fnmatch
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Entry, Source, Subscription
from narrate.nightly.filters import matches, unwanted


def why(uri: str = "https://a.example/politics/1", published: str = "", **filters: object) -> str:
    entry = Entry(
        source=Source(kind="url", uri=uri, published=published), subscription="a", mark=""
    )
    subscription = Subscription(name="a", kind="feed", address="", **filters)  # type: ignore[arg-type]
    return unwanted(entry, subscription)


def test_only_and_skip() -> None:
    assert not why(only=("*/politics/*", "*/world/*"))
    assert why(only=("*/sports/*",)) == "its address matches none of 'only'"
    assert why(skip=("*/live/*", "*/politics/*")) == "its address matches '*/politics/*' in 'skip'"


def test_a_pattern_may_be_written_as_people_write_it() -> None:
    assert why("https://a.example/k%C3%BCnste/1", skip=("*/künste/*",))
    assert why("https://a.example/page?id=3", skip=("*/page?id=*",)), "only * stands for anything"


@pytest.mark.parametrize(
    ("published", "wanted"),
    [("2026-01-01", True), ("2025-12-31T23:00:00Z", False), ("", True), ("last week", True)],
)
def test_what_is_older_is_left_and_what_has_no_date_is_taken(published: str, wanted: bool) -> None:
    assert why(published=published, since="2026-01-01") == (
        "" if wanted else "it is older than 2026-01-01"
    )


@given(st.text("ab*", max_size=8), st.text("ab", max_size=12))
def test_stars_are_those_of_the_shell(pattern: str, text: str) -> None:
    assert matches(pattern, text) == bool(re.match(fnmatch.translate(pattern), text))


def test_many_stars_take_no_longer() -> None:
    begun = time.process_time()
    assert not matches("*a" * 1000 + "*c*", "ab" * 100_000)
    assert time.process_time() - begun < 1
