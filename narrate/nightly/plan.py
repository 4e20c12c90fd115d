"""What a night will do: a function of what was found, what is known, the clock and the policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from narrate.model import Entry, Known, Left, Plan, Planned, Policy, Reason, Subscription
from narrate.nightly.choice import each_once, judge
from narrate.nightly.wording import many

Predict = Callable[[Entry, str], tuple[float, float]]
"""The minutes of sound, and the cost, of an entry in a voice of that name."""


def plan(
    entries: Iterable[Entry],
    known: Mapping[str, Known],
    *,
    now: int,
    policy: Policy,
    subscriptions: Sequence[Subscription],
    voice: str,
    predict: Predict,
) -> Plan:
    """What is new, has changed, or failed and may be tried again: the newest first.

    What a cap leaves no room for waits, and a shorter article may take its place. ``voice``
    is for subscriptions that name none. Every entry's subscription must be among them.
    """
    due: list[tuple[Entry, Reason]] = []
    left: list[Left] = []
    adopted: list[Entry] = []
    wanted, passed_over = each_once(entries, subscriptions)
    for entry in wanted:
        past = known.get(entry.source.uri)
        verdict = judge(entry, past, now, policy)
        if verdict.reason:
            due.append((entry, verdict.reason))
            continue
        if verdict.why:
            (left if verdict.waits else passed_over).append(Left(entry=entry, why=verdict.why))
        if past and not entry.marks.keys() <= past.marks.keys():
            adopted.append(entry)
    work, crowded_out = _within(due, policy, subscriptions, voice, predict)
    return Plan(
        work=tuple(work),
        left=(*crowded_out, *left),
        passed_over=tuple(passed_over),
        adopted=tuple(adopted),
    )


def _within(
    due: Iterable[tuple[Entry, Reason]],
    policy: Policy,
    subscriptions: Sequence[Subscription],
    voice: str,
    predict: Predict,
) -> tuple[list[Planned], list[Left]]:
    """As many as the caps let through, in order, and the others."""
    by_name = {subscription.name: subscription for subscription in subscriptions}
    room = _Room(policy)
    work: list[Planned] = []
    left: list[Left] = []
    for entry, reason in due:
        subscription = by_name[entry.subscription]
        why = room.full(subscription)
        if not why:
            speaker = subscription.voice or voice
            minutes, cost = predict(entry, speaker)
            why = room.too_small(subscription, minutes, cost)
        if why:
            left.append(Left(entry=entry, why=why))
            continue
        room.take(subscription, minutes, cost)
        work.append(Planned(entry=entry, reason=reason, voice=speaker, minutes=minutes, cost=cost))
    return work, left


class _Room:
    """What the caps still leave of a night."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._articles: Counter[str] = Counter()
        self._minutes: dict[str, float] = {}
        self._of_all = (0, 0.0, 0.0)

    def full(self, subscription: Subscription) -> str:
        """Why no article more may come, however short; empty where one may."""
        if 0 < self._policy.articles <= self._of_all[0]:
            return f"the night's limit of {many(self._policy.articles, 'article')} is reached"
        if 0 < subscription.newest <= self._articles[subscription.name]:
            articles = many(subscription.newest, "article")
            return f"the limit of {articles} a night for '{subscription.name}' is reached"
        return ""

    def too_small(self, subscription: Subscription, minutes: float, cost: float) -> str:
        """Why an article of that length does not fit; empty where it does."""
        _, all_minutes, all_cost = self._of_all
        so_far = self._minutes.get(subscription.name, 0.0)
        return (
            _over(minutes, all_minutes, self._policy.minutes, "minutes", "the night")
            or _over(minutes, so_far, subscription.minutes, "minutes", f"'{subscription.name}'")
            or _over(cost, all_cost, self._policy.cost, "of cost", "the night")
        )

    def take(self, subscription: Subscription, minutes: float, cost: float) -> None:
        name = subscription.name
        self._articles[name] += 1
        self._minutes[name] = self._minutes.get(name, 0.0) + minutes
        articles, all_minutes, all_cost = self._of_all
        self._of_all = (articles + 1, all_minutes + minutes, all_cost + cost)


def _over(more: float, so_far: float, cap: float, what: str, whose: str) -> str:
    if not cap or so_far + more <= cap:
        return ""
    if more > cap:
        return f"it alone takes some {more:.3g} {what}, and {whose} has {cap:g}"
    return f"it takes some {more:.3g} {what}, and of the {cap:g} of {whose} not enough is left"
