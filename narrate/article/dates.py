"""Dates as pages write them, to ISO 8601; what is no date of an article is none."""

from __future__ import annotations

import datetime
import functools
import re
import tomllib
from importlib.resources import files

EARLIEST = 1990  # the first page of the web; what shows less is a date in its text
OLDEST = 1605  # the first newspaper; archives give their articles the date of print
# What programs write where nobody gave a date.
_DEFAULTS = ((1, 1), (12, 30), (12, 31))
LONGEST = 200  # characters: a date is short
_AHEAD = datetime.timedelta(days=2)  # clocks and time zones differ
_ISO = re.compile(
    r"(?<!\d)(\d{4})([-/.]?)(\d{2})\2(\d{2})(?!\d)"
    r"(?:[T ]{1,3}(\d{2}):(\d{2})(?::(\d{2}))?(?:[.,]\d{1,9})?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_WORDS = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)?,?(?:\s+de|\s+of)?[\s-]+([^\W\d_]{3,12})\.?,?(?:\s+de|\s+del)?[\s-]+"
    r"(\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)(\d{4})(?!\d)"
)
_EAST = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_CLOCK = re.compile(
    r"\s(\d{2}):(\d{2}):(\d{2})\s+(Z|UTC|GMT|[+-]\d{2}:?\d{2})(?!\w)"
)  # of an e-mail's date
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})([/-])(\d{1,2})\2(\d{1,2})(?:[/-]|$)")


def date(text: str, *, earliest: int = EARLIEST) -> str:
    """The first date in a short text as ISO 8601, with its time where that is given in full.

    Empty where there is none, or none between the year ``earliest`` and tomorrow, or but the
    default of a program. ``3/4/2024`` is no date: nobody knows which.
    """
    text = text[:LONGEST].strip()
    if _EPOCH.fullmatch(text):
        return _of_epoch(int(text[:10]))
    for iso in _ISO.finditer(text):
        year, _, month, day, hour, minute, second, zone = iso.groups()
        if found := _checked(year, month, day, earliest):
            return found + _time(hour, minute, second, zone)
    for day, month, year in _days(text):
        if found := _checked(year, month, day, earliest):
            clock = _CLOCK.search(text)
            return found + (_time(*clock.groups()) if clock else "")
    return ""


def date_in_address(url: str) -> str:
    """The date in an address like ``/2024/02/03/title``; empty where there is none."""
    found = _IN_ADDRESS.search(url[:500])
    return _checked(found[1], found[3], found[4]) if found else ""


def _days(text: str) -> list[tuple[str, str, str]]:
    """Day, month and year of each date in words or dots, as they may be meant."""
    found: list[tuple[str, str, str]] = []
    for words in _WORDS.finditer(text):
        found += [(words[1], str(m), words[3]) for m in [months().get(words[2].lower(), 0)]]
    for words in _MONTH_FIRST.finditer(text):
        found += [(words[2], str(m), words[3]) for m in [months().get(words[1].lower(), 0)]]
    found += [(day, month, year) for year, month, day in _EAST.findall(text)]
    for first, sign, second, year in _DOTTED.findall(text):
        if sign == "." or int(first) > 12 or first == second:
            found.append((first, second, year))
        elif int(second) > 12:
            found.append((second, first, year))
    return found


def _checked(year: str, month: str, day: str, earliest: int = EARLIEST) -> str:
    try:
        found = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return ""
    latest = datetime.datetime.now(datetime.UTC).date() + _AHEAD
    if found.year < EARLIEST and (found.month, found.day) in _DEFAULTS:
        return ""
    return found.isoformat() if found.year >= earliest and found <= latest else ""


def _time(hour: str | None, minute: str | None, second: str | None, zone: str | None) -> str:
    if hour is None or minute is None or int(hour) > 23 or int(minute) > 59:
        return ""
    zone = (zone or "").upper()
    if zone in ("Z", "UTC", "GMT"):
        zone = "Z"
    elif zone and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    seconds = second if second and int(second) < 60 else "00"
    return f"T{hour}:{minute}:{seconds}{zone}"


def _of_epoch(seconds: int) -> str:
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    known = _checked(str(moment.year), str(moment.month), str(moment.day))
    return f"{known}T{moment:%H:%M:%S}Z" if known else ""


@functools.cache
def months() -> dict[str, int]:
    """The number of each month by its names, in all languages; no name means two months."""
    source = files("narrate.article").joinpath("metadata.toml").read_text(encoding="utf-8")
    numbers: dict[str, int] = {}
    for names in tomllib.loads(source)["months"].values():
        for number, month in enumerate(names.split(","), start=1):
            numbers.update(dict.fromkeys(month.split(), number))
    return numbers
