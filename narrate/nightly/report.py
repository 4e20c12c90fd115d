"""What a night did: for people, for programs, and as an exit status.

The exit status says what happened, and whether somebody should look is said apart from it. A
server that does not answer for one night makes the status 1, and is asked again the next night:
that wakes nobody. One that has not answered for ``patience`` nights is raised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from narrate.nightly.wording import many, moment
from narrate.publishing.line import one_line

Outcome = Literal["narrated", "unchanged", "failed", "left"]

_MOST = 20
"""Articles of one source, and findings, that are told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """How it went with one ``[[source]]``."""

    name: str
    found: int = 0
    """Articles that it names."""
    new: int = 0
    """Those of them that are new or have changed."""
    unchanged: bool = False
    """Its server said that nothing has changed."""
    error: str = ""
    """A sentence, where it could not be asked; empty where it could."""
    failures: int = 0
    """Nights in a row that it failed, with this one."""
    raised: bool = False
    """It has failed for as many nights as the policy has patience for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReport:
    """How it went with one article that was wanted."""

    uri: str
    source: str
    """Name of the ``[[source]]``."""
    outcome: Outcome
    """``unchanged``: its source has changed, and not what is heard of it."""
    title: str = ""
    """Empty where it was not read."""
    audio: str = ""
    """Name of its recording in the site's folder."""
    minutes: float = 0.0
    """Of sound."""
    error: str = ""
    """A sentence, where it failed."""
    why: str = ""
    """A clause, where it was left."""
    next_try: int = 0
    """Not before this moment, where it failed."""
    given_up: bool = False
    """It has failed so often that it is not tried again until it changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something published that is not as it should be."""

    file: str
    """Its name in the site's folder, or its address."""
    problem: str
    """A clause."""
    advice: str = ""
    """A sentence, or a command behind a colon; may be empty."""

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run. Moments are whole seconds since the epoch."""

    run: int = 0
    """Its number in the ledger."""
    began: int
    ended: int
    sources: tuple[SourceReport, ...] = ()
    articles: tuple[ArticleReport, ...] = ()
    written: tuple[str, ...] = ()
    """Files of the site that are new or have changed."""
    removed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Of the verification."""
    error: str = ""
    """A sentence: what ended the run early, or kept the site from being built."""
    warnings: tuple[str, ...] = ()
    """Sentences; nothing failed by them."""

    def of(self, outcome: Outcome) -> tuple[ArticleReport, ...]:
        return tuple(article for article in self.articles if article.outcome == outcome)

    @property
    def minutes(self) -> float:
        """Of sound that was made."""
        return sum(article.minutes for article in self.of("narrated"))

    @property
    def exit_code(self) -> int:
        """1 where anything failed: a source, even for one night; an article; what the
        verification found; the run itself. Otherwise 0: what a cap or a deadline left, and
        warnings, are no failures."""
        failed = any(source.error for source in self.sources) or self.of("failed")
        return 1 if failed or self.findings or self.error else 0

    @property
    def needs_attention(self) -> bool:
        """Whether somebody should look: a source is raised, an article is given up, all of
        several that were tried have failed, something published is not right, or the run broke
        off.

        What failed otherwise is tried again by the nights to come.
        """
        failed = self.of("failed")
        return bool(
            self.error
            or self.findings
            or any(source.raised for source in self.sources)
            or any(article.given_up for article in failed)
            or (len(failed) > 1 and not self.of("narrated"))
        )


def summary(report: Report) -> str:
    """The night in one line, without words of any article: "Nothing new."

    It names no article, so that it may be sent anywhere.
    """
    narrated, failed = len(report.of("narrated")), len(report.of("failed"))
    silent = [source for source in report.sources if source.error]
    facts = []
    if narrated:
        length = many(round(report.minutes), "minute") if report.minutes >= 1 else "under a minute"
        facts.append(f"{many(narrated, 'article')} narrated, {length}")
    if failed:
        facts.append(f"{many(failed, 'article')} failed")
    if left := len(report.of("left")):
        facts.append(f"{many(left, 'article')} left for another night")
    if silent:
        facts.append(f"{many(len(silent), 'source')} could not be read")
    if report.findings:
        facts.append(f"{many(len(report.findings), 'finding')} in what was published")
    if report.error:
        facts.append("the run did not come to its end")
    line = "; ".join(facts) or "nothing new"
    return f"{line[0].upper()}{line[1:]}."


