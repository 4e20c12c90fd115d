"""One night: find what is new, plan, narrate, publish, verify, tell. Safe to repeat.

Each step leaves the folders in order, so that a run which is killed anywhere costs no more than
what it was just doing: files appear whole, an article is noted only when its files stand, and
the next run begins with what the ledger does not know.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from narrate.config import FILE as SETTINGS
from narrate.config import Settings
from narrate.errors import ConfigError, LedgerError, NarrateError, OutputError
from narrate.model import Plan
from narrate.nightly import notify
from narrate.nightly.finding import Findings, find_all
from narrate.nightly.ledger.database import FILE as LEDGER
from narrate.nightly.ledger.ledger import Ledger
from narrate.nightly.lock import locked
from narrate.nightly.log import FILE as LOG
from narrate.nightly.log import logged
from narrate.nightly.narrating import Night, Progress, deadline, left
from narrate.nightly.plan import plan
from narrate.nightly.prediction import predictor
from narrate.nightly.publication import publish
from narrate.nightly.report import ArticleReport, Finding, Report, summary
from narrate.nightly.verification.live import verify_live
from narrate.nightly.verification.recording import verify_recording
from narrate.nightly.verification.site import verify_site
from narrate.publishing import files
from narrate.publishing.place import place
from narrate.sources.politeness import Fetcher
from narrate.speech.voice import load

log = logging.getLogger(__name__)

Clock = Callable[[], float]
"""Seconds since the epoch."""


def run(
    settings: Settings,
    *,
    clock: Clock = time.time,
    fetcher: Fetcher | None = None,
    on_progress: Progress | None = None,
) -> Report:
    """Do all that is due, and tell of it.

    One source or article that fails stops none of the others: it is in the report. Raises
    ConfigError and VoiceError for settings that cannot work, LockedError while another run is
    at work, LedgerError and OutputError where nothing could be begun.
    """
    prices = _prices(settings)
    nightly = settings.nightly
    work = Path(nightly.work)
    with ExitStack() as at_work:
        began = int(clock())
        try:
            at_work.enter_context(locked(work))
            ledger = at_work.enter_context(Ledger.open(work / LEDGER))
            number = ledger.begin_run(began)
        except (LedgerError, OutputError) as error:  # not LockedError: that run tells of itself
            report = Report(began=began, ended=int(clock()), error=str(error))
            notify.ended(nightly.ping, nightly.webhook, report)
            raise
        file = at_work.enter_context(logged(work / LOG, number))
        warnings = notify.started(nightly.ping)
        report = Report(run=number, began=began, ended=began, warnings=warnings)
        report = _narrated(
            report, settings, prices, fetcher or Fetcher(), ledger, clock, on_progress
        )
        report = _published(report, settings, ledger)
        warnings = (*report.warnings, *filter(None, [file.warning]))
        report = _ended(replace(report, ended=int(clock()), warnings=warnings), ledger)
        told = notify.ended(nightly.ping, nightly.webhook, report)
        report = replace(report, warnings=(*report.warnings, *told))
        _log(report)
        return report


def preview(
    settings: Settings, *, clock: Clock = time.time, fetcher: Fetcher | None = None
) -> tuple[Plan, Findings]:
    """What ``run`` would do now, and of what it found. Nothing is made or noted.

    Raises what ``run`` raises, but for the lock.
    """
    prices = _prices(settings)
    path = Path(settings.nightly.work) / LEDGER
    with Ledger.open(path if path.is_file() else Path(":memory:")) as ledger:
        found = _found(settings, fetcher or Fetcher(), ledger, clock, noted=False)
        return _plan(settings, found, ledger, prices, int(clock())), found


def _narrated(
    report: Report,
    settings: Settings,
    prices: Mapping[str, float],
    fetcher: Fetcher,
    ledger: Ledger,
    clock: Clock,
    on_progress: Progress | None,
) -> Report:
    """All that was due is made; what ends the night early is told, with what was done before."""
    articles: list[ArticleReport] = []
    until = deadline(settings.nightly.policy.deadline)
    try:
        files.sweep(place(settings.nightly.site))
        found = _found(settings, fetcher, ledger, clock)
        planned = _plan(settings, found, ledger, prices, report.began)
        ledger.planned(planned)
        report = replace(
            report,
            sources=found.told(planned),
            warnings=(*report.warnings, *found.warnings),
        )
        night = Night(planned, settings, fetcher, ledger, clock, until)
        for article in night.results(on_progress):
            articles.append(article)  # noqa: PERF402 - kept, too, when the next one ends it all
        articles += [left(waiting) for waiting in planned.left]
    except NarrateError as error:
        report = replace(report, error=str(error))
    return replace(report, articles=tuple(articles))


def _published(report: Report, settings: Settings, ledger: Ledger) -> Report:
    """Pages and feed are built, and what is published is looked at."""
    site, podcast = place(settings.nightly.site), settings.podcast
    new = [site / article.audio for article in report.of("narrated")]
    try:
        standing = files.listing(site)
        built = publish(site, standing, podcast, Path(settings.nightly.work))
        if built:
            report = replace(report, written=built.written, removed=built.removed)
        with files.explained(site):
            findings = list(_missing(standing, ledger))
            findings += [finding for audio in new for finding in verify_recording(audio)]
            if built:
                findings += verify_site(site, podcast)
            if built and settings.nightly.check_live and podcast.base_url:
                findings += verify_live(site, podcast, new)
    except NarrateError as error:
        return replace(report, error=report.error or str(error))
    return replace(report, findings=tuple(findings))


def _missing(standing: Collection[str], ledger: Ledger) -> Iterator[Finding]:
    """Recordings that were there, and are not: a disk that is not mounted, say."""
    for name in ledger.recordings():
        if name not in standing:
            advice = "Put it back where it was, or take it out: narrate library forget NAME"
            yield Finding(file=name, problem="it is gone", advice=advice)


def _ended(report: Report, ledger: Ledger) -> Report:
    """The ledger knows that the run is over; where the disk is full, the night is told all the
    same."""
    try:
        ledger.end_run(report.ended, left=len(report.of("left")), exit_code=report.exit_code)
    except LedgerError as error:
        return replace(report, error=report.error or str(error))
    return report


def _log(report: Report) -> None:
    """What is to be told of the night as a whole; each source and article was told before."""
    if report.error:
        log.error("%s", report.error)
    for sentence in (*report.warnings, *map(str, report.findings)):
        log.warning("%s", sentence)
    log.info("%s", summary(report))


def _prices(settings: Settings) -> dict[str, float]:
    """Of all voices that are named, each of which must be there."""
    if not settings.sources:
        raise ConfigError(
            f"{SETTINGS} names no sources",
            advice="narrate init writes one to begin with; each [[source]] says where from.",
        )
    names = {settings.nightly.voice, *(each.voice for each in settings.sources if each.voice)}
    return {name: load(name).price for name in sorted(names)}


def _found(
    settings: Settings, fetcher: Fetcher, ledger: Ledger, clock: Clock, *, noted: bool = True
) -> Findings:
    patience = settings.nightly.policy.patience
    return find_all(settings.sources, fetcher, ledger, clock, patience=patience, noted=noted)


def _plan(
    settings: Settings, found: Findings, ledger: Ledger, prices: Mapping[str, float], now: int
) -> Plan:
    known = ledger.known()
    return plan(
        found.entries,
        known,
        now=now,
        policy=settings.nightly.policy,
        subscriptions=settings.sources,
        voice=settings.nightly.voice,
        predict=predictor(known.values(), prices),
    )
