"""``narrate make`` with several sources: processes of this machine, or a cluster."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

LAMP = "The lamp was carried up the hill by the rowing club."


def articles(folder: Path, count: int, text: str = LAMP) -> list[Path]:
    folder.mkdir()
    paths = [folder / f"{n}.txt" for n in range(count)]
    for n, path in enumerate(paths):
        path.write_text(f"Story {n}\n\n{text}\n")
    return paths


def test_results_come_in_the_order_of_the_sources(program, tone_voice: str, tmp_path: Path) -> None:
    paths = articles(tmp_path / "in", 4)
    paths[0].write_text("Story 0\n\n" + f"{LAMP} " * 40)
    make = ("make", *paths, "--voice", tone_voice, "-o", f"{tmp_path}/out/", "--json")
    done = program(*make, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["source"] for each in told] == [path.as_uri() for path in paths]
    assert done.stdout == program(*make, "--jobs", "1", "--no-cache").stdout


def test_what_cannot_be_asked_for(program) -> None:
    done = program("make", "x", "--jobs", "2", "--cluster", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "either --jobs or --cluster" in done.stderr
    assert program("make", "x", "--jobs", "0").returncode == 2


def test_ctrl_c_ends_all_at_once(tmp_path: Path, tone_voice: str) -> None:
    paths = articles(tmp_path / "in", 4, f"{LAMP} " * 5_000)
    code = "from narrate.cli.app import main; main()"
    out = tmp_path / "out"
    child = subprocess.Popen(
        [sys.executable, "-c", code, "make", *paths, "--voice", tone_voice, "-o", out],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        for _ in range(600):
            if len(children := children_of(child.pid)) >= 2:
                break
            time.sleep(0.1)
        time.sleep(1)
        child.send_signal(signal.SIGINT)
        started = time.monotonic()
        assert child.wait(timeout=20) == 130
        assert time.monotonic() - started < 12
        assert child.stderr
        assert "Interrupted" in child.stderr.read().decode()
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
    assert not [process for process in children if Path(f"/proc/{process}").exists()]
    assert not out.exists() or not list(out.iterdir())


def children_of(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found
