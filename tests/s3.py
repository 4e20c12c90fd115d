"""A server that speaks S3, on this machine, and what it was asked."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

_ASKED = re.compile(r'"(?:\x1b\[[0-9;]*m)*([A-Z]+) (\S+) HTTP')


class Server:
    """moto's, as a process of its own."""

    def __init__(self, endpoint: str, log: Path) -> None:
        self.endpoint = endpoint
        self._log = log
        self._read = 0

    def asked(self) -> list[tuple[str, str]]:
        """Method and path of each request since the last time that this was asked."""
        said = self._log.read_text()
        new, self._read = said[self._read :], len(said)
        return [(method, unquote(path)) for method, path in _ASKED.findall(new)]

    def put_now(self) -> list[str]:
        """The names of the objects that were put since, in order."""
        return [path.rpartition("/")[2] for method, path in self.asked() if method == "PUT"]


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "requests.log"
    with (
        log.open("w") as file,
        subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-p", str(port)], stdout=file, stderr=file
        ) as process,
    ):
        try:
            _wait_for(port, process)
            yield Server(f"http://127.0.0.1:{port}", log)
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("moto's server does not answer")
