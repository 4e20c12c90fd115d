"""Why an article is narrated, or is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from narrate.model import Entry, Found, Known, Policy, Source, SourceHealth, Subscription
from narrate.nightly.filters import unwanted
from narrate.nightly.wording import length, moment


def why(
    uri: str,
    *,
    known: Known | None,
    found: Found | None,
    health: Mapping[str, SourceHealth],
    subscriptions: Sequence[Subscription],
    policy: Policy,
) -> Iterator[str]:
    """In sentences: what became of it, what it waits for, and who could have named it."""
    if known:
        yield from _past(known, policy)
        if 0 < known.failures < policy.tries and not found:
            yield "But no source named it when it was last read: then it is not tried."
    if found and not (known and (known.failures or known.forgotten)):  # that was said
        yield from _present(found)
    if not (known or found):
        yield "No source named it when it was last read."
    name = found.subscription if found else known.subscription if known else ""
    own = next((each for each in subscriptions if each.name == name), None)
    if own is None and known:  # another one, or the same by another name, has it too
        own = next((each for each in subscriptions if each.name in known.marks), None)
    if name and own is None:
        yield f"Its source '{name}' is no longer in narrate.toml."
    for subscription in [own] if own else subscriptions:
        yield from _of_source(uri, subscription, health.get(subscription.name))


def _past(known: Known, policy: Policy) -> Iterator[str]:
    source = f" from '{known.subscription}'" if known.subscription else ""
    if known.audio:
        when = f" on {moment(known.narrated)}" if known.narrated else ""
        yield f"It was narrated{when}{source}: {known.audio}, {length(known.seconds)}."
    if known.forgotten:
        yield "It was taken out by narrate library forget, and stays so until it changes."
    if known.failures:
        times = "once" if known.failures == 1 else f"{known.failures} times in a row"
        yield f"It failed {times}, the last time so: {known.error}"
        if known.failures >= policy.tries:
            yield "It is given up until it changes, or: narrate library retry"
        else:
            yield f"It is tried again from {moment(known.next_try)} on."


def _present(found: Found) -> Iterator[str]:
    if not found.wanted:
        yield f"It is not wanted: {found.why}."
    elif found.why:
        yield f"It waits: {found.why.removesuffix('.')}."
    else:
        yield "It was to be narrated in the last run, which did not come to it; the next one will."


def _of_source(uri: str, subscription: Subscription, health: SourceHealth | None) -> Iterator[str]:
    name = subscription.name
    entry = Entry(source=Source(kind="url", uri=uri), subscription=name, mark="")
    if clause := unwanted(entry, subscription):
        yield f"The source '{name}' does not take it: {clause}."
    if health is None:
        yield f"The source '{name}' has never been read."
    elif health.error:
        nights = "night" if health.failures == 1 else f"{health.failures} nights"
        yield f"The source '{name}' could not be read last {nights}: {health.error}"
