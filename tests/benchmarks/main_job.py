"""The main job from the command line: wall time, processor time and peak memory.

    python tests/benchmarks/main_job.py [--words 1000 50000] [--runs 3] [--voice newsreader]

Each run is a process of its own, started as a user starts it; medians are printed. The text
is made here, the same every time: short sentences with numbers, money and names in them.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

WHO = (
    "The ferry", "The harbour master", "A lamp", "The old piano", "Dr. Okafor",
    "The rowing club", "Every islander", "The captain", "A gull", "The board",
)  # fmt: skip
DID = (
    "crossed", "counted", "promised", "carried", "found", "remembered", "paid for", "repaired",
    "sold", "watched",
)  # fmt: skip
WHAT = (
    "the north quay", "12% of the cargo", "$5.2m in March", "three boxes of tea",
    "the lamp on Gull Rock", "an answer", "the 1970s", "a half-price card", "48 cars",
    "its own shadow",
)  # fmt: skip
HOW = (
    "before dark", "at 10:45 p.m.", "without a word", "for the third time", "in the rain",
    "since 2009", "as everybody had hoped", "while the town slept", "under St. Olaf's flag",
    "and said so twice",
)  # fmt: skip


def book(words: int) -> str:
    """A text of at least so many words: a title, chapters, paragraphs of five sentences."""
    chance = random.Random(7)
    lines, count, paragraphs = ["The long winter of the ferry", ""], 0, 0
    while count < words:
        if paragraphs and paragraphs % 20 == 0:
            lines += [f"What happened in winter number {paragraphs // 20}", ""]
        sentences = [
            f"{chance.choice(WHO)} {_deed(chance)}, then {_deed(chance)}." for _ in range(5)
        ]
        paragraph = " ".join(sentences)
        count += len(paragraph.split())
        lines += [paragraph, ""]
        paragraphs += 1
    return "\n".join(lines)


def _deed(chance: random.Random) -> str:
    return f"{chance.choice(DID)} {chance.choice(WHAT)} {chance.choice(HOW)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a piece of work cost: seconds, and MB of the largest process."""

    wall: float
    cpu: float
    peak: float = 0.0
    audio: float = 0.0

    def lasting(self, seconds: float) -> Run:
        """The same, with so much audio made."""
        return replace(self, audio=seconds)


def run(source: Path, voice: str) -> Run:
    """``narrate make`` on the source."""
    code = "from narrate.cli.app import main; main()"
    target = source.with_suffix(".mp3")
    made, said = timed([sys.executable, "-c", code, "make", source, "-o", target, "--voice", voice])
    minutes, seconds = said.split("  ")[1].split(":")
    return made.lasting(int(minutes) * 60 + int(seconds))


def timed(command: Sequence[object]) -> tuple[Run, str]:
    """What a command cost, and what it said."""
    began = time.perf_counter()
    child = subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE)
    assert child.stdout
    said = child.stdout.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"this failed: {' '.join(map(str, command))}")
    return Run(
        wall=time.perf_counter() - began,
        cpu=usage.ru_utime + usage.ru_stime,
        peak=usage.ru_maxrss / 1024,
    ), said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, nargs="+", default=[1000, 50_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--voice", default="newsreader")
    options = parser.parse_args()
    print("  words  audio min   wall s    cpu s  peak MB  x real time")
    with tempfile.TemporaryDirectory() as folder:
        for words in options.words:
            source = Path(folder) / f"{words}.txt"
            source.write_text(book(words))
            runs = [run(source, options.voice) for _ in range(options.runs)]
            wall, cpu, peak, audio = (
                statistics.median(getattr(each, name) for each in runs)
                for name in ("wall", "cpu", "peak", "audio")
            )
            print(
                f"{words:>7} {audio / 60:>10.1f} {wall:>8.1f} {cpu:>8.1f} {peak:>8.0f} "
                f"{audio / wall:>12.0f}"
            )


if __name__ == "__main__":
    main()
