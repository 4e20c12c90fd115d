"""``narrate nightly``: one unattended run over the sources in ``narrate.toml``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from narrate.cli.arguments import ClusterAddress, cluster_of, settings
from narrate.cli.outcome import complain, explained
from narrate.publishing.line import one_line

if TYPE_CHECKING:
    from narrate.config import Settings
    from narrate.model import Plan
    from narrate.nightly.finding import Findings

_LONGEST_TITLE = 200  # characters


def nightly(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done; make and note nothing.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the report as one object.")] = False,
    cluster: ClusterAddress = None,
) -> None:
    """Narrate what is new or has changed in the sources that narrate.toml names; publish it.

    Safe to repeat, and to kill. Says nothing where all is well and nothing was new; see:
    narrate schedule, narrate library. Exit status: 0 all is well, 1 a source or an article
    failed (the others are done), 75 another run is at work.

    \b
    Examples:
      narrate init                   a narrate.toml to begin with
      narrate nightly --dry-run      what it would do, how long it would be heard, the cost
      narrate nightly
    """
    here = settings()
    with explained():
        from dataclasses import replace

        here = replace(here, cluster=cluster_of(cluster, here.cluster))
        if dry_run:
            _preview(here, json_)
            return
        _run(here, json_)


def _run(here: Settings, json_: bool) -> None:
    from narrate.cli.progress import night
    from narrate.nightly.report import as_json, summary, text
    from narrate.nightly.run import run

    with night(hidden=json_) as move:
        report = run(here, on_progress=move)
    if json_:
        print(json.dumps(as_json(report), ensure_ascii=False))
    elif report.of("narrated") or report.of("failed") or sys.stdout.isatty():
        print(summary(report))
    if troubles := text(report):
        print(troubles, file=sys.stderr)
    if report.exit_code:
        raise typer.Exit(report.exit_code)


def _preview(here: Settings, json_: bool) -> None:
    from narrate.nightly.run import preview

    plan, found = preview(here)
    if json_:
        print(json.dumps(_as_json(plan, found), ensure_ascii=False))
    else:
        for line in _as_text(plan):
            print(line)
    for source in found.sources:
        if source.error:
            complain(one_line(f"{source.name}: {source.error}"))
    for warning in found.warnings:
        complain(one_line(warning))
    if any(source.error for source in found.sources):
        raise typer.Exit(1)


def _as_text(plan: Plan) -> Iterator[str]:
    """A line for each article, and the sum."""
    from narrate.nightly.wording import many

    if not (plan.work or plan.left):
        yield "Nothing new."
        return
    for planned in plan.work:
        source = planned.entry.source
        facts = [f"{planned.reason:7}", f"{planned.minutes:5.1f} min", planned.voice]
        title = one_line(source.title or source.uri)
        if len(title) > _LONGEST_TITLE:
            title = f"{title[:_LONGEST_TITLE]}…"
        yield "  ".join([*facts, planned.entry.subscription, title])
    for reason, count in Counter(left.why for left in plan.left).items():
        yield f"left: {many(count, 'article')}, as {reason}"
    minutes = sum(planned.minutes for planned in plan.work)
    cost = sum(planned.cost for planned in plan.work)
    price = f", cost about {cost:.2f}" if cost else ""
    yield f"{many(len(plan.work), 'article')}, some {minutes:.0f} minutes to hear{price}"


def _as_json(plan: Plan, found: Findings) -> dict[str, object]:
    return {
        "sources": [asdict(source) for source in found.told(plan)],
        "warnings": list(found.warnings),
        "work": [
            {
                "uri": planned.entry.source.uri,
                "source": planned.entry.subscription,
                "title": planned.entry.source.title,
                "reason": planned.reason,
                "voice": planned.voice,
                "minutes": round(planned.minutes, 2),
                "cost": round(planned.cost, 4),
            }
            for planned in plan.work
        ],
        "left": [
            {
                "uri": left.entry.source.uri,
                "source": left.entry.subscription,
                "title": left.entry.source.title,
                "why": left.why,
            }
            for left in plan.left
        ],
    }
