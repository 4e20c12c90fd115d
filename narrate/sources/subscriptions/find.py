"""The door: a subscription in, the articles it names out."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import replace
from pathlib import Path

from narrate.errors import SourceError
from narrate.model import Entry, Page, Source, Subscription, Validators
from narrate.sources import feed, file, folder, item, url
from narrate.sources.address import is_web_address
from narrate.sources.digest import digest
from narrate.sources.media import opening
from narrate.sources.politeness import Fetcher, already_read
from narrate.sources.subscriptions import sitemaps
from narrate.sources.subscriptions.discovery import feeds
from narrate.sources.subscriptions.found import MOST, Found, linked, own_source
from narrate.sources.subscriptions.lines import addresses

_NOTHING_KNOWN = Validators()
_ONCE = "listed"  # the mark of what can be new, and cannot be seen to change
_MOST_PROBLEMS = 20  # lines of a list that are no addresses: more, and it is something else
_HTML = ("<!doctype html", "<html", "<head")


def find(
    subscription: Subscription, validators: Validators = _NOTHING_KNOWN, *, fetcher: Fetcher
) -> Found:
    """What a subscription names, and the mark of each article.

    With the ``validators`` of an earlier Found, ``unchanged`` where the server says so; give
    none to have all the entries, as when some of them were not narrated yet. Raises
    SourceError when nothing of it can be had.
    """
    if subscription.kind == "folder":
        return _in_folder(subscription)
    if not is_web_address(subscription.address):  # a list, as settings allow no other
        source = file.from_path(subscription.address)
        return _listed(subscription, file.fetch(source, empty=True))
    page = fetcher.fetch(own_source(subscription), validators, empty=subscription.kind == "list")
    if page is None:
        return Found(validators=validators, unchanged=True)
    match subscription.kind:
        case "feed":
            return _fed(subscription, page)
        case "sitemap":
            return sitemaps.found(subscription, page, fetcher)
        case "list":
            return _listed(subscription, page)
        case _:
            return _alone(subscription, page)


def _fed(subscription: Subscription, page: Page) -> Found:
    if not feed.is_feed(page.content, page.media_type) and opening(page.content).startswith(_HTML):
        others = feeds(page.content, page.url)
        raise SourceError(
            "this is a web page, not a feed",
            subject=subscription.address,
            advice=f"It has a feed at {others[0]}: write that instead."
            if others
            else "Look on it for a link named RSS, Atom or Feed.",
        )
    found = tuple(
        _entry(subscription, _trusted(source, subscription), item.mark(said, source))
        for source, said in feed.items(page)[:MOST]
    )
    return Found(entries=found, validators=_validators(page))


def _trusted(source: Source, subscription: Subscription) -> Source:
    """A link out of a feed that may lead anywhere is as good as one that a person gave."""
    link_only = source.content is None
    return replace(source, kind="url") if subscription.private and link_only else source


def _alone(subscription: Subscription, page: Page) -> Found:
    if feed.is_feed(page.content, page.media_type):
        raise SourceError(
            "this is a feed, not a page",
            subject=subscription.address,
            advice="In narrate.toml, write feed = instead of page =.",
        )
    judged = url.judged(page)
    mark = digest(page.etag or page.last_modified or page.content)
    return Found(
        entries=(_entry(subscription, already_read(judged), mark),), validators=_validators(page)
    )


def _listed(subscription: Subscription, page: Page) -> Found:
    """A person's own list may name any address; one from elsewhere is a stranger's."""
    if opening(page.content).startswith(_HTML):
        raise SourceError(
            "this is a web page, not a list of addresses",
            subject=subscription.address,
            advice="Give a text with one address a line.",
        )
    own = page.source.kind == "file"
    sources: dict[str, Source] = {}
    problems: list[SourceError] = []
    for line in addresses(page.content):
        if len(sources) == MOST or len(problems) == _MOST_PROBLEMS:
            problem, advice = f"it was read as far as line {line.number - 1}", "Make two lists."
            if len(problems) == _MOST_PROBLEMS:
                advice = "Its lines are no addresses."
            problems.append(SourceError(problem, subject=subscription.address, advice=advice))
            break
        if line.problem:
            at = f"{subscription.address}, line {line.number}"
            advice = "Each line is one web address; # begins a comment."
            problems.append(SourceError(line.problem, subject=at, advice=advice))
        elif own:
            sources.setdefault(line.address, Source(kind="url", uri=line.address))
        else:
            sources.setdefault(line.address, linked(line.address, subscription))
    return Found(
        entries=tuple(_entry(subscription, source, _ONCE) for source in sources.values()),
        validators=_validators(page),
        problems=tuple(problems),
    )


def _in_folder(subscription: Subscription) -> Found:
    """A file's mark is its content, which survives copies, restored backups and `touch`."""
    entries = []
    for path in folder.articles(Path(subscription.address)):
        mark = _content_mark(path)
        if mark:
            entries.append(_entry(subscription, file.from_path(path), mark))
    return Found(entries=tuple(entries))


def _content_mark(path: Path) -> str:
    """Empty for what is no file: a pipe would be waited for. ``unreadable`` is a mark too."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116  as in ``file``
            return ""
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()[:16]
    except OSError:
        return "unreadable"  # reading it will say why


def _entry(subscription: Subscription, source: Source, mark: str) -> Entry:
    return Entry(source=source, subscription=subscription.name, mark=mark)


def _validators(page: Page) -> Validators:
    return Validators(etag=page.etag, last_modified=page.last_modified)
