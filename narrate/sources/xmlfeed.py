"""RSS and Atom, through feedparser, which recovers what can be recovered of a broken feed."""

from __future__ import annotations

import calendar
import io
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from xml.sax import SAXException

import feedparser

from narrate.sources.item import Item, paragraphs
from narrate.sources.text import is_utf8

# Each costs some 25 microseconds and half a kilobyte. A feed of 100,000 entries has a million;
# more is a bomb.
_MOST_TAGS = 2_000_000


def entries(content: bytes, *, charset: str = "", address: str = "") -> tuple[str, list[Item]]:
    """The feed's title and its entries in its own order.

    ``charset`` as the transport declared it; relative links are resolved by ``address``.
    Raises ValueError for what is no feed or is broken beyond recovery.
    """
    if content.count(b"<") > _MOST_TAGS:
        raise ValueError(f"it has more than {_MOST_TAGS:,} tags")
    # Without a media type feedparser takes undeclared text for Latin-1; and what is valid
    # UTF-8 beyond ASCII is UTF-8, whatever a server or the XML declaration says.
    charset = "utf-8" if not content.isascii() and is_utf8(content) else charset
    headers = {
        "content-type": f"application/xml; charset={charset}" if charset else "application/xml"
    }
    if address:
        headers["content-location"] = address
    try:
        # A stream: feedparser takes bytes that look like a path or an address for one.
        # Scripts and styles are the cleaner's business, as on every other page.
        parsed = feedparser.parse(
            io.BytesIO(content), response_headers=headers, sanitize_html=False
        )
    except Exception as error:  # its parsers raise of every kind on hostile input
        raise ValueError(str(error)) from error
    feed = parsed.feed
    language = _text(feed, "language")
    author = _text(feed, "author")
    found = [_item(entry, language, author) for entry in parsed.entries]
    usable = any(each.link or each.content or each.summary for each in found)
    broken = parsed.get("bozo_exception")
    if not usable and isinstance(broken, SAXException):  # an empty feed is whole
        raise ValueError(broken.getMessage())
    if not found and not parsed.version:
        raise ValueError(str(broken or "it is neither RSS nor Atom"))
    return _text(feed, "title"), found


def _item(entry: Any, language: str, author: str) -> Item:
    content = max((_html(part) for part in entry.get("content", [])), key=len, default="")
    published, order = _date(entry)
    return Item(
        link=_text(entry, "link"),
        identity=_text(entry, "id"),
        title=_text(entry, "title"),
        author=_text(entry, "author") or author,
        language=next((each["language"] for each in _contents(entry) if each.get("language")), "")
        or language,
        published=published,
        updated=_text(dict(entry), "updated"),
        order=order,
        content=content,
        summary=_html(entry.get("summary_detail") or {}),
    )


def _contents(entry: Any) -> list[Any]:
    return [*entry.get("content", []), entry.get("title_detail") or {}]


def _html(part: Any) -> str:
    text = str(part.get("value") or "")
    return paragraphs(text) if part.get("type") == "text/plain" else text


def _text(value: Any, key: str) -> str:
    found = value.get(key)
    return found.strip() if isinstance(found, str) else ""


def _date(entry: Any) -> tuple[str, float]:
    """ISO 8601 in the feed's own time zone where it can be had, and seconds since the epoch.

    feedparser alone gives UTC only, where an evening's article has the next day's date.
    """
    held = dict(entry)  # a plain one: feedparser's would answer for a date it does not hold
    for key in ("published", "updated"):
        parsed = held.get(f"{key}_parsed")
        if not parsed:
            continue
        try:
            seconds = float(calendar.timegm(parsed))
            in_utc = datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            continue
        own = _own_zone(_text(held, key))
        same = own is not None and own.timestamp() == seconds
        return (own if own and same else in_utc).isoformat(), seconds
    return "", 0.0


def _own_zone(text: str) -> datetime | None:
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = parse(text)
        except (ValueError, OverflowError):
            continue
        if moment.tzinfo is not None:
            return moment
    return None
