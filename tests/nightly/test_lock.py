"""One run at a time: the second is told who the first is, and a killed one locks nobody out."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from narrate.errors import LockedError, OutputError
from narrate.nightly.lock import FILE, locked

HOLDER = """
import os, sys, time
from pathlib import Path
from narrate.nightly.lock import locked
with locked(Path(sys.argv[1])):
    if sys.argv[2:] and not (child := os.fork()):
        time.sleep(5)  # it lives on when its parent is killed
    print(child if sys.argv[2:] else "held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_the_second_learns_who_holds_it(tmp_path: Path) -> None:
    with holder(tmp_path) as first:
        assert first.stdout
        assert first.stdin
        first.stdout.readline()
        with pytest.raises(LockedError) as told, locked(tmp_path):
            pass
        assert f"process {first.pid} on {socket.gethostname()}, since 20" in str(told.value)
        first.stdin.close()
    with locked(tmp_path):
        pass
    assert (tmp_path / FILE).exists(), "the file stays; only the lock goes"


@pytest.mark.skipif(os.name == "nt", reason="there is no fork")
def test_a_killed_run_leaves_no_lock_even_when_its_children_live(tmp_path: Path) -> None:
    with holder(tmp_path, "with a child") as first:
        assert first.stdout
        child = int(first.stdout.readline())
        first.send_signal(signal.SIGKILL)
        first.wait()
        os.kill(child, 0)  # it lives
        with locked(tmp_path):
            pass
        os.kill(child, signal.SIGKILL)


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "work").write_text("a file")
    with pytest.raises(OutputError, match="cannot be locked"), locked(tmp_path / "work"):
        pass
