"""The tables ``[[source]]``: where a night's articles come from."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from narrate.model import Subscription, SubscriptionKind
from narrate.settings_file import (
    Check,
    Fault,
    Place,
    list_of,
    number,
    table_of,
    tables_of,
    text,
    truth,
    whole,
)

KINDS: tuple[SubscriptionKind, ...] = get_args(SubscriptionKind)
_PATHS = ("folder", "list")


def _date(place: Place, value: Any) -> Iterator[Fault]:
    try:
        datetime.date.fromisoformat(str(value))
    except ValueError:
        yield place, f"'{place[-1]}' must be a date: 2026-01-31", ""


_CHECKS: dict[str, Check] = {
    "name": text,
    **dict.fromkeys(KINDS, text),
    "voice": text,
    "newest": whole(0, 1_000_000, "articles a night"),
    "minutes": number(0, 1e6),
    "only": list_of(text),
    "skip": list_of(text),
    "since": _date,
    "private": truth,
}
_KEYS = table_of(
    lambda place, value: _CHECKS[place[-1]](place, value), "setting of a source", list(_CHECKS)
)


def check(place: Place, value: Any) -> Iterator[Fault]:
    """All that is wrong with the list of tables."""
    yield from tables_of(_source)(place, value)
    names: set[str] = set()
    for at, source in enumerate(value):
        if source["name"] in names:
            problem = f"two sources are called '{source['name']}'"
            yield (*place, str(at), "name"), problem, "Reports tell them apart by their names."
        names.add(source["name"])


def _source(place: Place, value: Any) -> Iterator[Fault]:
    yield from _KEYS(place, value)
    kinds = [kind for kind in KINDS if kind in value]
    if not value.get("name"):
        yield place, "a source has no name", "Add a line such as: name = 'news'"
    elif len(kinds) != 1:
        one_each = "Give one of: " + ", ".join(KINDS)
        yield place, f"the source '{value['name']}' must say where it is, once", one_each
    elif not value[kinds[0]].strip():
        yield (*place, kinds[0]), f"'{kinds[0]}' is empty", "Give an address or a path."
    elif kinds[0] not in _PATHS and not value[kinds[0]].startswith(("http://", "https://")):
        problem = f"'{value[kinds[0]]}' is not a web address"
        yield (*place, kinds[0]), problem, "It begins with https:// or http://."


def subscriptions(said: Sequence[dict[str, Any]], folder: Path) -> tuple[Subscription, ...]:
    """The checked tables as subscriptions; paths in them count from ``folder``."""
    return tuple(_subscription(table, folder) for table in said)


def _subscription(said: dict[str, Any], folder: Path) -> Subscription:
    kind = next(kind for kind in KINDS if kind in said)
    others = {key: value for key, value in said.items() if key not in KINDS}
    for key in ("only", "skip"):
        others[key] = tuple(others.get(key, ()))
    others["since"] = str(others.get("since", ""))
    address = said[kind]
    if "://" not in address:
        address = str(folder / address)
    return Subscription(kind=kind, address=address, **others)
