"""What a nightly run finds, remembers and plans: entries before they are read, and their past.

    Subscription -> Entry... -> Plan -> Attempt...

Moments are whole seconds since the epoch, so that a plan is a function of numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from narrate.model.article import Source

SubscriptionKind = Literal["feed", "sitemap", "page", "folder", "list"]
Reason = Literal["new", "changed", "again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One ``[[source]]`` of ``narrate.toml``: where articles come from, and which are wanted."""

    name: str
    """Unique in the file: reports, the ledger and the command line call it so."""
    kind: SubscriptionKind
    address: str
    """A web address, or a path where the kind allows one."""
    voice: str = ""
    """Empty: the voice of all."""
    newest: int = 0
    """At most so many of its articles a night, the newest; 0: as many as there are."""
    minutes: float = 0.0
    """At most so many minutes of sound a night; 0: no such limit."""
    only: tuple[str, ...] = ()
    """Patterns (``*`` for anything) of which an article's address must match one."""
    skip: tuple[str, ...] = ()
    """Patterns that no article's address may match."""
    since: str = ""
    """ISO 8601 date: what is older is left; what has no date is taken."""
    private: bool = False
    """Whether it, and what it links to, may stand at a private address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server wants to hear to say that nothing has changed (RFC 9110, section 8.8)."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article that a subscription names."""

    source: Source
    subscription: str
    mark: str
    """Changes when the article does, as far as the subscription tells: a date, a digest."""
    also: Mapping[str, str] = field(default_factory=dict)
    """What other subscriptions say of the same article: a mark each, by their names."""

    @property
    def marks(self) -> Mapping[str, str]:
        return {self.subscription: self.mark, **self.also}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the ledger remembers of one article."""

    uri: str
    subscription: str
    """That it was tried for last; empty where its recording was taken in without one."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """Those it had when it was last narrated, or failed, or was taken out, by subscription."""
    title: str = ""
    narrated: int = 0
    """When it was narrated last; 0: never."""
    content: str = ""
    """A digest of what was narrated last: its text, its voice, all that is heard."""
    audio: str = ""
    """Name of its recording in the site's folder; empty while there is none."""
    seconds: float = 0.0
    """Of sound."""
    failures: int = 0
    """How often in a row it failed, with these marks."""
    next_try: int = 0
    """Not before this moment, after a failure."""
    error: str = ""
    """The sentence of the last failure; empty after a success."""
    forgotten: bool = False
    """A person took it out: it is not made again until it changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The table ``[nightly]``: how much one run may do. 0 stands for no limit."""

    articles: int = 0
    minutes: float = 0.0
    """Of sound."""
    cost: float = 0.0
    """In the currency of the voices' prices."""
    deadline: int = 0
    """Minutes of the clock after which nothing new is begun."""
    tries: int = 5
    """After so many failures in a row an article is given up until it changes."""
    patience: int = 3
    """A source that fails so many nights in a row is raised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One article that is to be narrated tonight."""

    entry: Entry
    reason: Reason
    voice: str
    minutes: float
    """Of sound, predicted."""
    cost: float = 0.0
    """Predicted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """One article that is not narrated tonight, and why, as a clause."""

    entry: Entry
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a night will do, in order. What is up to date is in none of it."""

    work: tuple[Planned, ...] = ()
    left: tuple[Left, ...] = ()
    """Wanted, and kept for another night."""
    passed_over: tuple[Left, ...] = ()
    """Not wanted: a filter, a person or too many failures say so."""
    adopted: tuple[Entry, ...] = ()
    """Known, but not from all these subscriptions: the ledger learns their marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What became of an entry when its source was read last, if it was not up to date."""

    uri: str
    subscription: str
    wanted: bool
    why: str = ""
    """Why it waits, or is not wanted; empty while it is that night's work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One time that an article was tried."""

    run: int
    moment: int
    error: str = ""
    """A sentence; empty where it was narrated."""
    took: float = 0.0
    """Seconds of the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One night."""

    number: int
    began: int
    ended: int = 0
    """0: it is at work, or was killed."""
    narrated: int = 0
    failed: int = 0
    left: int = 0
    exit_code: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How it goes with reading one source."""

    name: str
    failures: int = 0
    """Nights in a row."""
    error: str = ""
    """The sentence of the last one; empty after a success."""
    succeeded: int = 0
    """When it was read last; 0: never."""
