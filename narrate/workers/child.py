"""The process that makes recordings: works come in, small answers go out.

Standard input ends when the parent does, however it ends; what is being made is then broken
off, tidily, and this process goes too. So it does when nobody has asked for anything for a
while: the worker of a cluster lives on, and voices need memory.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import queue
import signal
import sys
import threading
from typing import BinaryIO

from narrate import pipeline
from narrate.errors import ArticleError, SourceError
from narrate.model import Episode, Voice
from narrate.speech.synthesis import Engines
from narrate.speech.worker import own_pipes
from narrate.workers.making import make
from narrate.workers.work import Failure, Work, failure

ENOUGH = 200
"""Recordings after which the engines are started anew, and the cache is trimmed."""


def serve(idle: float) -> None:
    """Make what is asked for until standard input ends, or nothing is for ``idle`` seconds."""
    requests, answers = own_pipes()
    logging.basicConfig(format="%(message)s", level=logging.WARNING)  # the parent logs it
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
    works: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
    busy = threading.Event()
    threading.Thread(target=_listen, args=(requests, works, busy), daemon=True).start()
    maker = Maker()
    ends = contextlib.suppress(KeyboardInterrupt, BrokenPipeError, queue.Empty)
    with ends, contextlib.closing(maker):
        while (work := works.get(timeout=idle)) is not None:
            busy.set()
            pickle.dump(maker.make(work), answers)
            answers.flush()
            busy.clear()


def _listen(
    requests: BinaryIO, works: queue.SimpleQueue[Work | None], busy: threading.Event
) -> None:
    # The other end is our own parent; a parent that is killed may leave half a message.
    try:
        with contextlib.suppress(EOFError, pickle.UnpicklingError):
            while True:
                works.put(pickle.load(requests))  # noqa: S301
    finally:
        works.put(None)
    if not busy.is_set():
        return
    if sys.platform == "win32":
        os._exit(1)
    main = threading.main_thread().ident
    assert main
    signal.pthread_kill(main, signal.SIGINT)


class Maker:
    """Makes one recording after the other. The engines of the last voice stay warm.

    Each speaks in one process: where many are made, it is they that use the other cores.
    """

    def __init__(self) -> None:
        self._engines: Engines | None = None
        self._voice: tuple[Voice | str, bool] | None = None
        self._made = 0

    def make(self, work: Work) -> Episode | Failure:
        try:
            return make(work, engines=self._warm(work))
        except (SourceError, ArticleError) as error:  # nothing was spoken yet
            return failure(error, work)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
            self.close()
            return failure(error, work)

    def close(self) -> None:
        if self._engines:
            self._engines.__exit__()
        self._engines, self._voice, self._made = None, None, 0

    def _warm(self, work: Work) -> Engines:
        if self._voice != (work.voice, work.cache) or self._made >= ENOUGH:
            self.close()
        if self._engines is None:
            self._engines = pipeline.engines_for(work.voice, cache=work.cache, processes=1)
            self._voice = work.voice, work.cache
        self._made += 1
        return self._engines
