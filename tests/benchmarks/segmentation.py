"""How well and how fast sentences are found, beside the libraries that are installed.

    python tests/benchmarks/segmentation.py [--data FILE] [--errors N]

The data is one JSON object a line: ``lang``, ``source_set``, ``text``, ``sentences``. A
boundary is a count of the characters before it that are not white space; the text's end is
not one. F1 is over all boundaries of a set, ``exact`` the share of texts with none wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from narrate.script.segmenter import split_sentences

Splitter = Callable[[str, str], list[str]]
DATA = Path(__file__).parents[3] / "shared" / "data" / "frontend" / "segmentation.jsonl"

HARD = {
    "1 MB in one paragraph": "It rained on Dr. Ito in the U.S. on Sept. 3. He left. " * 19_000,
    "100,000 dots": "." * 100_000,
    '"U.S. " 10,000 times': "U.S. " * 10_000,
}


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
            wrong.append(f"{item['id']}: {' ‖ '.join(sentences)}")
    rows = {}
    for name, (hits, extra, missed, exact, total) in counts.items():
        f1 = 200 * hits / (2 * hits + extra + missed) if hits + extra + missed else 100.0
        rows[name] = f"{f1:5.1f} {100 * exact / total:5.1f}"
    return rows, sum(len(item["text"]) for item in items) / seconds, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--errors", type=int, default=0, help="show so many of our wrong texts")
    options = parser.parse_args()
    items = [json.loads(line) for line in options.data.read_text("utf-8").splitlines()]
    results = {name: measure(splitter, items) for name, splitter in splitters()}
    print(f"{'F1, exact':20}" + "".join(f"{name:>14}" for name in results))
    for row in sorted({item["source_set"] for item in items}):
        print(f"{row:20}" + "".join(f"{rows[row]:>14}" for rows, _, _ in results.values()))
    speeds = "".join(f"{speed / 1e6:12.2f} M" for _, speed, _ in results.values())
    print(f"{'characters a second':20}{speeds}")
    for name, text in HARD.items():
        begun = time.process_time()
        split_sentences(text)
        print(f"{name}: {time.process_time() - begun:.3f} s")
    for line in results["narrate"][2][: options.errors]:
        print(line)


if __name__ == "__main__":
    main()
