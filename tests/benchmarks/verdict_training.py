"""Grow the trees that judge blocks of pages (``narrate/article/verdict/judge.json``).

    pip install lightgbm
    python tests/benchmarks/verdict_training.py DATA            # cross-validated by site
    python tests/benchmarks/verdict_training.py DATA --write    # on all pages, and keep it

DATA holds pages whose articles are known, as ``extraction.py`` takes them; the pages are no
part of this project. A block is the article's if most of it is in the reference; the weight
of an error is the block's share of its article, as the score counts it.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import hashlib
import json
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import lightgbm
import numpy
from extraction import WORD, body, f1, overlap
from leaks import leaks

from narrate.article.candidate import Candidate, Element
from narrate.article.cleaner import clean
from narrate.article.encoding import decode
from narrate.article.formats import html
from narrate.article.marked import Marked
from narrate.article.metadata import metadata
from narrate.article.verdict import trees
from narrate.article.verdict.evidence import evidence, names
from narrate.errors import ArticleError
from narrate.model import Article

MODEL = Path(__file__).parents[2] / "narrate" / "article" / "verdict" / "judge.json"
ROUNDS = 160
SETTINGS = {
    "objective": "binary",
    "num_leaves": 20,
    "learning_rate": 0.1,
    "min_data_in_leaf": 60,
    "lambda_l2": 5,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "max_bin": 63,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
    "verbosity": -1,
}
FOLDS = 5
PLAIN = 0.25  # weight of the same page with less to go by


@dataclasses.dataclass(slots=True)
class Known:
    """A page, its blocks, and which of them are the article's."""

    said: dict[str, str]
    candidates: list[Candidate]
    rows: numpy.ndarray
    belongs: list[bool]
    weights: numpy.ndarray


def known(file: Path) -> list[Known]:
    """The page as it came; and for training, twice with less to go by."""
    said = json.loads(file.read_text(encoding="utf-8"))
    page = gzip.decompress(file.with_suffix(".html.gz").read_bytes())
    soup = html.parse(decode(page, ""))
    candidates, about = list(html.candidates(soup)), metadata(Marked(soup), said["url"])
    belongs = labels([WORD.findall(c.text) for c in candidates], WORD.findall(said["articleBody"]))
    weights = weigh(candidates, belongs)
    variants = [(candidates, about.body, belongs, weights)]
    if any(belongs):
        bare = [c for c, ours in zip(candidates, belongs, strict=True) if ours]
        variants += [
            (unnamed(candidates), "", belongs, weights * PLAIN),
            (alone(bare), "", [True] * len(bare), weigh(bare, [True] * len(bare)) * PLAIN),
        ]
    return [
        Known(said, found, rows(found, about.title, body), ours, weight)
        for found, body, ours, weight in variants
        if found
    ]


def rows(found: list[Candidate], title: str, body: str) -> numpy.ndarray:
    row = evidence(found, title, body)
    return numpy.array([row(index) for index in range(len(found))], "f4")


def unnamed(candidates: list[Candidate]) -> list[Candidate]:
    """As on a page without classes, of the web's first years."""
    bare: dict[Element, Element] = {}
    return [
        dataclasses.replace(
            c, containers=tuple(bare.setdefault(e, Element(e.name)) for e in c.containers)
        )
        for c in candidates
    ]


def alone(candidates: list[Candidate]) -> list[Candidate]:
    """As on a page that holds nothing but the article."""
    body = (Element("html"), Element("body"))
    return [
        dataclasses.replace(
            c, verdict=None, containers=(*body, *(Element(e.name) for e in c.containers[-1:]))
        )
        for c in candidates
    ]


def labels(blocks: list[list[str]], reference: list[str]) -> list[bool]:
    """Which blocks are in the reference; a short one must stand there beside its neighbour."""
    runs = {n: {tuple(reference[i : i + n]) for i in range(len(reference))} for n in range(1, 9)}
    found = [len(words) >= 5 and _mostly(words, runs[4]) for words in blocks]
    for _ in range(3):  # short blocks in a row confirm each other
        for index, words in enumerate(blocks):
            if 0 < len(words) < 5:
                before = next((blocks[i] for i in reversed(range(index)) if found[i]), [])
                after = next((blocks[i] for i in range(index + 1, len(blocks)) if found[i]), [])
                joined = [*before[-3:], *words], [*words, *after[:3]]
                found[index] = any(
                    len(run) > len(words) and tuple(run) in runs[len(run)] for run in joined
                )
    return _once(blocks, found, reference)


