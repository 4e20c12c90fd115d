"""A plan: what is new, changed or due again, the newest first, within the caps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.model import Entry, Known, Plan, Policy, Source, Subscription
from narrate.nightly.plan import plan
from narrate.nightly.waits import LONGEST, next_try

NOW = 1_790_000_000
DAY = 24 * 3600
NEWS = Subscription(name="news", kind="feed", address="https://news.example/feed.xml")
MAP = Subscription(name="map", kind="sitemap", address="https://news.example/sitemap.xml")

ANYTHING = Policy()


def entry(page: str, published: str = "", mark: str = "1", of: str = "news") -> Entry:
    uri = f"https://news.example/{page}"
    source = Source(kind="feed entry", uri=uri, published=published)
    return Entry(source=source, subscription=of, mark=mark)


def past(page: str, **facts: object) -> dict[str, Known]:
    """What is known of an article of the feed; with ``audio``, it was narrated."""
    uri = f"https://news.example/{page}"
    return {uri: Known(**{"uri": uri, "subscription": "news", "marks": {"news": "1"}, **facts})}  # type: ignore[arg-type]


def planned(
    entries: Sequence[Entry],
    known: dict[str, Known] | None = None,
    policy: Policy = ANYTHING,
    subscriptions: Sequence[Subscription] = (NEWS, MAP),
    minutes: float = 5.0,
    now: int = NOW,
) -> Plan:
    return plan(
        entries,
        known or {},
        now=now,
        policy=policy,
        subscriptions=subscriptions,
        voice="newsreader",
        predict=lambda each, voice: (minutes, minutes / 100),
    )


def pages(found: Plan) -> list[str]:
    return [each.entry.source.uri.rpartition("/")[2] for each in found.work]


def test_the_newest_come_first_and_what_has_no_date_last() -> None:
    entries = [
        entry("undated"),
        entry("old", "2026-01-02"),
        entry("new", "2026-09-03T01:00:00+02:00"),
        entry("newer", "2026-09-03T00:30:00Z"),
        entry("undated-too"),
    ]
    assert pages(planned(entries)) == ["newer", "new", "old", "undated", "undated-too"]


def test_what_was_narrated_is_narrated_again_only_when_its_mark_changes() -> None:
    known = past("story", audio="story.mp3")
    assert planned([entry("story", mark="1")], known) == Plan()
    (work,) = planned([entry("story", mark="2")], known).work
    assert work.reason == "changed"


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0.1, []), (0.9, ["story"]), (2, ["story"])],
)
def test_what_failed_waits_for_its_night(days: float, expected: list[str]) -> None:
    known = past("story", failures=1, next_try=next_try(1, NOW))
    found = planned([entry("story")], known, now=NOW + round(days * DAY))
    assert pages(found) == expected
    assert [left.why for left in found.left] == (
        [] if expected else ["it failed, and is tried again from 2026-09-22 on"]
    )


def test_what_failed_too_often_is_given_up_until_it_changes() -> None:
    known = past("story", failures=5)
    found = planned([entry("story", mark="1")], known)
    assert not found.work
    assert not found.left
    assert found.passed_over[0].why == "it failed 5 times, and is given up until it changes"
    assert planned([entry("story", mark="2")], known).work[0].reason == "new"


def test_what_a_person_took_out_stays_out_until_it_changes() -> None:
    known = past("story", forgotten=True)
    found = planned([entry("story", mark="1")], known)
    assert found.passed_over[0].why == "it was taken out, and stays so until it changes"
    assert planned([entry("story", mark="2")], known).work[0].reason == "changed"


def test_a_clock_that_jumped_back_makes_nothing_wait_for_years() -> None:
    known = past("story", failures=1, next_try=NOW + LONGEST + 1)
    assert pages(planned([entry("story")], known)) == ["story"]


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        (Policy(articles=1), "the night's limit of 1 article is reached"),
        (
            Policy(minutes=9),
            "it takes some 5 minutes, and of the 9 of the night not enough is left",
        ),
        (
            Policy(cost=0.05),
            "it takes some 0.05 of cost, and of the 0.05 of the night not enough is left",
        ),
    ],
)
def test_caps(policy: Policy, why: str) -> None:
    found = planned([entry("new", "2026-02-02"), entry("old", "2026-02-01")], policy=policy)
    assert pages(found) == ["new"]
    assert [left.why for left in found.left] == [why]


def test_caps_of_a_source_leave_the_others_alone() -> None:
    entries = [entry("a", "2026-02-02"), entry("b", "2026-02-01"), entry("c", of="map")]
    few = planned(entries, subscriptions=[replace(NEWS, newest=1), MAP])
    assert pages(few) == ["a", "c"]
    assert few.left[0].why == "the limit of 1 article a night for 'news' is reached"
    short = planned(entries, subscriptions=[replace(NEWS, minutes=6), MAP])
    assert pages(short) == ["a", "c"]


def test_an_article_that_no_night_has_room_for_says_so() -> None:
    found = planned([entry("novel")], policy=Policy(minutes=60), minutes=600)
    assert found.left[0].why == "it alone takes some 600 minutes, and the night has 60"


def test_an_article_of_two_sources_is_of_the_first() -> None:
    (work,) = planned([entry("a", of="map"), entry("a", of="news")]).work
    assert work.entry.subscription == "news"


def test_a_filter_of_one_source_is_not_one_of_the_other() -> None:
    picky = replace(NEWS, skip=("*/a",))
    (work,) = planned([entry("a"), entry("a", of="map")], subscriptions=[picky, MAP]).work
    assert work.entry.subscription == "map"
    found = planned([entry("a")], subscriptions=[picky, MAP])
    assert found.passed_over[0].why == "its address matches '*/a' in 'skip'"


def test_an_article_that_fell_out_of_its_feed_is_not_narrated_again_for_another_mark() -> None:
    """The mark of a feed is a digest, that of a sitemap a date: they are not compared."""
    known = past("story", audio="story.mp3")
    in_map = entry("story", mark="2026-09-01", of="map")
    found = planned([in_map], known)
    assert (found.work, found.adopted) == ((), (in_map,))
    both = planned([in_map, entry("story", of="news")], known)
    assert both.adopted[0].marks == {"news": "1", "map": "2026-09-01"}
    learned = past("story", audio="story.mp3", marks=both.adopted[0].marks)
    assert planned([in_map, entry("story", of="news")], learned) == Plan()


@pytest.mark.parametrize("changed", ["news", "map"])
def test_a_change_that_one_of_two_sources_tells_is_seen(changed: str) -> None:
    """And so it is where the other said "unchanged", and named nothing."""
    known = past("story", audio="story.mp3", marks={"news": "1", "map": "1"})
    entries = [entry("story", mark="2" if of == changed else "1", of=of) for of in ("news", "map")]
    (work,) = planned(entries, known).work
    assert (work.entry.subscription, work.reason) == ("news", "changed")
    assert work.entry.marks == {each.subscription: each.mark for each in entries}
    alone = [each for each in entries if each.subscription == changed]
    assert planned(alone, known).work[0].reason == "changed"


def test_voices() -> None:
    subscriptions = [replace(NEWS, voice="anchor"), MAP]
    work = planned([entry("a"), entry("b", of="map")], subscriptions=subscriptions).work
    assert [each.voice for each in work] == ["anchor", "newsreader"]


ENTRIES = st.lists(
    st.builds(
        entry,
        page=st.sampled_from("abcdefgh"),
        published=st.sampled_from(["2026-01-01", "2026-01-02T10:00:00Z", "2026-03-01"]),
        mark=st.sampled_from("12"),
        of=st.sampled_from(["news", "map"]),
    ),
    max_size=12,
)
KNOWN = st.dictionaries(
    st.sampled_from([f"https://news.example/{page}" for page in "abcdefgh"]),
    st.builds(
        Known,
        uri=st.just(""),
        subscription=st.sampled_from(["news", "map", "gone", ""]),
        marks=st.dictionaries(st.sampled_from(["news", "map", "gone"]), st.sampled_from("12")),
        audio=st.sampled_from(["", "x.mp3"]),
        failures=st.integers(0, 6),
        next_try=st.integers(NOW - DAY, NOW + 2 * LONGEST),
        forgotten=st.booleans(),
    ),
)
POLICIES = st.builds(
    Policy,
    articles=st.integers(0, 4),
    minutes=st.floats(0, 30),
    cost=st.floats(0, 3),
    tries=st.integers(1, 6),
)


def lengths(each: Entry, voice: str) -> tuple[float, float]:
    minutes = 1 + ord(each.source.uri[-1]) % 7 * 1.7
    return minutes, minutes / 10


@settings(deadline=None)  # how long an example takes is the machine's affair
@given(ENTRIES, KNOWN, POLICIES, st.integers(0, 3), st.floats(0, 20), st.randoms())
def test_caps_hold_nothing_comes_twice_and_the_order_does_not_matter(
    entries: list[Entry],
    known: dict[str, Known],
    policy: Policy,
    newest: int,
    minutes: float,
    random: object,
) -> None:
    subscriptions = [replace(NEWS, newest=newest, minutes=minutes), MAP]

    def plan_of(some: list[Entry]) -> Plan:
        return plan(
            some,
            known,
            now=NOW,
            policy=policy,
            subscriptions=subscriptions,
            voice="newsreader",
            predict=lengths,
        )

    found = plan_of(entries)
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert plan_of(shuffled) == found

    all_said = [
        *(each.entry.source.uri for each in found.work),
        *(each.entry.source.uri for each in found.left),
        *(each.entry.source.uri for each in found.passed_over),
    ]
    assert len(all_said) == len(set(all_said))
    assert set(all_said) <= {each.source.uri for each in entries}
    of_news = [each for each in found.work if each.entry.subscription == "news"]
    for cap, used in (
        (policy.articles, len(found.work)),
        (policy.minutes, sum(each.minutes for each in found.work)),
        (policy.cost, sum(each.cost for each in found.work)),
        (newest, len(of_news)),
        (minutes, sum(each.minutes for each in of_news)),
    ):
        assert not cap or used <= cap
    dates = [
        max(e.source.published for e in entries if e.source.uri == each.entry.source.uri)[:10]
        for each in found.work
    ]
    assert dates == sorted(dates, reverse=True)
