"""``cluster``: who makes recordings, if not this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

from narrate.model import Cluster
from narrate.settings_file import Fault, Place, table_of, text


def check(place: Place, value: Any) -> Iterator[Fault]:
    """An address, or a table with the address and what TLS needs."""
    if not isinstance(value, dict):
        yield from text(place, value)
        return
    yield from table_of(text, "setting of a cluster", list(get_type_hints(Cluster)))(place, value)
    if "address" not in value:
        yield place, "'address' is missing", 'Add a line such as: address = "tls://HOST:8786"'


def cluster(said: str | dict[str, str], folder: Path) -> Cluster | None:
    """The checked setting; files in it count from ``folder``. None where nothing is said."""
    if isinstance(said, str):
        return Cluster(address=said) if said else None
    files = {key: str(folder / said[key]) for key in ("ca", "cert", "key") if said.get(key)}
    return Cluster(address=said["address"], **files)
