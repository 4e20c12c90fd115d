"""What the sources name tonight, and how it went with each."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from narrate.errors import SourceError
from narrate.model import Entry, Plan, Subscription
from narrate.nightly.ledger.ledger import Ledger
from narrate.nightly.report import SourceReport
from narrate.sources.politeness import Fetcher
from narrate.sources.subscriptions.find import find

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All entries, in the order of the sources, and what there is to tell of each source."""

    entries: tuple[Entry, ...]
    sources: tuple[SourceReport, ...]
    warnings: tuple[str, ...] = ()
    """Sentences: what of a source could not be had, beside the rest of it."""

    def told(self, plan: Plan) -> tuple[SourceReport, ...]:
        """The sources, now that it is known how much of each is new or has changed."""
        new = Counter(planned.entry.subscription for planned in plan.work)
        new.update(left.entry.subscription for left in plan.left)
        return tuple(replace(source, new=new[source.name]) for source in self.sources)


def find_all(
    subscriptions: Sequence[Subscription],
    fetcher: Fetcher,
    ledger: Ledger,
    clock: Callable[[], float],
    *,
    patience: int,
    noted: bool = True,
) -> Findings:
    """Ask every source. One that cannot be read is told of, and the others are asked.

    The ledger hears how it went, unless not ``noted``. ``patience``: see Policy.
    """
    entries: list[Entry] = []
    sources: list[SourceReport] = []
    warnings: list[str] = []
    for subscription in subscriptions:
        name = subscription.name
        try:
            found = find(subscription, ledger.validators(subscription), fetcher=fetcher)
        except SourceError as error:
            nights = ledger.failed(name, str(error), int(clock())) if noted else 1
            raised = nights >= patience
            sources.append(
                SourceReport(name=name, error=str(error), failures=nights, raised=raised)
            )
            log.warning("%s: %s", name, error)
            continue
        if noted:
            validators = None if found.unchanged else found.validators
            ledger.heard_from(subscription, int(clock()), validators=validators)
        entries += found.entries
        warnings += [f"{name}: {problem}" for problem in found.problems]
        sources.append(SourceReport(name=name, found=len(found.entries), unchanged=found.unchanged))
        log.info("%s: %s", name, "unchanged" if found.unchanged else f"{len(found.entries)} found")
    return Findings(entries=tuple(entries), sources=tuple(sources), warnings=tuple(warnings))
