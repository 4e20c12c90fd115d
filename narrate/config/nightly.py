"""The table ``[nightly]``: how much a night may do, where its work goes, and who is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from narrate.model import Policy
from narrate.settings_file import Check, Fault, Place, number, one_of, table_of, text, truth, whole

FORMATS = ("mp3", "m4a", "opus")
"""What podcast programs and browsers play."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nightly:
    """What every night does alike; ``[[source]]`` says what is special to one source."""

    site: str = "output/site"
    """Folder that recordings, pages and feed go to, or an address of an object store."""
    work: str = "output/work"
    """Folder of the ledger, the lock and the log: never to be uploaded."""
    voice: str = "newsreader"
    format: str = "mp3"
    policy: Policy = field(default_factory=Policy)
    jobs: int = 0
    """Articles at a time; 0: one a core."""
    ping: str = ""
    """Address that is told of start, success and failure, as healthchecks.io has it."""
    webhook: str = ""
    """Address that gets the report as JSON."""
    check_live: bool = False
    """Whether the files are fetched again from where listeners get them."""


def _folder(place: Place, value: Any) -> Iterator[Fault]:
    yield from text(place, value)
    if "://" in value:
        yield place, f"'{place[-1]}' must be a folder of this machine", "SQLite and locks need it."


def _web_address(place: Place, value: Any) -> Iterator[Fault]:
    yield from text(place, value)
    if value and not value.startswith(("https://", "http://")):
        yield place, f"'{place[-1]}' is not a web address", "It begins with https:// or http://."


_POLICY: dict[str, Check] = {
    "articles": whole(0, 1_000_000, "articles"),
    "minutes": number(0, 1e6),
    "cost": number(0, 1e6),
    "deadline": whole(0, 7 * 24 * 60, "minutes"),
    "tries": whole(1, 100, "tries"),
    "patience": whole(1, 100, "nights"),
}
_CHECKS: dict[str, Check] = {
    "site": text,
    "work": _folder,
    "voice": text,
    "format": one_of("format of a feed's recordings", FORMATS),
    "jobs": whole(0, 1024, "articles at a time"),
    "ping": _web_address,
    "webhook": _web_address,
    "check_live": truth,
    **_POLICY,
}

check: Check = table_of(
    lambda place, value: _CHECKS[place[-1]](place, value), "setting of nights", list(_CHECKS)
)


def nightly(said: dict[str, Any], folder: Path) -> Nightly:
    """The checked table as settings; a path in it counts from ``folder``."""
    plain = {key: value for key, value in said.items() if key not in _POLICY}
    policy = {key: value for key, value in said.items() if key in _POLICY}
    found = Nightly(**plain, policy=Policy(**policy))
    site = found.site if "://" in found.site else str(folder / found.site)
    return replace(found, site=site, work=str(folder / found.work))
