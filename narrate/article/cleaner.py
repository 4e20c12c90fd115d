"""Page to article: every block gets a verdict, and every drop names its rule."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from narrate.article.boilerplate import rule_for
from narrate.article.candidate import Candidate, folded
from narrate.article.encoding import decode
from narrate.article.formats import document, plaintext
from narrate.article.headline import kicker, repeats
from narrate.article.language import detect, foreign
from narrate.article.metadata import Metadata, metadata
from narrate.article.opening import Judged, Verdict, opening
from narrate.article.refusal.check import refusal, withheld
from narrate.article.repetition import printed_again, pull_quotes
from narrate.errors import ArticleError, MissingExtraError
from narrate.model import Article, Block, Dropped, Page, Source

LEAST_WORDS = 5  # of an article, its title aside
_LOOKS_LIKE_HTML = (
    "<!doctype",
    "<html",
    "<head",
    "<body",
    "<article",
    "<main",
    "<div",
    "<p>",
    "<h1",
)


class _Reading(NamedTuple):
    """What the reader of a format makes of a page."""

    found: list[Candidate]
    about: Metadata
    stub: Dropped | None = None
    is_document: bool = False
    """A book or a paper: what stands around articles on the web is not looked for."""


def clean(
    page: Page | str | bytes,
    *,
    url: str = "",
    language: str = "",
    keep: Collection[str] = (),
) -> Article:
    """The article on a page: what to read aloud, in order, and what was left out and why.

    ``page`` may be the HTML, the plain text or the bytes of a document itself. ``url`` and
    ``language`` (BCP 47) say what the page does not; ``keep`` names rules that are not
    applied. Raises ArticleError where there is no article, saying what there is instead;
    MissingExtraError for a PDF or DOCX file where its reader is not installed.
    """
    page = _as_page(page, url)
    try:
        return _article(_read(page, frozenset(keep)), page, language, frozenset(keep))
    except (ArticleError, MissingExtraError) as error:
        error.subject = subject_of(page)
        raise


def subject_of(page: Page) -> str:
    """What an error calls the page: its address, or the path of its file."""
    where = page.url or page.source.uri
    return unquote(urlsplit(where).path) if where.startswith("file:") else where


def _as_page(page: Page | str | bytes, url: str) -> Page:
    if isinstance(page, Page):
        return dataclasses.replace(page, url=url) if url else page
    content = page.encode("utf-8", "replace") if isinstance(page, str) else page
    binary = "" if isinstance(page, str) else document.signature(content)
    beginning = content[:2000].decode("latin-1").lstrip("\ufeffï»¿ \t\r\n").lower()
    is_html = beginning.startswith(("<!doctype", "<?xml")) or any(
        mark in beginning for mark in _LOOKS_LIKE_HTML
    )
    return Page(
        source=Source(kind="text", uri=url or "text:"),
        content=content,
        media_type=binary or ("text/html" if is_html else "text/plain"),
        charset="utf-8" if isinstance(page, str) else "",
        url=url,
    )


def _read(page: Page, keep: frozenset[str]) -> _Reading:
    """Every block of the page with what its reader says of it."""
    if document_ := document.read(page.content, page.media_type):
        return _Reading(*document_, is_document=True)
    text = decode(page.content, page.charset)
    if not text.strip():
        raise ArticleError("it is empty", advice="Give a page or text that holds an article.")
    if page.media_type == "text/plain":
        lines = list(plaintext.candidates(text))
        return _Reading(lines, Metadata(), withheld(lines, keep=keep))
    if page.media_type == "text/markdown":
        from narrate.article.formats import markdown

        return _Reading(*markdown.read(text))
    from narrate.article.formats import html
    from narrate.article.marked import Marked
    from narrate.article.site import site_of
    from narrate.article.verdict.judge import judged

    soup = html.parse(text)
    marked = Marked(soup)
    about = metadata(marked, page.url)
    site = site_of(page.url or about.url)
    blocks = html.candidates(soup, charged=site.charges(soup))
    found = list(islice(blocks, html.MOST_BLOCKS + 1))
    if len(found) > html.MOST_BLOCKS:
        raise ArticleError(
            f"it holds more than {html.MOST_BLOCKS:,} paragraphs, and the longest book has fewer",
            advice="Save the part with the article, or its text as a .txt file.",
        )
    stub = withheld(found, marked, url=page.url or about.url, keep=keep)
    return _Reading(site.named(judged(found, about.title, about.body)), about, stub)


def _article(reading: _Reading, page: Page, language: str, keep: frozenset[str]) -> Article:
    found, about, stub, is_document = reading
    title, judged = _title(found, about, page)
    blocks = [Block(kind="title", text=title)] if title else []
    dropped = []
    for candidate, verdict in _without_tail(list(_judged(judged, title, is_document))):
        if verdict and verdict[0] not in keep:
            dropped.append(Dropped(text=candidate.text, rule=verdict[0], reason=verdict[1]))
        else:
            blocks.append(
                Block(
                    kind=candidate.kind,
                    text=candidate.text,
                    level=candidate.level,
                    language=candidate.language,
                )
            )
    words = sum(len(block.text.split()) for block in blocks[1 if title else 0 :])
    if words < LEAST_WORDS and stub:
        raise refusal(stub.rule, stub.reason, words)
    if words < LEAST_WORDS:
        raise ArticleError(
            "there is no article in it",
            advice="narrate text --why shows what was left out; --keep RULE overrides a rule.",
            rule="no article",
        )
    text = "\n".join(block.text for block in blocks)
    # Templates say the language of whoever made them.
    spoken = language or foreign(text, about.language) or about.language or detect(text)
    return Article(
        title=title,
        blocks=tuple(_with_languages(_with_standfirst(blocks), spoken, about.language)),
        byline=about.byline,
        language=spoken,
        url=about.url or page.url,
        site=about.site,
        published=about.published or page.source.published,
        image=about.image,
        dropped=tuple(dropped),
        withheld=stub,
    )


def _title(found: list[Candidate], about: Metadata, page: Page) -> tuple[str, list[Judged]]:
    """The headline, and the rest with verdicts on where it is printed again."""
    if title := about.title or page.source.title:
        return title, [(candidate, candidate.verdict) for candidate in found]
    return opening(found)


def _judged(rows: list[Judged], title: str, is_document: bool) -> Iterator[Judged]:
    """The verdict on each block that has none yet."""
    named = [_with_name(candidate, verdict, title, is_document) for candidate, verdict in rows]
    kept = [candidate for candidate, verdict in named if verdict is None]
    again, quotes = printed_again(kept), pull_quotes(kept)
    for candidate, verdict in named:
        if verdict is None and id(candidate) in again:
            verdict = "repeated text", "it stands word for word further up"
        elif verdict is None and id(candidate) in quotes:
            verdict = "pull quote", "it repeats a sentence of the text"
        yield candidate, verdict


def _with_name(candidate: Candidate, verdict: Verdict, title: str, is_document: bool) -> Judged:
    """What is hidden stays so; for the rest the rule that says best what a block is counts."""
    if not candidate.certain and (verdict is None or verdict[0] != "hidden text"):
        verdict = _named(candidate, title, is_document) or verdict
    return candidate, verdict


def _without_tail(judged: list[Judged]) -> list[Judged]:
    """Headings over nothing at the end belong to what was left out there."""
    result = list(judged)
    over_nothing = ("end of the page", "only headings follow the text here")
    for index in range(len(judged) - 1, -1, -1):
        candidate, verdict = judged[index]
        if verdict:
            continue
        if candidate.kind != "heading":
            return result
        result[index] = (candidate, over_nothing)
    return judged  # nothing but headings: then they are the page


def _named(candidate: Candidate, title: str, is_document: bool) -> Verdict:
    """The verdict that says best what a block is, whatever else speaks against it."""
    if not folded(candidate.text):
        return "ornament", "there is nothing in it to say"
    if repeats(candidate.text, title) or kicker(candidate.text, title) is not None:
        return "headline printed twice", "the title says it already"
    rule = None if is_document else rule_for(candidate.text)
    if rule and (rule.name, candidate.kind) == ("picture caption", "caption"):
        return None  # whether captions are read is for the voice to say
    return (rule.name, rule.reason) if rule else None


def _with_standfirst(blocks: list[Block]) -> list[Block]:
    """A standfirst stands between title and text; further down it is a paragraph."""
    count = next((i for i, b in enumerate(blocks) if b.kind not in ("title", "standfirst")), 0)
    later = (
        dataclasses.replace(block, kind="paragraph") if block.kind == "standfirst" else block
        for block in blocks[count:]
    )
    return [*blocks[:count], *later]


def _with_languages(blocks: list[Block], spoken: str, said: str) -> Iterator[Block]:
    """A block keeps its own language only where it is another than the article's.

    Where the page does not say it, a clear case is heard. What a page says in its elements
    counts for nothing where it is what the page wrongly ``said`` of itself.
    """
    primary = _primary(spoken)
    wrong = {_primary(said)} - {primary}
    for block in blocks:
        own = block.language if _primary(block.language) not in wrong else ""
        if not own and block.kind not in ("code", "table"):
            own = foreign(block.text, spoken)
        yield dataclasses.replace(block, language="" if _primary(own) == primary else own)


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
