"""Which of the articles that were found are wanted, and which of those are to be narrated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from narrate.model import Entry, Known, Left, Policy, Reason, Subscription
from narrate.nightly.filters import unwanted
from narrate.nightly.waits import has_come


def each_once(
    entries: Iterable[Entry], subscriptions: Sequence[Subscription]
) -> tuple[list[Entry], list[Left]]:
    """The articles that a subscription wants, the newest first, and those that none does.

    One that several want is of the first, holds the marks of all, and is as new as any of them
    says. What has no date comes after what has one, as its subscription has it.
    """
    by_name = {subscription.name: subscription for subscription in subscriptions}
    places = {subscription.name: at for at, subscription in enumerate(subscriptions)}

    def age(numbered: tuple[int, Entry]) -> tuple[float, int, int, str, str]:
        at, entry = numbered
        moment, place = _moment(entry.source.published), places[entry.subscription]
        if moment is None:
            return float("inf"), place, at, entry.source.uri, entry.mark
        return -moment, place, 0, entry.source.uri, entry.mark

    wanted: dict[str, list[Entry]] = {}
    refused: dict[str, Left] = {}
    for _, entry in sorted(enumerate(entries), key=age):
        if why := unwanted(entry, by_name[entry.subscription]):
            refused.setdefault(entry.source.uri, Left(entry=entry, why=why))
        else:
            wanted.setdefault(entry.source.uri, []).append(entry)
    chosen = [same[0] if len(same) == 1 else _joined(same, places) for same in wanted.values()]
    return chosen, [left for uri, left in refused.items() if uri not in wanted]


def _joined(same: Sequence[Entry], places: Mapping[str, int]) -> Entry:
    first = min(same, key=lambda entry: places[entry.subscription])
    others = {entry.subscription: entry.mark for entry in reversed(same)}
    del others[first.subscription]
    return replace(first, also=others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """On a wanted article; without ``reason`` it is not narrated tonight."""

    reason: Reason | None = None
    why: str = ""
    """A clause; empty where it is up to date."""
    waits: bool = False
    """Its turn comes by itself; otherwise only when it changes."""


def judge(entry: Entry, past: Known | None, now: int, policy: Policy) -> Verdict:
    """What the past of an article says of it.

    It has changed where a subscription gives it another mark than before. The first mark of a
    subscription says nothing: one calls it by a date, the other by a digest.
    """
    if past is None:
        return Verdict(reason="new")
    marks = entry.marks.items()
    if any(past.marks.get(name, mark) != mark for name, mark in marks):
        return Verdict(reason="changed" if past.audio or past.forgotten else "new")
    if past.failures >= policy.tries:
        times = "once" if past.failures == 1 else f"{past.failures} times"
        return Verdict(why=f"it failed {times}, and is given up until it changes")
    if past.failures and has_come(past.next_try, now):
        return Verdict(reason="again")
    if past.failures:
        day = datetime.fromtimestamp(past.next_try, UTC).date()
        return Verdict(why=f"it failed, and is tried again from {day} on", waits=True)
    if past.forgotten:
        return Verdict(why="it was taken out, and stays so until it changes")
    return Verdict() if past.audio else Verdict(reason="new")


def _moment(published: str) -> float | None:
    """Seconds since the epoch; None where it says no day. Without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(published)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
