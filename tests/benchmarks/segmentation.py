"""How well and how fast sentences are found, beside the libraries that are installed.

    python tests/benchmarks/segmentation.py ../shared/data/frontend

The folder holds ``segmentation.jsonl``: one object a line, with ``id``, ``lang``,
``source_set``, ``text`` and ``sentences``. A boundary is a count of the characters before it
that are not white space; the text's end is not one. F1 is over all boundaries of a set,
``exact`` the share of texts with none wrong. The hard texts are what a page may bring by
accident or by malice; a library that takes longer than ten seconds over one is not waited for.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

from narrate.script.segmenter import split_sentences

Splitter = Callable[[str, str], list[str]]

ORDINARY = "It rained on Dr. Ito in the U.S. on Sept. 3. He left for the harbour at noon. "
HARD = {
    "1 MB in one paragraph": ORDINARY * 13_000,
    "100,000 dots": "." * 100_000,
    "100,000 spaced dots": ". " * 100_000,
    '"U.S. " 10,000 times': "U.S. " * 10_000,
    "1 MB of quotes": '." ' * 350_000,
    "1 MB of open brackets": "(a. " * 250_000,
    "1 MB of closed brackets": "?) A" * 250_000,
    "1 MB of asides": "he (a.) b " * 100_000,
    "1 MB of line breaks": "\n" * 1_000_000,
    "1 MB of short lines": "a\n" * 500_000,
    "1 MB of marks": "1) a " * 200_000,
    "1 MB without a blank": "word" * 250_000,
}
PATIENCE = 10


def splitters() -> Iterator[tuple[str, Splitter]]:
    yield "narrate", split_sentences
    try:
        import pysbd

        segmenters: dict[str, pysbd.Segmenter] = {}

        def by_pysbd(text: str, language: str) -> list[str]:
            if language not in segmenters:
                segmenters[language] = pysbd.Segmenter(language=language, clean=False)
            return segmenters[language].segment(text)

        yield "pysbd", by_pysbd
    except ImportError:
        print("pysbd is not installed", file=sys.stderr)
    try:
        import sentencex

        yield "sentencex", lambda text, language: list(sentencex.segment(language, text))
    except ImportError:
        print("sentencex is not installed", file=sys.stderr)


def boundaries(sentences: list[str]) -> set[int]:
    lengths = [len("".join(sentence.split())) for sentence in sentences]
    return set(list(accumulate(length for length in lengths if length))[:-1])


def measure(splitter: Splitter, items: list[dict]) -> tuple[dict[str, str], float, list[str]]:
    """F1 and exact by set, characters a second, and the texts that went wrong."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    wrong = []
    seconds = 0.0
    for item in items:
        begun = time.process_time()
        sentences = splitter(item["text"], item["lang"])
        seconds += time.process_time() - begun
        found, right = boundaries(sentences), boundaries(item["sentences"])
        count = counts[item["source_set"]]
        for index, amount in enumerate(
            (len(found & right), len(found - right), len(right - found), found == right, 1)
        ):
            count[index] += amount
        if found != right:
            wrong.append(f"{item['source_set']} {item['id']}: {' ‖ '.join(sentences)}")
    rows = {}
    for name, (hits, extra, missed, exact, total) in counts.items():
        f1 = 200 * hits / (2 * hits + extra + missed) if hits + extra + missed else 100.0
        rows[name] = f"{f1:5.1f} {100 * exact / total:5.1f}"
    return rows, sum(len(item["text"]) for item in items) / seconds, wrong


def duration(splitter: str, text: str, patience: float) -> float | None:
    """How long a splitter takes over a text; None where longer than we wait."""
    process = multiprocessing.Process(target=_split, args=(splitter, text))
    begun = time.monotonic()
    process.start()
    process.join(patience)
    taken = time.monotonic() - begun
    if process.is_alive():
        process.kill()
        process.join()
        return None
    return taken


def _split(splitter: str, text: str) -> None:
    dict(splitters())[splitter](text, "en")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path, help="folder with segmentation.jsonl")
    parser.add_argument("--errors", metavar="SET", default="", help="list our misses in one set")
    options = parser.parse_args()
    lines = (options.data / "segmentation.jsonl").read_text("utf-8").splitlines()
    items = [json.loads(line) for line in lines if line.strip()]
    results = {name: measure(splitter, items) for name, splitter in splitters()}
    print(f"{'F1, exact':24}" + "".join(f"{name:>14}" for name in results))
    for row in sorted({item["source_set"] for item in items}):
        print(f"{row:24}" + "".join(f"{rows[row]:>14}" for rows, _, _ in results.values()))
    speeds = "".join(f"{speed / 1e6:12.2f} M" for _, speed, _ in results.values())
    print(f"{'characters a second':24}{speeds}")
    for case, text in HARD.items():
        times = [duration(name, text, PATIENCE) for name in results]
        cells = (f"{taken:12.2f} s" if taken is not None else f"> {PATIENCE} s" for taken in times)
        print(f"{case:24}" + "".join(f"{cell:>14}" for cell in cells))
    for line in results["narrate"][2]:
        if options.errors and line.startswith(options.errors):
            print(line)


if __name__ == "__main__":
    main()
