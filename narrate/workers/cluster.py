"""The crew of a cluster: the workers of a Dask scheduler.

A task is a batch of works and gives back small records; on the worker each work is made in
a process of its own, so that one which crashes or hangs costs the worker nothing. What is
lost with a worker is done again by another: a work that is made twice is the same files.
"""

from __future__ import annotations

import logging
import pickle
import queue
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from narrate.config import Settings
from narrate.errors import NarrateError, OutputError, WorkerError
from narrate.model import Cluster, Voice
from narrate.sources.reader import AlreadyRead, read
from narrate.speech.voice import cast_of, load
from narrate.version import __version__
from narrate.workers.connection import connected
from narrate.workers.sounding import sounding
from narrate.workers.task import task
from narrate.workers.versions import refuse_strangers
from narrate.workers.work import Failure, Outcome, Work, failure

TASK = 2.0  # seconds of work that a task is worth: asking for one costs some two milliseconds
BATCH = 50
GPU = "GPU"  # what a worker says to have: dask worker --resources GPU=1
_NOW = -1  # the number of a work that is waited for
_LOOK = 5.0  # seconds between two looks at who is there

log = logging.getLogger(__name__)


class OnCluster:
    """Works on a cluster. A context manager."""

    def __init__(self, cluster: Cluster, limit: float) -> None:
        """Raises WorkerError and MissingExtraError as ``make_all`` does."""
        self._address = cluster.address
        self._limit = limit
        self._client = connected(cluster)
        try:
            refuse_strangers(self._client, cluster.address)
        except BaseException:
            self._client.close()
            raise
        self._finished: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._under_way: dict[str, tuple[Any, list[tuple[int, Work]], bool]] = {}
        self._outcomes: list[tuple[int, Outcome]] = []
        self._asked: tuple[tuple[Voice | str, Settings], Voice, str, bool] | None = None  # last
        self._mean = TASK
        self._places, self._looked = 1, 0.0
        self._alone: float | None = None  # since when nobody could do what is under way

    def __enter__(self) -> OnCluster:
        return self

    def __exit__(self, *exception: object) -> None:
        if exception != (None, None, None):
            self._client.cancel([future for future, *_ in self._under_way.values()])
        self._client.close()

    @property
    def batch(self) -> int:
        """So many that a task is worth asking for, by how long works took lately."""
        return max(1, min(BATCH, int(TASK / self._mean)))

    @property
    def room(self) -> int:
        """Twice what the workers do at a time: the next is there when one is done."""
        if time.monotonic() - self._looked > _LOOK:
            with self._reached():
                self._places = sum(self._client.nthreads().values())
            self._looked = time.monotonic()
        return 2 * max(1, self._places) * self.batch

    def begin(self, works: Iterable[tuple[int, Work]]) -> None:
        groups: dict[bool, list[tuple[int, Work]]] = {}
        for number, work in works:
            try:
                ready, on_gpu = self._packed(work)
            except NarrateError as error:
                self._outcomes.append((number, Outcome(error=failure(error, work))))
                continue
            groups.setdefault(on_gpu, []).append((number, ready))
        for on_gpu, group in groups.items():
            self._submit(group, on_gpu)

    def finished(self, *, wait: bool) -> list[tuple[int, Outcome]]:
        while wait and not self._outcomes and self._finished.empty():
            self._wait()
        futures = []
        while not self._finished.empty():
            futures.append(self._finished.get())
        self._gather(futures)
        outcomes, self._outcomes = self._outcomes, []
        return outcomes

    def make(self, work: Work) -> Outcome:
        self.begin([(_NOW, work)])
        others: list[tuple[int, Outcome]] = []
        while True:
            for number, outcome in self.finished(wait=True):
                if number == _NOW:
                    self._outcomes += others
                    return outcome
                others.append((number, outcome))

    def _packed(self, work: Work) -> tuple[Work, bool]:
        """The work with all that a worker elsewhere has not, and whether it wants a GPU.

        Raises what reading a file and loading a profile raise.
        """
        if self._asked is None or self._asked[0] != (work.voice, work.settings):
            voice = load(work.voice) if isinstance(work.voice, str) else work.voice
            on_gpu = any(each.options.get("cuda") for each in cast_of(voice).values())
            if on_gpu and not _with_gpu(self._workers()):
                raise WorkerError(
                    f"the voice '{voice.name}' wants a GPU, and no worker of the cluster has one",
                    advice="Start one that says so: dask worker ADDRESS --resources GPU=1",
                )
            self._asked = (work.voice, work.settings), voice, sounding(work), on_gpu
        _, voice, digest, on_gpu = self._asked
        source = work.source
        if source.kind == "file" and not isinstance(source, AlreadyRead):
            source = AlreadyRead(kind="file", uri=source.uri, page=read(source))
        to = work.to if "://" in work.to else str(Path(work.to).absolute())
        return replace(work, source=source, voice=voice, to=to, sounding=digest), on_gpu

    def _workers(self) -> list[Any]:
        with self._reached():
            return list(self._client.scheduler_info(n_workers=-1)["workers"].values())

    def _submit(self, works: list[tuple[int, Work]], on_gpu: bool) -> None:
        with self._reached():
            future = self._client.submit(
                pickle.loads,
                task([work for _, work in works], self._limit, __version__),
                pure=False,  # asked for twice, it is looked after twice
                resources={GPU: 1} if on_gpu else None,
            )
        self._under_way[future.key] = (future, works, on_gpu)
        future.add_done_callback(self._finished.put)

    def _wait(self) -> None:
        """Until a task has ended, or a while."""
        try:
            self._finished.put(self._finished.get(timeout=_LOOK))
            self._alone = None
        except queue.Empty:
            if self._client.status != "running":
                raise _lost(self._address) from None
            self._insist_on_workers()

    def _insist_on_workers(self) -> None:
        """Workers may go and come; for others than those, nobody waits for ever."""
        workers, missing = self._workers(), "workers"
        if all(on_gpu for *_, on_gpu in self._under_way.values()):
            workers, missing = _with_gpu(workers), "workers with a GPU"
        if workers:
            self._alone = None
            return
        if self._alone is None:
            self._alone = time.monotonic()
            log.warning("%s: there are no %s; waiting for them.", self._address, missing)
        elif time.monotonic() - self._alone > self._limit:
            raise WorkerError(
                f"there were no {missing} for {self._limit:g} seconds",
                subject=self._address,
                advice="What is done is done. Start some and give the same command: it goes on.",
            )

    def _gather(self, futures: list[Any]) -> None:
        """The outcomes of tasks that have ended, one way or the other."""
        if any(future.status == "cancelled" for future in futures):
            raise _lost(self._address)
        good = [future for future in futures if future.status != "error"]
        for future, outcomes in zip(good, self._results(good), strict=True):
            _, works, _ = self._under_way.pop(future.key)
            for (number, _), outcome in zip(works, outcomes, strict=True):
                self._outcomes.append((number, seen(outcome)))
                self._mean = 0.9 * self._mean + 0.1 * max(outcome.seconds, 0.001)
        for future in futures:
            if future.status == "error":
                self._broken(future)

    def _results(self, futures: list[Any]) -> list[list[Outcome]]:
        with self._reached():
            found: list[list[Outcome]] = self._client.gather(futures)
        return found

    @contextmanager
    def _reached(self) -> Iterator[None]:
        from distributed import CancelledError

        try:
            yield
        except (CancelledError, OSError):
            raise _lost(self._address) from None

    def _broken(self, future: Any) -> None:
        """A task that no worker could do: its works one by one, or a failure."""
        from distributed import KilledWorker

        _, works, on_gpu = self._under_way.pop(future.key)
        error = future.exception()
        if isinstance(error, KilledWorker):
            problem = "the workers that made it died, one after the other"
            advice = "The others are done. Look at how much memory they have."
            if len(works) > 1:
                for each in works:
                    self._submit([each], on_gpu)
                return
        else:
            problem = f"a worker of the cluster cannot run it: {type(error).__name__}: {error}"
            advice = f"Install narrate {__version__} there, for the same Python."
        for number, work in works:
            told = WorkerError(problem, subject=work.source.uri, advice=advice)
            self._outcomes.append((number, Outcome(error=failure(told, work))))


def _with_gpu(workers: list[Any]) -> list[Any]:
    return [worker for worker in workers if worker["resources"].get(GPU)]


def seen(outcome: Outcome) -> Outcome:
    """The same, where the recording is in a folder that this machine sees as the worker does."""
    made = outcome.episode
    if made is None or not isinstance(made.audio, Path) or made.audio.exists():
        return outcome
    error = Failure(
        problem=f"a worker wrote {made.audio}, and on this machine it is not there",
        subject=made.source,
        advice="Give a folder that all of them share, or a store: -o s3://bucket/folder/",
        kind=OutputError.__name__,
    )
    return replace(outcome, episode=None, error=error)


def _lost(address: str) -> WorkerError:
    return WorkerError(
        "the cluster's scheduler is gone",
        subject=address,
        advice="What is done is done. Start it again and give the same command: it goes on.",
    )
