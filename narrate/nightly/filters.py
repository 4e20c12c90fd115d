"""Which of a subscription's articles are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import unquote

from narrate.model import Entry, Subscription


def unwanted(entry: Entry, subscription: Subscription) -> str:
    """Why the subscription's filters leave the entry out, as a clause; empty where they don't."""
    address = entry.source.uri
    if subscription.only and not _one_of(subscription.only, address):
        return "its address matches none of 'only'"
    if found := _one_of(subscription.skip, address):
        return f"its address matches '{found}' in 'skip'"
    day, since = _day(entry.source.published), _day(subscription.since)
    return f"it is older than {since}" if day and since and day < since else ""


def matches(pattern: str, text: str) -> bool:
    """Whether all of the text is as the pattern says, in which ``*`` stands for anything.

    In time linear in the text: each piece between stars is taken where it first occurs.
    """
    first, *pieces = pattern.split("*")
    if not pieces:
        return text == first
    last = pieces.pop()
    if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in pieces:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _one_of(patterns: Sequence[str], address: str) -> str:
    """The first that matches, be the address written for machines or for people."""
    spellings = {address, unquote(address)}
    return next((p for p in patterns if any(matches(p, each) for each in spellings)), "")


def _day(written: str) -> date | None:
    """The day of an ISO 8601 date or moment; None where it does not say so much."""
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
