"""``narrate lexicon``: how names are said."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narrate.cli.arguments import Json, Sources, VoiceName, settings
from narrate.cli.outcome import complain, explained, for_each

if TYPE_CHECKING:
    from narrate.model import Article, Source

app = typer.Typer(
    name="lexicon",
    help="How names and foreign words are said: look, add, try, and find what is missing.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A lexicon, to list its entries.")
    ] = "",
    json_: Json = False,
) -> None:
    """List the lexicons, or the entries of one.

    \b
    Examples:
      narrate lexicon list
      narrate lexicon list world
    """
    from narrate.errors import NarrateError
    from narrate.script.lexicon_files import all_files, find, read_lexicon

    failed = False
    if name:
        with explained():
            for entry in read_lexicon(find(name)).entries:
                row = {key: value for key, value in asdict(entry).items() if value}
                print(json.dumps(row, ensure_ascii=False) if json_ else _line(row))
        return
    for file in all_files():
        try:
            lexicon = read_lexicon(file)
        except NarrateError as error:
            failed = True
            complain(error)
            continue
        row = {
            "name": lexicon.name,
            "language": lexicon.language or "any",
            "entries": len(lexicon.entries),
            "file": str(file),
        }
        line = "{name}  {language}  {entries} entries  {file}".format(**row)
        print(json.dumps(row, ensure_ascii=False) if json_ else line)
    if failed:
        raise typer.Exit(1)


def _line(entry: dict[str, object]) -> str:
    said = entry.get("spoken") or ("letter by letter" if entry.get("spell") else "")
    ipa = f"/{entry['ipa']}/" if "ipa" in entry else ""
    more = [
        str(said),
        ipa,
        *(str(entry[key]) for key in ("language", "site", "article") if key in entry),
    ]
    return f"{entry['written']}  ->  {'  '.join(part for part in more if part)}"


@app.command()
def add(
    written: Annotated[str, typer.Argument(metavar="WRITTEN", show_default=False)],
    spoken: Annotated[
        str, typer.Argument(metavar="SPOKEN", help="What is said in its place.")
    ] = "",
    ipa: Annotated[str, typer.Option(metavar="IPA", help="Phonemes.")] = "",
    spell: Annotated[bool, typer.Option("--spell", help="Letter by letter.")] = False,
    language: Annotated[
        str, typer.Option(metavar="CODE", help="The name's own language, such as ru.")
    ] = "",
    match_case: Annotated[
        bool, typer.Option("--match-case", help="Only with these capitals.")
    ] = False,
    inside: Annotated[bool, typer.Option("--inside", help="Also inside longer words.")] = False,
    site: Annotated[str, typer.Option(metavar="HOST", help="Only in articles of this site.")] = "",
    article: Annotated[str, typer.Option(metavar="URL", help="Only in this article.")] = "",
    to: Annotated[
        str,
        typer.Option(metavar="NAME-or-FILE", help="Otherwise your own, used for every voice."),
    ] = "",
) -> None:
    """Say how a name or a phrase is said; an earlier entry for it is replaced.

    \b
    Examples:
      narrate lexicon add Shoigu "Shoy-goo"
      narrate lexicon add GmbH --spell
      narrate lexicon add Reading "Redding" --match-case --site readingchronicle.example
      narrate lexicon add Goethe --ipa "ˈɡøːtə" --language de --to poets.toml
    """
    from narrate.script.lexicon import Entry
    from narrate.script.lexicon_edit import add as add_entry
    from narrate.script.lexicon_files import all_files, own_file
    from narrate.sources.address import normalise

    if not written.strip():
        raise typer.BadParameter("there is nothing to say", param_hint="WRITTEN")
    if not (spoken or ipa or spell or language):
        raise typer.BadParameter("say how: SPOKEN, --ipa, --spell or --language")
    if "/" in site:
        raise typer.BadParameter("give the host alone: example.org", param_hint="--site")
    if not Path(to).suffix and Path(to).name != to:
        raise typer.BadParameter("a name, or a file that ends in .toml", param_hint="--to")
    if article:
        with explained():
            article = normalise(article)
    entry = Entry(
        written=written,
        spoken=spoken,
        ipa=ipa,
        spell=spell,
        language=language,
        match_case=match_case,
        whole_word=not inside,
        site=site,
        article=article,
    )
    file = own_file()
    if to:
        known = {path.stem: path for path in all_files() if path.parent == own_file().parent}
        file = Path(to) if Path(to).suffix else known.get(to, own_file().with_name(f"{to}.toml"))
    with explained():
        replaced = add_entry(file, entry)
    print(f"{'changed' if replaced else 'added'} in {file}")
    if to and not Path(to).suffix:
        print(f'Name it in a voice, or in narrate.toml: lexicons = ["{to}"]')


@app.command("try")
def try_(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name, or a sentence with it.")],
    voice: VoiceName = "newsreader",
    language: Annotated[str, typer.Option(metavar="CODE", help="Of the text.")] = "en",
    address: Annotated[
        str, typer.Option("--article", metavar="URL", help="As in the article of this address.")
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Record it, to listen to."),
    ] = None,
) -> None:
    """Show how a name or a sentence is said, and which entry says so.

    \b
    Examples:
      narrate lexicon try "Sergei Shoigu met Xi Jinping."
      narrate lexicon try Shoigu -o shoigu.mp3
    """
    with explained():
        from narrate.model import Article, Block
        from narrate.pipeline import write

        blocks = (Block(kind="paragraph", text=text),)
        article = Article(title="", blocks=blocks, language=language, url=address)
        said = write(article, voice, settings())
        for utterance in said.utterances:
            for token in utterance.tokens:
                if token.rule.startswith("lexicon:"):
                    ipa = f"  /{token.phonemes}/" if token.phonemes else ""
                    print(f"{token.rule}: {token.written} -> {token.spoken}{ipa}")
            print(utterance.spoken)
        if output:
            from narrate.playback import sample

            sample(text, voice=voice, to=output, language=language, settings=settings())
            print(output)


@app.command()
def names(
    sources: Sources,
    voice: VoiceName = "newsreader",
    json_: Json = False,
) -> None:
    """List names in articles that no lexicon has, those that most listeners meet first.

    Columns: in how many articles, how often, the name, a sentence with it.

    \b
    Examples:
      narrate lexicon names saved-pages/
      narrate lexicon names https://example.org/feed.xml --json
    """
    articles: list[Article] = []

    def clean_one(source: Source) -> None:
        from narrate.article.cleaner import clean
        from narrate.sources.reader import read

        articles.append(clean(read(source)))

    failed = False
    try:
        for_each(sources, clean_one)
    except typer.Exit as end:
        if end.exit_code != 1:  # interrupted
            raise
        failed = True
    with explained():
        from narrate.script.names import unknown_names
        from narrate.speech.voice import load

        found = unknown_names(articles, (*settings().lexicons, *load(voice).lexicons))
    for name in found:
        if json_:
            print(json.dumps(asdict(name), ensure_ascii=False))
        else:
            print(f"{name.articles:5} {name.times:5}  {name.written}\t{_shortened(name.sentence)}")
    if not found and not failed:
        complain("no names that a lexicon lacks were found")
    if failed:
        raise typer.Exit(1)


def _shortened(sentence: str, longest: int = 90) -> str:
    return sentence if len(sentence) <= longest else sentence[: longest - 1].rstrip() + "…"
