"""The verdict on a block of a page: trees grown on pages whose articles are known.

Each tree asks a few questions of the evidence and adds to a sum; a block whose sum is
negative is not the article's. The trees stand in a table that needs nothing but this file to
be read (``judge.json``); ``tests/benchmarks/verdict_training.py`` grows them. What a
question changes in the expected sum is charged to the evidence it asked for (Saabas,
*Interpreting random forests*, 2014): so a verdict can say what it rests on.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections import defaultdict
from collections.abc import Sequence
from importlib.resources import files

from narrate.article.candidate import Candidate, Element
from narrate.article.verdict.body import outside
from narrate.article.verdict.evidence import evidence, names

# feature, threshold, the node to the right, value; the node to the left is the next one,
# and a leaf has feature -1.
Node = tuple[int, float, int, float]
Trees = tuple[tuple[Node, ...], ...]

SURE = 3.5  # in log odds: a chance of 3 in 100 to be wrong
HEADING = -2.0  # in log odds; of 51 such headings, 44 were the articles'
FEWEST = 20  # words; with fewer there is no article
ASKED = 40  # trees, for a reason: the first ones decide most

REASONS = {
    "shape": "it is not built like a text to be read",
    "links": "it is made of links, or stands among them",
    "element": "the elements around it are named as something else",
    "words": "its words speak of something else",
    "place": "it stands away from the text",
    "neighbours": "what stands beside it is not part of the text either",
}


def read(text: str) -> Trees:
    """The trees in a table. Raises AssertionError where they were grown on other evidence."""
    table = json.loads(text)
    assert tuple(table["evidence"]) == names(), "grown on other evidence: train again"
    return tuple(tuple((f, t, r, v) for f, t, r, v in tree) for tree in table["trees"])


@functools.cache
def trees() -> Trees:
    return read(files("narrate.article.verdict").joinpath("judge.json").read_text(encoding="utf-8"))


def judged(candidates: Sequence[Candidate], title: str, body: str) -> list[Candidate]:
    """The same blocks, each with the verdict on it; ``title`` and ``body`` as in ``evidence``.

    What a page hides stays hidden; anything else that elements say is but evidence. A caption
    goes with what stands around it: known articles are without theirs, so trees know nothing.
    """
    rows = evidence(candidates, title, body)
    odds = _lists_whole(candidates, [judge(row) for row in rows])
    ours = [chance > 0 for chance in _with_headings(candidates, odds)]
    if _words(candidates, ours) < FEWEST:  # verses, a page of notes: unlike any known article
        far = outside(candidates)
        held = [i not in far and not c.verdict for i, c in enumerate(candidates)]
        if _words(candidates, held) >= FEWEST:
            ours = held
    first = ours.index(True) if True in ours else len(ours)
    last = len(ours) - ours[::-1].index(True) if True in ours else 0
    result = []
    for index, (candidate, row) in enumerate(zip(candidates, rows, strict=True)):
        verdict = candidate.verdict
        if candidate.certain:
            pass
        elif ours[index]:
            verdict = verdict if verdict and verdict[0] == "hidden text" else None
        elif candidate.kind != "caption" or not first <= index < last:
            verdict = verdict or ("not the article", reason(row))
        result.append(dataclasses.replace(candidate, verdict=verdict))
    return result


def _with_headings(candidates: Sequence[Candidate], odds: list[float]) -> list[float]:
    """A heading within the text, over what is read, is read where only little speaks against it."""
    result = list(odds)
    below = -SURE
    for index in reversed(range(len(candidates))):
        candidate = candidates[index]
        is_heading = candidate.kind == "heading"
        if is_heading and HEADING < odds[index] <= 0 < below and not candidate.verdict:
            inside = any(chance > 0 for chance in odds[max(0, index - 3) : index])
            result[index] = below if inside and candidate.linked < 0.5 else odds[index]
        elif candidate.kind != "caption":
            below = -SURE if is_heading else odds[index]
    return result


def _words(candidates: Sequence[Candidate], ours: list[bool]) -> float:
    """In what is the article's, links aside."""
    pairs = zip(candidates, ours, strict=True)
    return sum(len(c.text.split()) * (1 - c.linked) for c, our in pairs if our)


def _lists_whole(candidates: Sequence[Candidate], odds: list[float]) -> list[float]:
    """The items of a list are read together or not at all: each has the mean of all."""
    lists: dict[Element, list[int]] = defaultdict(list)
    for index, candidate in enumerate(candidates):
        if candidate.kind == "list item":
            around = next((e for e in candidate.containers[::-1] if e.name in ("ul", "ol")), None)
            if around:
                lists[around].append(index)
    result = list(odds)
    for indexes in lists.values():
        mean = sum(odds[index] for index in indexes) / len(indexes)
        for index in indexes:
            result[index] = mean
    return result


def judge(row: Sequence[float]) -> float:
    """How likely the block is the article's, in log odds: 0.0 is undecided.

    Most blocks are plain cases: once the sum is beyond SURE, the other trees are not asked.
    """
    total = 0.0
    for tree in trees():
        if not -SURE < total < SURE:
            break
        feature, threshold, right, value = tree[0]
        here = 0
        while feature >= 0:
            here = here + 1 if row[feature] <= threshold else right
            feature, threshold, right, value = tree[here]
        total += value
    return total


def reason(row: Sequence[float]) -> str:
    """What spoke most against the block."""
    charged: dict[str, float] = defaultdict(float)
    for tree in trees()[:ASKED]:
        here = 0
        feature, threshold, right, value = tree[0]
        while feature >= 0:
            here = here + 1 if row[feature] <= threshold else right
            group = names()[feature].partition(".")[0]
            before = value
            feature, threshold, right, value = tree[here]
            charged[group] += value - before
    return REASONS[min(charged, key=lambda group: charged[group])]
