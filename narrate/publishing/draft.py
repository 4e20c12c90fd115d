"""The draft of a record: it keeps a recording's name in a store while the recording is made.

Two machines that narrate two articles of one name would otherwise mix their files. A store lets
only one of them put an object where none stands; the other sees whose name it is. A draft names
its source, so that a run which was killed goes on under the same name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from narrate.errors import OutputError
from narrate.model import Place, Source
from narrate.publishing import files, store

if TYPE_CHECKING:
    from upath import UPath


def recorded_source(path: Place) -> str | None:
    """Of the recording at ``path`` or its draft; empty if nothing says so, None if none is there.

    Raises OutputError where a store does not answer.
    """
    try:
        found = json.loads(files.content(path.with_suffix(".json")))
        return str(found["source"])
    except (OSError, ValueError, TypeError, KeyError):
        return "" if files.standing(path) else None


def is_draft(said: Any) -> bool:
    """Whether what a record says is only that one will be there."""
    return isinstance(said, dict) and said.get("draft") is True


def begin(path: UPath, source: Source) -> bool:
    """Keep the name for the source's recording; False where there is a record or a draft of it."""
    content = json.dumps({"source": source.uri, "draft": True}).encode()
    account = path.with_suffix(".json")
    with files.explained(account):
        return store.put_new(content, account)


@contextmanager
def kept(path: UPath, source: Source) -> Iterator[None]:
    """Take the draft away if the block fails, and nothing else was put there."""
    try:
        yield
    except BaseException:
        account = path.with_suffix(".json")
        # Why this cannot be done either is what has been raised already.
        with suppress(OutputError, OSError, ValueError, KeyError):
            said = json.loads(files.content(account))
            if is_draft(said) and said["source"] == source.uri and not files.standing(path):
                files.remove(account)
        raise
