"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from narrate.sources.item import Item, paragraphs

MARK = b"jsonfeed.org/version/"


def entries(content: bytes) -> tuple[str, list[Item]]:
    """The feed's title and its entries in its own order.

    Raises ValueError for what is not JSON or not a feed.
    """
    try:
        feed = json.loads(content)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise ValueError("it holds no list of items")
    items = [item for item in feed["items"] if isinstance(item, dict)]
    return _text(feed, "title"), [_item(item, feed) for item in items]


def _item(item: dict[str, Any], feed: dict[str, Any]) -> Item:
    published, order = _date(_text(item, "date_published") or _text(item, "date_modified"))
    return Item(
        link=_text(item, "url") or _text(item, "external_url"),
        identity=_text(item, "id"),
        title=_text(item, "title"),
        author=_authors(item) or _authors(feed),
        language=_text(item, "language") or _text(feed, "language"),
        published=published,
        updated=_text(item, "date_modified"),
        order=order,
        content=_text(item, "content_html") or paragraphs(_text(item, "content_text")),
        summary=paragraphs(_text(item, "summary")),
    )


def _text(value: dict[str, Any], key: str) -> str:
    """A text or number as text; empty for everything else a stranger may have put there."""
    found = value.get(key)
    text = str(found) if isinstance(found, str | int) else ""
    return text.encode(errors="replace").decode()  # JSON may hold half a surrogate pair


def _authors(value: dict[str, Any]) -> str:
    authors = value.get("authors")
    people = authors if isinstance(authors, list) else [value.get("author")]
    return ", ".join(
        name for person in people if isinstance(person, dict) and (name := _text(person, "name"))
    )


def _date(text: str) -> tuple[str, float]:
    try:
        moment = datetime.fromisoformat(text)
        return text, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return "", 0.0
