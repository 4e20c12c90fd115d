"""``narrate text``: what of a source is an article."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from narrate.cli.arguments import Json, Sources
from narrate.cli.outcome import for_each

if TYPE_CHECKING:
    from narrate.model import Article, Source


def text(
    sources: Sources,
    why: Annotated[
        bool, typer.Option("--why", help="List what was left out, by which rule and why.")
    ] = False,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", help="Keep what this rule would drop; may be repeated."),
    ] = None,
    json_: Json = False,
) -> None:
    """Print the cleaned article: what would be read aloud.

    \b
    Examples:
      narrate text story.html
      narrate text story.html --why
      narrate text https://example.org/story --json
    """

    _check(keep or [])

    def show(source: Source) -> None:
        from narrate.article.cleaner import clean, subject_of
        from narrate.article.refusal.check import insist_on_all
        from narrate.sources.reader import read

        page = read(source)
        article = clean(page, keep=keep or ())
        if json_:
            print(json.dumps(_as_json(source, article), ensure_ascii=False), flush=True)
        else:
            print(article.text)
            if why:
                print(_why(article))
            if len(sources) > 1:
                print()
        insist_on_all(article, subject_of(page))

    for_each(sources, show)


def _check(keep: list[str]) -> None:
    """A rule that nobody knows is a slip of the keyboard."""
    from narrate.article.rulenames import rule_names
    from narrate.plugins import did_you_mean

    for name in keep:
        if name not in rule_names():
            raise typer.BadParameter(
                f"there is no rule '{name}'. {did_you_mean(name, rule_names())}",
                param_hint="--keep",
            )


def _as_json(source: Source, article: Article) -> dict[str, Any]:
    return {
        "source": source.uri,
        "title": article.title,
        "byline": article.byline,
        "published": article.published,
        "language": article.language,
        "text": article.text,
        "blocks": [
            {"kind": block.kind, "level": block.level, "text": block.text}
            for block in article.blocks
        ],
        "dropped": [asdict(dropped) for dropped in article.dropped],
    }


def _why(article: Article) -> str:
    """What is not read: dropped by a rule, or of a kind that the default profile passes over."""
    from narrate.model import READ_BY_DEFAULT

    left_out = [
        f"  {dropped.rule}: {_short(dropped.text)}\n    {dropped.reason}"
        for dropped in article.dropped
    ] + [
        f"  {block.kind}: {_short(block.text)}\n    the voice profile does not read it"
        for block in article.blocks
        if block.kind not in READ_BY_DEFAULT
    ]
    if not left_out:
        return "\nNothing was left out."
    return "\nLeft out:\n" + "\n".join(left_out)


def _short(text: str, longest: int = 100) -> str:
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= longest else f"“{line[: longest - 1].rstrip()}…”"
