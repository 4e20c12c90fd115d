"""How a command goes through its sources, and how it ends.

0 all done; 1 some source failed, the others are done; 2 the command line was wrong;
75 another run is at work; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from narrate.errors import NarrateError
    from narrate.model import Source

LOCKED = 75  # EX_TEMPFAIL of sysexits.h: try again later
INTERRUPTED = 130


def complain(message: object) -> None:
    """One error, for people, on standard error."""
    print(f"narrate: {message}", file=sys.stderr)


@contextmanager
def explained() -> Iterator[None]:
    """Errors become a sentence and an exit status; a traceback is for mistakes of ours."""
    from narrate.errors import LockedError, NarrateError

    try:
        yield
    except NarrateError as error:
        complain(error)
        raise typer.Exit(LOCKED if isinstance(error, LockedError) else 1) from None
    except KeyboardInterrupt:
        complain("Interrupted. What was finished is kept; nothing half-written stays.")
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        # The reader of our output went away, as ``head`` does. Nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None


def for_each(arguments: list[str], action: Callable[[Source], None]) -> None:
    """Do ``action`` for every source that the arguments stand for.

    A source that fails is said so and the others go on; the exit status tells in the end.
    """
    from narrate.errors import NarrateError

    failed = False
    with explained():
        for source in found(arguments):
            try:
                if isinstance(source, NarrateError):
                    raise source
                action(source)
            except NarrateError as error:
                failed = True
                complain(error)
    if failed:
        raise typer.Exit(1)


def found(arguments: list[str]) -> Iterator[Source | NarrateError]:
    """The sources that the arguments stand for, or the error of one, drawn one by one."""
    from narrate.errors import NarrateError
    from narrate.sources.arguments import expand

    for argument in arguments:
        try:
            yield from expand(argument)
        except NarrateError as error:
            yield error
