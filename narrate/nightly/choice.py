"""Which of the articles that were found are wanted, and which of those are to be narrated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from narrate.model import Entry, Known, Left, Policy, Reason, Subscription
from narrate.nightly.filters import unwanted
from narrate.nightly.waits import has_come


def each_once(
    entries: Iterable[Entry], known: Mapping[str, Known], subscriptions: Sequence[Subscription]
) -> tuple[list[Entry], list[Left]]:
    """The articles that a subscription wants, the newest first, and those that none does.

    One that several want is of the one it was narrated for, otherwise of the first. What has
    no date comes after what has one, as its subscription has it.
    """
    by_name = {subscription.name: subscription for subscription in subscriptions}
    places = {subscription.name: at for at, subscription in enumerate(subscriptions)}

    def age(numbered: tuple[int, Entry]) -> tuple[float, int, int, str, str]:
        at, entry = numbered
        moment, place = _moment(entry.source.published), places[entry.subscription]
        if moment is None:
            return float("inf"), place, at, entry.source.uri, entry.mark
        return -moment, place, 0, entry.source.uri, entry.mark

    def claim(entry: Entry) -> tuple[bool, int]:
        past = known.get(entry.source.uri)
        is_known = past is not None and past.subscription == entry.subscription
        return not is_known, places[entry.subscription]

    wanted: dict[str, Entry] = {}
    refused: dict[str, Left] = {}
    for _, entry in sorted(enumerate(entries), key=age):
        uri = entry.source.uri
        if why := unwanted(entry, by_name[entry.subscription]):
            refused.setdefault(uri, Left(entry=entry, why=why))
        elif uri not in wanted or claim(entry) < claim(wanted[uri]):
            wanted[uri] = entry
    return list(wanted.values()), [left for uri, left in refused.items() if uri not in wanted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """On a wanted article; without ``reason`` it is not narrated tonight."""

    reason: Reason | None = None
    why: str = ""
    """A clause; empty where it is up to date."""
    waits: bool = False
    """Its turn comes by itself; otherwise only when it changes."""


def judge(entry: Entry, past: Known | None, now: int, policy: Policy) -> Verdict:
    """What the past of an article says of it. Marks of two subscriptions are not compared."""
    if past is None:
        return Verdict(reason="new")
    elsewhere = past.subscription != entry.subscription
    if past.failures and (elsewhere or past.failed_mark == entry.mark):
        if past.failures >= policy.tries:
            times = "once" if past.failures == 1 else f"{past.failures} times"
            return Verdict(why=f"it failed {times}, and is given up until it changes")
        if has_come(past.next_try, now):
            return Verdict(reason="again")
        day = datetime.fromtimestamp(past.next_try, UTC).date()
        return Verdict(why=f"it failed, and is tried again from {day} on", waits=True)
    same = elsewhere or past.mark == entry.mark
    if past.forgotten and same:
        return Verdict(why="it was taken out, and stays so until it changes")
    if not past.audio and not past.forgotten:
        return Verdict(reason="new")
    return Verdict() if same else Verdict(reason="changed")


def _moment(published: str) -> float | None:
    """Seconds since the epoch; None where it says no day. Without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(published)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
