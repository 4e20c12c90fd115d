"""``narrate library``: what the nights have narrated, and what they have not."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narrate.cli.arguments import Json, settings
from narrate.cli.outcome import explained

if TYPE_CHECKING:
    from narrate.model import Known, Place
    from narrate.nightly.ledger import Ledger

app = typer.Typer(
    name="library",
    help="What the nights have narrated: look, ask why, take out, verify.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Article = Annotated[
    str,
    typer.Argument(
        metavar="URL-or-NAME",
        show_default=False,
        help="The article's address or path, or the name of its recording.",
    ),
]


@app.command("list")
def list_(
    failed: Annotated[
        bool, typer.Option("--failed", help="Only what failed, and is not narrated since.")
    ] = False,
    json_: Json = False,
) -> None:
    """List the articles that were tried, those narrated last first.

    Columns: when it was narrated, or "failed" or "taken out"; length; source; recording;
    address; and why it failed.

    \b
    Examples:
      narrate library list
      narrate library list --failed
      narrate library list --json
    """
    with explained(), _ledger() as ledger:
        articles = sorted(ledger.known().values(), key=lambda each: (-each.narrated, each.uri))
        for each in articles:
            if failed and not each.failures:
                continue
            print(json.dumps(asdict(each), ensure_ascii=False) if json_ else _line(each))


def _line(known: Known) -> str:
    from narrate.nightly.wording import length, moment
    from narrate.publishing.line import one_line

    state = "taken out" if known.forgotten else "failed" if known.failures else "stands"
    if known.narrated and state == "stands":
        state = moment(known.narrated)
    facts = [
        f"{state:16}",
        f"{length(known.seconds) if known.audio else '-':>7}",
        known.subscription or "-",
        known.audio or "-",
        known.uri,
        one_line(known.error),
    ]
    return "  ".join(facts).rstrip()


@app.command()
def show(article: Article, json_: Json = False) -> None:
    """Show all that is known of an article, and each time that it was tried.

    \b
    Examples:
      narrate library show https://example.org/story
      narrate library show 2026-11-24-the-night-ferry --json
    """
    with explained(), _ledger() as ledger:
        from narrate.nightly.library import address_of, unknown
        from narrate.nightly.wording import length, moment
        from narrate.publishing.line import one_line

        all_known = ledger.known()
        known = all_known.get(address_of(article, all_known))
        if known is None:
            raise unknown(article, all_known)
        attempts = ledger.attempts(known.uri)
        if json_:
            facts = asdict(known) | {"attempts": [asdict(each) for each in attempts]}
            print(json.dumps(facts, ensure_ascii=False))
            return
        shown = {
            "address": known.uri,
            "title": known.title,
            "source": known.subscription,
            "narrated": moment(known.narrated) if known.narrated else "",
            "recording": known.audio,
            "length": length(known.seconds) if known.audio else "",
            "failures": str(known.failures or ""),
            "error": known.error,
            "next try": moment(known.next_try) if known.failures else "",
            "taken out": "until it changes" if known.forgotten else "",
        }
        for name, value in shown.items():
            if value:
                print(f"{name + ':':11}{one_line(value)}")
        for attempt in attempts:
            what = one_line(attempt.error) or "narrated"
            print(f"{moment(attempt.moment)}  run {attempt.run}, {attempt.took:.0f} s: {what}")


@app.command()
def why(article: Article) -> None:
    """Say why an article is narrated, or why it is not.

    Its past, what it waits for, the filters and the state of the sources; as they were when
    they were last read.

    \b
    Example:
      narrate library why https://example.org/story
    """
    with explained(), _ledger() as ledger:
        from narrate.nightly.library import address_of, nearest
        from narrate.nightly.why import why as because

        said = settings()
        all_known = ledger.known()
        uri = address_of(article, all_known)
        known, found = all_known.get(uri), ledger.found(uri)
        print(uri)
        for sentence in because(
            uri,
            known=known,
            found=found,
            health=ledger.health(),
            subscriptions=said.sources,
            policy=said.nightly.policy,
        ):
            print(f"  {sentence}")
        if not (known or found) and (meant := nearest(article, all_known.values())):
            print(f"  Did you mean {meant}")


@app.command()
def retry(
    article: Annotated[
        str, typer.Argument(metavar="[URL|NAME]", help="All that failed, where none is named.")
    ] = "",
) -> None:
    """Let the next night try again what failed, be it given up or waiting.

    \b
    Examples:
      narrate library retry                      after a key has expired, or a server moved
      narrate library retry https://example.org/story
    """
    with explained():
        from narrate.nightly.library import address_of, unknown
        from narrate.nightly.lock import locked

        with _ledger() as ledger, locked(_work()):
            known = ledger.known()
            uri = address_of(article, known) if article else ""
            if uri and uri not in known:
                raise unknown(article, known)
            count = ledger.retry(uri)
    print(f"{count} to be tried again: narrate nightly" if count else "Nothing to try again.")


@app.command()
def forget(
    article: Article,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Remove its files too, without asking.")
    ] = False,
) -> None:
    """Take an article out of the library; it is not made again until it changes.

    Its files are removed if you say so.

    \b
    Examples:
      narrate library forget https://example.org/story
      narrate library forget 2026-11-24-the-night-ferry --yes
    """
    with explained():
        from narrate.nightly.library import address_of, files_of, unknown
        from narrate.nightly.lock import locked
        from narrate.publishing.episode import remove
        from narrate.publishing.place import place

        with _ledger() as ledger, locked(_work()):
            all_known = ledger.known()
            uri = address_of(article, all_known)
            known = all_known.get(uri)
            if known is None and ledger.found(uri) is None:
                raise unknown(article, all_known)
            files = files_of(known.audio, place(settings().nightly.site)) if known else []
            removed = bool(files) and (yes or _agreed(files))
            if removed:  # first: what is left when this is killed in between, verify finds
                remove(files[0])
            ledger.forget(uri)
    print(f"{uri} is taken out, and is not made again until it changes.")
    if removed:
        print("Its files are removed; its pages go with the next night, or: narrate site build")
    elif files:
        print(f"Its files stay, published as before: {' '.join(map(str, files))}")


def _agreed(files: list[Place]) -> bool:
    """Whether a person wants the files removed; nobody is asked where nobody sits."""
    if not sys.stdin.isatty():
        return False
    return typer.confirm(f"Remove its files too? {' '.join(map(str, files))}", err=True)


@app.command()
def verify(json_: Json = False) -> None:
    """Hold every recording against its record, the ledger, the feed and the pages.

    Files that are missing, cut off or exchanged, and files that belong to nobody, are told,
    and the exit status is then 1. To decode recordings and listen: narrate check.

    \b
    Example:
      narrate library verify
    """
    found = 0
    with explained():
        from narrate.nightly.ledger import FILE
        from narrate.nightly.library import verify as findings

        known = {}
        if (_work() / FILE).exists():  # recordings may have been made by hand only
            with _ledger() as ledger:
                ledger.insist_on_health()
                known = dict(ledger.known())
        for finding in findings(known, _site(), settings().podcast):
            found += 1
            shown = f"{finding} {finding.advice}".rstrip()
            line = json.dumps(asdict(finding), ensure_ascii=False) if json_ else shown
            print(line, flush=True)
    if found:
        raise typer.Exit(1)


@app.command()
def rebuild() -> None:
    """Make the library know the recordings that stand in the site's folder.

    For a ledger that is lost or damaged, which is moved aside, and for recordings that were
    made by hand. None of them is narrated again before it changes. What was taken out is no
    longer remembered once a ledger is lost.

    \b
    Example:
      narrate library rebuild
    """
    with explained():
        from narrate.nightly.ledger import FILE
        from narrate.nightly.library import rebuild as take_in
        from narrate.nightly.lock import locked
        from narrate.nightly.wording import many
        from narrate.publishing.place import place

        with locked(_work()):
            done = take_in(_work() / FILE, place(settings().nightly.site))
    if done.aside:
        print(f"The damaged ledger stands at {done.aside}")
    print(f"{many(done.recordings, 'recording')}, {done.taken_in:,} of them not known before")


def _ledger() -> Ledger:
    from narrate.nightly.ledger import FILE, Ledger

    return Ledger.open(_work() / FILE, create=False)


def _work() -> Path:
    return Path(settings().nightly.work)


def _site() -> Path:
    """The folder with the recordings. Raises OutputError where they stand elsewhere."""
    from narrate.errors import OutputError

    site = settings().nightly.site
    if "://" in site:
        raise OutputError(
            "only a folder can be looked through",
            subject=site,
            advice="Copy it here, and name the copy as 'site' under [nightly].",
        )
    return Path(site)