def text(report: Report) -> str:
    """What went wrong, for people, by source, and what to do; empty where nothing did.

    What needs somebody comes first. No text from outside breaks a line of it.
    """
    return "\n".join((*_of_run(report), *_of_sources(report), *_of_findings(report)))


def as_json(report: Report) -> dict[str, Any]:
    """The report as one object for ``json.dumps``. Its keys stay as they are:

    ``run`` (number), ``began``, ``ended`` (ISO 8601, UTC), ``exit_code``, ``needs_attention``,
    ``error``, ``narrated``, ``failed``, ``left`` (how many articles), ``minutes`` (of sound
    made), ``sources`` (``name, found, new, unchanged, error, failures, raised``), ``articles``
    (``uri, source, outcome, title, audio, minutes, error, why, next_try, given_up``; outcome is
    narrated, unchanged, failed or left, next_try ISO 8601 or null), ``written``, ``removed``
    (files of the site), ``findings`` (``file, problem, advice``) and ``warnings``.
    """
    counts = Counter(article.outcome for article in report.articles)
    return {
        "run": report.run,
        "began": _iso(report.began),
        "ended": _iso(report.ended),
        "exit_code": report.exit_code,
        "needs_attention": report.needs_attention,
        "error": report.error,
        "narrated": counts["narrated"],
        "failed": counts["failed"],
        "left": counts["left"],
        "minutes": round(report.minutes, 2),
        "sources": [asdict(source) for source in report.sources],
        "articles": [
            asdict(article) | {"next_try": _iso(article.next_try) if article.next_try else None}
            for article in report.articles
        ],
        "written": list(report.written),
        "removed": list(report.removed),
        "findings": [asdict(finding) for finding in report.findings],
        "warnings": list(report.warnings),
    }


def _of_run(report: Report) -> Iterator[str]:
    for sentence in (report.error, *report.warnings):
        if sentence:
            yield one_line(sentence)


def _of_sources(report: Report) -> Iterator[str]:
    """Each source that failed, and each whose articles did; those that are raised first."""
    failed: dict[str, list[ArticleReport]] = {}
    for article in report.of("failed"):
        failed.setdefault(article.source, []).append(article)
    sources = {source.name: source for source in report.sources}
    sources |= {name: SourceReport(name=name) for name in failed if name not in sources}
    for source in sorted(sources.values(), key=lambda source: not source.raised):
        name = one_line(source.name)
        articles = sorted(failed.get(source.name, []), key=lambda article: not article.given_up)
        if source.error and source.raised:
            nights = many(source.failures, "night")
            yield f"{name}: {one_line(source.error)} It has failed {nights} in a row."
        elif source.error:
            yield f"{name}: {one_line(source.error)} It is asked again the next night."
        if articles:
            yield f"{name}: {many(len(articles), 'article')} failed."
        for article in articles[:_MOST]:
            yield f"  {one_line(article.error)} {_next(article)}".rstrip()
        if len(articles) > _MOST:
            yield f"  And {len(articles) - _MOST} more: narrate library list --failed"


def _next(article: ArticleReport) -> str:
    if article.given_up:
        return "It is not tried again until it changes, or: narrate library retry"
    if not article.next_try:
        return ""
    return f"It is tried again from {moment(article.next_try)} on."


def _of_findings(report: Report) -> Iterator[str]:
    """Those that the same advice helps stand together."""
    if report.findings:
        yield f"Published, and not right: {many(len(report.findings), 'finding')}."
    shown = report.findings[:_MOST]
    for advice in dict.fromkeys(finding.advice for finding in shown):
        yield from (f"  {one_line(str(each))}" for each in shown if each.advice == advice)
        if advice:
            yield f"  {one_line(advice)}"
    if len(report.findings) > _MOST:
        yield f"  And {len(report.findings) - _MOST} more: narrate library verify"


def _iso(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat()
