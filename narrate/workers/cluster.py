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
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from narrate.errors import MissingExtraError, NarrateError, WorkerError
from narrate.model import Cluster, Voice
from narrate.sources.reader import AlreadyRead, read
from narrate.speech.voice import cast_of, load
from narrate.version import __version__
from narrate.workers.task import DISMISS, task
from narrate.workers.versions import refuse_strangers
from narrate.workers.work import Outcome, Work, failure

PATIENCE = 10.0  # seconds to reach the scheduler
TASK = 2.0  # seconds of work that a task is worth: asking for one costs some two milliseconds
BATCH = 50
GPU = "GPU"  # what a worker says to have: dask worker --resources GPU=1
_NOW = -1  # the number of a work that is waited for
_LOOK = 5.0  # seconds between two looks at who is there


class OnCluster:
    """Works on a cluster. A context manager."""

    def __init__(self, cluster: Cluster, limit: float) -> None:
        """Raises WorkerError and MissingExtraError as ``make_all`` does."""
        self._address = cluster.address
        self._limit = limit
        self._client = _connected(cluster)
        try:
            refuse_strangers(self._client, cluster.address)
        except BaseException:
            self._client.close()
            raise
        self._finished: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._under_way: dict[str, tuple[Any, list[tuple[int, Work]], bool]] = {}
        self._outcomes: list[tuple[int, Outcome]] = []
        self._voice: tuple[Voice | str, Voice, bool] | None = None  # the last
        self._mean = TASK
        self._places, self._looked = 1, 0.0

    def __enter__(self) -> OnCluster:
        return self

    def __exit__(self, *exception: object) -> None:
        if exception == (None, None, None):
            self._client.run(pickle.loads, DISMISS, on_error="return")
        else:
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
        if self._voice is None or self._voice[0] != work.voice:
            voice = load(work.voice) if isinstance(work.voice, str) else work.voice
            on_gpu = any(each.options.get("cuda") for each in cast_of(voice).values())
            self._voice = work.voice, voice, on_gpu
        _, voice, on_gpu = self._voice
        if on_gpu and not self._has_gpu():
            raise WorkerError(
                f"the voice '{voice.name}' wants a GPU, and no worker of the cluster has one",
                advice="Start one that says so: dask worker ADDRESS --resources GPU=1",
            )
        source = work.source
        if source.kind == "file" and not isinstance(source, AlreadyRead):
            source = AlreadyRead(kind="file", uri=source.uri, page=read(source))
        to = work.to if "://" in work.to else str(Path(work.to).absolute())
        return replace(work, source=source, voice=voice, to=to), on_gpu

    def _has_gpu(self) -> bool:
        with self._reached():
            workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        return any(worker["resources"].get(GPU) for worker in workers)

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
        except queue.Empty:
            if self._client.status != "running":
                raise _lost(self._address) from None

    def _gather(self, futures: list[Any]) -> None:
        """The outcomes of tasks that have ended, one way or the other."""
        if any(future.status == "cancelled" for future in futures):
            raise _lost(self._address)
        good = [future for future in futures if future.status != "error"]
        for future, outcomes in zip(good, self._results(good), strict=True):
            _, works, _ = self._under_way.pop(future.key)
            for (number, _), outcome in zip(works, outcomes, strict=True):
                self._outcomes.append((number, outcome))
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


def _connected(cluster: Cluster) -> Any:
    """A client of the scheduler. Raises WorkerError and MissingExtraError."""
    try:
        from distributed import Client
        from distributed.security import Security
    except ImportError as error:
        raise MissingExtraError(
            f"a cluster needs the extra [cluster]: {error}",
            advice='Install it: pip install "narrate[cluster]"',
        ) from None
    logging.getLogger("distributed").propagate = False  # what it says, we say
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions: we look at them ourselves
            security = None
            if cluster.ca or cluster.cert or cluster.key:
                security = Security(
                    tls_ca_file=cluster.ca,
                    tls_client_cert=cluster.cert,
                    tls_client_key=cluster.key,
                    require_encryption=True,
                )
            return Client(
                cluster.address, security=security, timeout=PATIENCE, set_as_default=False
            )
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise WorkerError(
            f"the cluster cannot be reached: {error}",
            subject=cluster.address,
            advice="Is the scheduler running there (dask scheduler), and the address right?",
        ) from None


def _lost(address: str) -> WorkerError:
    return WorkerError(
        "the cluster's scheduler is gone",
        subject=address,
        advice="What is done is done. Start it again and give the same command: it goes on.",
    )
