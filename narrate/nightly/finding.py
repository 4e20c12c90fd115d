"""What the sources name tonight, and how it went with each."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from narrate.errors import NarrateError, SourceError, mistake
from narrate.model import Entry, Plan, Subscription, Validators
from narrate.nightly.ledger.ledger import Ledger
from narrate.nightly.report import SourceReport
from narrate.sources.politeness import Fetcher
from narrate.sources.subscriptions.find import find
from narrate.sources.subscriptions.found import Found

log = logging.getLogger(__name__)

AT_ONCE = 8  # sources that are asked at a time


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

    The ledger and the log hear how it went, unless not ``noted``. ``patience``: see Policy.
    """
    validators = [ledger.validators(subscription) for subscription in subscriptions]

    def ask(subscription: Subscription, known: Validators) -> Found | NarrateError:
        try:
            return find(subscription, known, fetcher=fetcher)
        except SourceError as error:
            return error
        except Exception as error:  # one source stops no other
            log.exception("%s: a mistake of narrate's own:", subscription.name)
            return mistake(error, subscription.address)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(ask, subscriptions, validators))
    entries: list[Entry] = []
    sources: list[SourceReport] = []
    warnings: list[str] = []
    for subscription, found in zip(subscriptions, answers, strict=True):
        name = subscription.name
        if isinstance(found, NarrateError):
            error = str(found)
            nights = 1
            if noted:
                nights = ledger.failed(name, error, int(clock()))
                log.warning("%s: %s", name, error)
            raised = nights >= patience
            sources.append(SourceReport(name=name, error=error, failures=nights, raised=raised))
            continue
        if noted:
            heard = None if found.unchanged else found.validators
            ledger.heard_from(subscription, int(clock()), validators=heard)
            many = "unchanged" if found.unchanged else f"{len(found.entries)} found"
            log.info("%s: %s", name, many)
        entries += found.entries
        warnings += [f"{name}: {problem}" for problem in found.problems]
        sources.append(SourceReport(name=name, found=len(found.entries), unchanged=found.unchanged))
    return Findings(entries=tuple(entries), sources=tuple(sources), warnings=tuple(warnings))
