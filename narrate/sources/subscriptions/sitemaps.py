"""A sitemap and those it leads to, as entries."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from narrate.errors import SourceError
from narrate.model import Entry, Page, Subscription, Validators
from narrate.sources import feed
from narrate.sources.address import normalise
from narrate.sources.digest import digest
from narrate.sources.limits import MEBIBYTE
from narrate.sources.politeness import Fetcher
from narrate.sources.subscriptions.found import MOST, Found, linked
from narrate.sources.subscriptions.sitemap_file import (
    Location,
    Sitemap,
    moment,
    newest_first,
    parse,
)

MOST_FILES = 100
"""Sitemaps that one subscription reads in a night: the newest that its index names."""
_SIZE = 50 * MEBIBYTE  # unpacked; the protocol's own limit


def found(subscription: Subscription, page: Page, fetcher: Fetcher) -> Found:
    """The entries of the sitemap on a page; those of an index are fetched one by one.

    Only addresses on the sitemap's own host count (https://www.sitemaps.org/protocol.html).
    Raises SourceError where none of it can be read.
    """
    host = _host(page.url)
    root = _read(page)
    pages, waiting = list(root.pages), newest_first(root.sitemaps)
    problems: list[SourceError] = []
    seen, files = {page.source.uri, page.url}, 1
    for each in waiting:  # it grows while it is read: some indexes lead to others
        if files == MOST_FILES or len(pages) >= MOST:
            problems.append(_too_many(subscription, files))
            break
        try:
            address = normalise(each.address)
            if address in seen or _host(address) != host or _is_past(each, subscription):
                continue
            seen.add(address)
            files += 1
            fetched = fetcher.fetch(linked(address, subscription))
            assert fetched is not None  # nothing was known that it could confirm
            more = _read(fetched)
        except SourceError as error:
            problems.append(error)
            continue
        pages += more.pages
        waiting += newest_first(more.sitemaps)
    if not pages and problems:
        raise problems[0]
    entries = _entries(subscription, pages, host)
    if pages and not entries:
        problems.append(_all_elsewhere(subscription, pages[0].address, host))
    # What an index says may be as it was while the sitemaps it names are not.
    known = Validators(etag=page.etag, last_modified=page.last_modified)
    return Found(
        entries=tuple(entries.values())[:MOST],
        validators=Validators() if root.sitemaps else known,
        problems=tuple(problems),
    )


def _read(page: Page) -> Sitemap:
    if feed.is_feed(page.content, page.media_type):
        raise SourceError(
            "this is a feed, not a sitemap",
            subject=page.source.uri,
            advice="In narrate.toml, write feed = instead of sitemap =.",
        )
    try:
        return parse(page.content, limit=_SIZE, most=MOST)
    except ValueError as error:
        raise SourceError(
            f"the sitemap cannot be read: {error}",
            subject=page.source.uri,
            advice="Tell its site; its robots.txt may name another.",
        ) from error


def _entries(subscription: Subscription, pages: list[Location], host: str) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for said in newest_first(pages):
        try:
            address = normalise(said.address)
        except SourceError:
            continue  # nothing that could be fetched
        if address in entries or _host(address) != host:
            continue
        source = linked(address, subscription)
        entries[address] = Entry(
            source=replace(source, title=said.title, published=said.published or said.changed),
            subscription=subscription.name,
            mark=said.changed or digest(said.title, said.published),
        )
    return entries


def _is_past(said: Location, subscription: Subscription) -> bool:
    """Whether nothing in a sitemap was changed since the day that the subscription begins."""
    return 0 < moment(said.changed) < moment(subscription.since)


def _host(address: str) -> str:
    """``www.`` or not is the same site."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _all_elsewhere(subscription: Subscription, example: str, host: str) -> SourceError:
    return SourceError(
        f"none of the addresses in it is on {host}, whose sitemap it is",
        subject=subscription.address,
        advice=f"The first is {example[:200]}: give the sitemap of that site.",
    )


def _too_many(subscription: Subscription, files: int) -> SourceError:
    return SourceError(
        f"the sitemap is very large; the newest {files} of its files were read",
        subject=subscription.address,
        advice="Give one of the sitemaps that it names.",
    )
