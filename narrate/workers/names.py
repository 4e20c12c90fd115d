"""Two articles of one title and date that are made at the same time would take one name.

Whoever is first published does not look for the other: it is not there yet. So every name
that was given is kept until all works are done that were under way then, and may have taken
it too. The earlier work keeps the name, whichever was quicker; the later is made again, and
finds the name taken.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from narrate.workers.work import Done, Work

MOST = 10_000
"""Names that are kept, the latest: one work that takes an hour must not cost the memory."""


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


def _name(done: Done) -> str:
    return str(done.episode.audio) if done.episode else ""
