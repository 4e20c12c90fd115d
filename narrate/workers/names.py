"""Two articles of one title and date that are made at the same time, and the name they share.

The earlier work has it, whoever was quicker, as if they were made one by one. Two things may
have gone otherwise. Both have published under it, since neither saw the other: so every name
that was given is kept until all works are done that were under way then. Or the later was
done before the earlier chose its name, which then stands apart: it takes over.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from narrate.publishing.episode import together
from narrate.workers.work import Done, Work

MOST = 1000
"""Names that are kept, the latest: one work that takes an hour must not cost the memory,
for a work may hold its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    work: Work
    until: int
    """The last work that was under way."""


class Names:
    """The names of the works that were done lately, in their order."""

    def __init__(self) -> None:
        self._given: OrderedDict[str, _Given] = OrderedDict()

    def holder(self, done: Done) -> Work | None:
        """The earlier work, of another source, that has this one's name."""
        given = self._given.get(_name(done))
        same = given is None or given.work.source.uri == done.work.source.uri
        return None if same or not given else given.work

    def give(self, done: Done, until: int) -> None:
        """The work may keep its name; ``until`` is the last work that has begun."""
        if done.episode and done.work.file_format:
            self._given.setdefault(_name(done), _Given(work=done.work, until=until))
            if len(self._given) > MOST:
                self._given.popitem(last=False)

    def forget(self, before: int) -> None:
        """All works before that one are done."""
        while self._given and next(iter(self._given.values())).until < before:
            self._given.popitem(last=False)


def wanted(done: Done) -> Path | None:
    """The name that a work which was made now did not get; None where it has its own.

    In a store names are kept by whoever is first, and nothing there is renamed.
    """
    if not done.episode or done.episode.stood or not done.work.file_format:
        return None
    name = together(done.episode.audio, done.work.source)
    return name if isinstance(name, Path) else None


def _name(done: Done) -> str:
    return str(done.episode.audio) if done.episode else ""