def _mostly(words: list[str], runs: set[tuple[str, ...]]) -> bool:
    own = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
    return sum(run in runs for run in own) >= 0.5 * len(own)


def _once(blocks: list[list[str]], found: list[bool], reference: list[str]) -> list[bool]:
    """Of what the page prints more often than the reference, those among most of the article."""
    same: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, words in enumerate(blocks):
        if found[index] and len(words) >= 5:
            same[tuple(words)].append(index)
    result = list(found)
    for words, where in same.items():
        if len(where) > 1:
            size = len(words)
            starts = range(len(reference) - size + 1)
            times = sum(tuple(reference[i : i + size]) == words for i in starts) or 1
            ranked = sorted(where, key=lambda i: -sum(found[max(0, i - 6) : i + 7]))
            for index in ranked[times:]:
                result[index] = False
    return result


def weigh(candidates: list[Candidate], belongs: list[bool]) -> numpy.ndarray:
    words = numpy.array([len(WORD.findall(c.text)) for c in candidates], "f8")
    article = words[numpy.array(belongs, bool)].sum()
    return numpy.minimum(words + 1, 400) / numpy.clip(article, 100, 3000) * 100 + 0.02


def site(said: dict[str, str]) -> str:
    host = urlsplit(said.get("url") or "").hostname or ""
    return ".".join(host.split(".")[-2:]) if "." in host else said["id"]


def fold(said: dict[str, str]) -> int:
    return int(hashlib.md5(site(said).encode()).hexdigest(), 16) % FOLDS


def grow(pages: list[Known]) -> lightgbm.Booster:
    data = lightgbm.Dataset(
        numpy.concatenate([p.rows for p in pages]),
        numpy.concatenate([p.belongs for p in pages]),
        weight=numpy.concatenate([p.weights for p in pages]),
    )
    return lightgbm.train(SETTINGS, data, ROUNDS)


def table(model: lightgbm.Booster) -> str:
    """The trees as text: one line a tree."""
    grown = [_nodes(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]
    lines = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in grown)
    return f'{{"evidence":{json.dumps(names())},\n"trees":[\n{lines}\n]}}\n'


def _nodes(node: dict) -> list[list[float]]:
    if "leaf_value" in node:
        return [[-1, 0, 0, round(node["leaf_value"], 4)]]
    left, right = _nodes(node["left_child"]), _nodes(node["right_child"])
    shift = 1 + len(left)
    own = [node["split_feature"], float(f"{node['threshold']:.6g}")]
    return [
        [*own, shift, round(node["internal_value"], 4)],
        *([f, t, r + 1 if f >= 0 else 0, v] for f, t, r, v in left),
        *([f, t, r + shift if f >= 0 else 0, v] for f, t, r, v in right),
    ]


def validate(files: list[Path], pages: dict[Path, list[Known]]) -> None:
    """The whole cleaner on pages of sites that the trees in use have not seen."""
    scores = defaultdict(list)
    leaking: Counter[str] = Counter()
    for number in range(FOLDS):
        away = [file for file in files if fold(pages[file][0].said) == number]
        grown = trees.read(table(grow([k for f in files if f not in away for k in pages[f]])))
        trees.trees = lambda grown=grown: grown
        for file in away:
            said = pages[file][0].said
            try:
                page = gzip.decompress(file.with_suffix(".html.gz").read_bytes())
                article = clean(page, url=said["url"])
            except ArticleError:
                article = Article(title="", blocks=())
            scores[said["source_set"]].append(overlap(said["articleBody"], body(article)))
            leaking[said["source_set"]] += bool(leaks(article, said["articleBody"]))
    for name, found in sorted(scores.items()):
        count = len(found)
        print(f"{name:14} {count:4} pages   F1 {f1(found):.4f}   {leaking[name]} with a leak")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="train on all pages, keep the trees")
    arguments = parser.parse_args()
    files = sorted(arguments.data.glob("*.json"))
    pages = {file: found for file in files if (found := known(file))}
    if arguments.write:
        every = [variant for found in pages.values() for variant in found]
        MODEL.write_text(table(grow(every)), encoding="utf-8")
    else:
        validate(list(pages), pages)


if __name__ == "__main__":
    main()
