"""Why an article is narrated, or is not."""

from __future__ import annotations

from narrate.model import Found, Known, Policy, SourceHealth, Subscription
from narrate.nightly.why import why

URI = "https://news.example/live/1"
NEWS = Subscription(name="news", kind="feed", address="https://news.example/feed.xml")
WELL = {"news": SourceHealth(name="news", succeeded=1)}


def sentences(
    known: Known | None = None,
    found: Found | None = None,
    health: dict[str, SourceHealth] = WELL,
    subscription: Subscription = NEWS,
) -> list[str]:
    answer = why(
        URI,
        known=known,
        found=found,
        health=health,
        subscriptions=[subscription],
        policy=Policy(),
    )
    return list(answer)


def past(**facts: object) -> Known:
    return Known(**{"uri": URI, "subscription": "news", **facts})  # type: ignore[arg-type]


def waiting(clause: str = "", *, wanted: bool = True) -> Found:
    return Found(uri=URI, subscription="news", wanted=wanted, why=clause)


def test_what_was_narrated() -> None:
    (sentence,) = sentences(past(audio="live.mp3", seconds=61, narrated=1_790_000_000))
    assert sentence.startswith("It was narrated on 2026-09-2")
    assert sentence.endswith("from 'news': live.mp3, 1:01.")


def test_what_failed_tells_how_often_why_and_when_it_is_tried_again() -> None:
    stub = past(failures=2, error="It is a stub.", next_try=1_790_000_000)
    failed, again = sentences(stub, waiting("It is a stub."))
    assert failed == "It failed 2 times in a row, the last time so: It is a stub."
    assert again.startswith("It is tried again from 2026-09-2")
    told = sentences(past(failures=2, error="No."), waiting("it failed, and is tried again"))
    assert len(told) == 2, "nothing is said twice"
    assert sentences(past(failures=5, error="No."))[1].startswith("It is given up until it changes")


def test_what_failed_and_fell_out_of_its_feed() -> None:
    sentence = sentences(past(failures=1, error="No."))[-1]
    assert sentence == "But no source named it when it was last read: then it is not tried."


def test_what_waits_and_what_is_not_wanted() -> None:
    assert sentences(found=waiting("the night's limit of 5 articles is reached")) == [
        "It waits: the night's limit of 5 articles is reached."
    ]
    assert sentences(found=waiting("it is older than 2026-01-01", wanted=False)) == [
        "It is not wanted: it is older than 2026-01-01."
    ]
    assert "the next one will" in sentences(found=waiting())[0]


def test_what_nobody_named_and_why_that_may_be() -> None:
    picky = Subscription(name="news", kind="feed", address="", skip=("*/live/*",))
    down = {"news": SourceHealth(name="news", failures=3, error="No answer.")}
    assert sentences(subscription=picky, health=down) == [
        "No source named it when it was last read.",
        "The source 'news' does not take it: its address matches '*/live/*' in 'skip'.",
        "The source 'news' could not be read last 3 nights: No answer.",
    ]
    assert sentences(health={})[-1] == "The source 'news' has never been read."


def test_a_source_that_is_gone() -> None:
    gone = Known(uri=URI, subscription="old", audio="a.mp3")
    assert "Its source 'old' is no longer in narrate.toml." in sentences(gone)


def test_a_source_by_another_name_has_it_still() -> None:
    renamed = past(subscription="old", marks={"old": "1", "news": "1"}, audio="live.mp3")
    assert len(sentences(renamed)) == 1
    assert sentences(past(subscription="old", marks={"old": "1"}, audio="live.mp3"))[1] == (
        "Its source 'old' is no longer in narrate.toml."
    )
