"""What a night costs before it fetches or narrates anything: the ledger, and the plan.

    python tests/benchmarks/nightly.py [ARTICLES...]

For 10,000 and 100,000 articles, all known and nothing new, and all new with a cap of fifty: the
seconds of processor that the ledger and the plan take, and the memory. Then what it costs to
have one article narrated, durable on this disk.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from narrate.model import Entry, Episode, Known, Plan, Policy, Source, Subscription, Validators
from narrate.nightly.ledger import Ledger
from narrate.nightly.plan import plan
from narrate.nightly.prediction import predictor

NOW = 1_790_000_000
NEWS = Subscription(
    name="news",
    kind="sitemap",
    address="https://news.example/sitemap.xml",
    only=("*/2026/*",),
    skip=("*/live/*", "*/video/*"),
    since="2020-01-01",
)
FILE = Path("2026-01-02-a-story.mp3")
EPISODE = Episode(
    title="A story", source="", audio=FILE, captions=FILE, record=FILE, seconds=300, bytes=1
)


def entries(count: int) -> Iterator[Entry]:
    for number in range(count):
        uri = f"https://news.example/2026/{number % 12 + 1:02d}/a-story-of-some-length-{number}"
        published = (
            f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}T06:{number % 60:02d}:00+02:00"
        )
        source = Source(kind="url", uri=uri, published=published)
        yield Entry(source=source, subscription="news", mark=published)


@contextmanager
def timed(what: str) -> Iterator[None]:
    begun = time.process_time()
    yield
    print(f"  {what:44} {time.process_time() - begun:7.3f} s")


def night(file: Path, found: list[Entry], policy: Policy) -> Plan:
    with Ledger.open(file) as ledger:
        with timed("begin the run, every page of the ledger read"):
            ledger.begin_run(NOW)
            ledger.heard_from(NEWS, NOW, validators=Validators())
        with timed("what is known of all articles"):
            known = ledger.known()
        with timed("the plan"):
            work = plan(
                found,
                known,
                now=NOW,
                policy=policy,
                subscriptions=[NEWS],
                voice="newsreader",
                predict=predictor(known.values(), {}),
            )
        with timed("kept in the ledger, and the run ended"):
            ledger.planned(work)
            ledger.end_run(NOW, left=len(work.left), exit_code=0)
    return work


def measure(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.sqlite"
        found = list(entries(count))
        print(f"{count:,} articles, all new, fifty a night")
        work = night(file, found, Policy(articles=50))
        assert (len(work.work), len(work.left)) == (50, count - 50)
        with Ledger.open(file) as ledger:
            ledger.take_in(
                Known(uri=e.source.uri, subscription="", audio=f"{n}.mp3", seconds=300.0)
                for n, e in enumerate(found)
            )
            ledger.planned(Plan(adopted=tuple(found)))
        print(f"{count:,} articles, nothing new")
        assert night(file, found, Policy(articles=50)) == Plan()
        print(f"  {file.stat().st_size / 1e6:.1f} MB of ledger")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if MAC else 1e3)
    print(f"  {peak:.0f} MB of memory at the most, the entries among it")


def durable(count: int = 200) -> None:
    with tempfile.TemporaryDirectory(dir=Path()) as folder:
        ledger = Ledger.open(Path(folder) / "ledger.sqlite")
        begun = time.perf_counter()
        with ledger:
            for entry in entries(count):
                ledger.narrated(entry, EPISODE, NOW)
        took = (time.perf_counter() - begun) / count
    print(f"An article narrated, durable on this disk: {1000 * took:.1f} ms")


MAC = sys.platform == "darwin"

if __name__ == "__main__":
    for count in [int(argument) for argument in sys.argv[1:]] or [10_000, 100_000]:
        measure(count)
    durable()
