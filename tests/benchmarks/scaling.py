"""How the work of many articles grows with workers, and what a million articles would take.

    python tests/benchmarks/scaling.py [--articles 24] [--words 600] [--voice newsreader]
                                       [--workers 1 2 4] [--seconds ENGINE=S ...] [--price P]

The same articles are made by 1, 2 and 4 processes of this machine, and by as many workers of
a Dask cluster on loopback; each run speaks every sentence anew, into a folder of its own.
Printed are the wall time, the efficiency (ideal: the wall time of one, divided by the workers,
or by the cores where there are fewer), and what handing out one work costs, measured with
articles that stand already. Then the time and cost of a million articles, from the seconds of
one core or card that an article takes: espeak's and that of each voice given are measured
here; others come from ``--seconds "piper on a GPU=0.4"`` and are marked as given.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from narrate.config.settings import Settings
from narrate.model import Cluster, Source
from narrate.workers.run import make_all
from narrate.workers.work import Work

WORDS = """the ferry harbour lamp piano captain island winter cargo quay answer boat morning
    letter keeper storm rope village bell market road window table story river""".split()
MILLION = 1_000_000


def articles(count: int, words: int) -> list[Source]:
    chance = random.Random(7)
    found = []
    for number in range(count):
        sentences = []
        for _ in range(words // 12):
            picked = chance.choices(WORDS, k=12)
            sentences.append(" ".join(picked).capitalize() + ".")
        found.append(Source.from_text(f"Story number {number}\n\n{' '.join(sentences)}"))
    return found


def works(sources: list[Source], voice: str, folder: str, cache: bool = False) -> list[Work]:
    common = {"voice": voice, "to": folder, "file_format": "mp3", "settings": Settings()}
    return [Work(source=source, cache=cache, **common) for source in sources]  # type: ignore[arg-type]


def made(asked: list[Work], jobs: int, cluster: Cluster | None) -> tuple[float, float]:
    """Wall seconds with the start of processes, and from the first result on, by work."""
    started = time.perf_counter()
    ends = []
    for done in make_all(asked, jobs=jobs, cluster=cluster):
        if done.error:
            raise SystemExit(str(done.error))
        ends.append(time.perf_counter())
    return ends[-1] - started, (ends[-1] - ends[0]) / (len(ends) - 1)


@contextlib.contextmanager
def dask(workers: int) -> Iterator[Cluster]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    cluster = Cluster(address=f"tcp://127.0.0.1:{port}")
    code = "from distributed.cli.dask_{} import main; main()"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    host = ["--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    commands = [[sys.executable, "-c", code.format("scheduler"), *host]]
    one = [cluster.address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    commands += [[sys.executable, "-c", code.format("worker"), *one]] * workers
    running = [subprocess.Popen(command, **quiet) for command in commands]  # type: ignore[call-overload]
    try:
        from distributed import Client

        with Client(cluster.address, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
        yield cluster
    finally:
        for child in reversed(running):  # a worker that has lost its scheduler may never end
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()


def scaling(sources: list[Source], voice: str, counts: list[int]) -> None:
    cores = os.cpu_count() or 1
    print(f"{len(sources)} articles, voice {voice}, {cores} cores")
    print("workers   who     wall s  efficiency  ms a work (standing)")
    for who in ("local", "dask"):
        alone = 0.0
        for count in counts:
            with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
                cluster = stack.enter_context(dask(count)) if who == "dask" else None
                wall, _ = made(works(sources, voice, folder), count, cluster)
                again = works(sources, voice, folder, cache=True)
                _, apiece = made(again * 4, count, cluster)
            alone = alone or wall * min(count, cores)
            ideal = alone / min(count, cores)
            print(
                f"{count:>7}  {who:>5}  {wall:>8.2f}  {ideal / wall:>9.0%}  {1000 * apiece:>10.1f}"
            )


def million(rows: list[tuple[str, float, str]], price: float) -> None:
    print(f"\n{MILLION:,} articles; a core (or card) at {price:g} an hour")
    print("who                          s an article  core-hours   on 100   cost")
    for who, seconds, source in rows:
        hours = MILLION * seconds / 3600
        print(
            f"{who:<28} {seconds:>8.2f} {source:<9} {hours:>7,.0f}  {hours / 100:>6.1f} h"
            f"  {hours * price:>7,.0f}"
        )


def processor_seconds(sources: list[Source], voice: str) -> float:
    """Of one core for an article, engines and all, when one is made after the other."""
    with tempfile.TemporaryDirectory() as folder:
        _, apiece = made(works(sources, voice, folder), 1, None)
    return apiece


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=24)
    parser.add_argument("--words", type=int, default=600)
    parser.add_argument("--voice", default="newsreader")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--measure", nargs="*", default=[], metavar="VOICE", help="for the million")
    parser.add_argument("--seconds", nargs="*", default=[], metavar="WHO=S", help="the same, given")
    parser.add_argument("--price", type=float, default=0.04, help="of an hour of a core or card")
    options = parser.parse_args()
    sources = articles(options.articles, options.words)
    scaling(sources, options.voice, options.workers)
    rows = [
        (voice, processor_seconds(sources[:8], voice), "measured")
        for voice in [options.voice, *options.measure]
    ]
    for given in options.seconds:
        who, _, seconds = given.rpartition("=")
        rows.append((who, float(seconds), "given"))
    million(rows, options.price)


if __name__ == "__main__":
    main()
