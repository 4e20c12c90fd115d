"""What a subscription gave."""

from __future__ import annotations

from dataclasses import dataclass, field

from narrate.errors import SourceError
from narrate.model import Entry, Source, Subscription, Validators
from narrate.sources.address import normalise

MOST = 100_000
"""Addresses that one subscription names at the most; the newest, where it says which they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a subscription names tonight."""

    entries: tuple[Entry, ...] = ()
    """Newest first, as far as it is told; each address once."""
    validators: Validators = field(default_factory=Validators)
    """What to ask with next time; empty where nothing can be asked."""
    unchanged: bool = False
    """The server says that all is as it was: then there are no entries here."""
    problems: tuple[SourceError, ...] = ()
    """What of it could not be had; all the rest was."""


def own_source(subscription: Subscription) -> Source:
    """The subscription's own web address as a source. Raises SourceError for what is none.

    The guard holds for it as for what it links to: its server may send on to anywhere.
    """
    return linked(normalise(subscription.address), subscription)


def linked(address: str, subscription: Subscription) -> Source:
    """What a subscription links to: at a private address only where a person allowed it."""
    return Source(kind="url" if subscription.private else "feed entry", uri=address)
