"""A Dask cluster on loopback: real processes all."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path


class Dask:
    """A scheduler and workers on loopback."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        with socket.create_server(("127.0.0.1", 0)) as found:
            self._port = found.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self._port}"

    def scheduler(self, *options: str) -> subprocess.Popen[bytes]:
        where = ("--host", "127.0.0.1", "--port", str(self._port))
        child = self._start("scheduler", "", *where, "--no-dashboard", *options)
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._port)):
                return child
            time.sleep(0.05)
        raise AssertionError("the scheduler did not start")

    def worker(self, *options: str, first: str = "") -> subprocess.Popen[bytes]:
        """A worker with one thread; ``first`` is Python that it does before all else."""
        alone = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
        return self._start("worker", first, self.address, *alone, *options)

    def _start(self, what: str, first: str, *arguments: str) -> subprocess.Popen[bytes]:
        code = f"{first}\nfrom distributed.cli.dask_{what} import main; main()"
        log = (self._folder / f"{what}-{len(self._running)}.log").open("wb")
        with log:
            child = subprocess.Popen(
                [sys.executable, "-c", code, *arguments],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                start_new_session=True,
            )
        self._running.append(child)
        return child

    def end(self) -> None:
        for child in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
