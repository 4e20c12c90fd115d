"""A progress bar on a terminal, silence in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

_LONGEST_NAME = 40


@contextmanager
def speaking(uri: str, *, hidden: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A callback that moves the bar of one source; None where no bar is to be seen."""
    with _bar(name_of(uri), "sentences", hidden=hidden) as move:
        yield move


@contextmanager
def night(*, hidden: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A callback that moves the bar of a nightly run; None where no bar is to be seen."""
    with _bar("tonight", "articles", hidden=hidden) as move:
        yield move


@contextmanager
def _bar(name: str, what: str, *, hidden: bool) -> Iterator[Callable[[int, int], None] | None]:
    if hidden or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[what]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(Text(name).plain, total=None, what=what)

        def move(done: int, total: int) -> None:
            if done < bar.tasks[task].completed:  # all are spoken, and it begins again
                bar.reset(task, what=f"{what} in the file")
            bar.update(task, completed=done, total=total)

        yield move


def name_of(uri: str) -> str:
    """The end of an address: what a person calls it."""
    name = unquote(urlsplit(uri).path).rstrip("/").rpartition("/")[2] or uri
    name = "".join(c if c.isprintable() else " " for c in name)
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
