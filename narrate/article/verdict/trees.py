"""Trees grown on pages whose articles are known: how likely a block is the article's.

Each tree asks a few questions of the evidence and adds to a sum; a block whose sum is
negative is not the article's. The trees stand in a table that needs nothing but this file to
be read (``judge.json``); ``tests/benchmarks/verdict_training.py`` grows them. What a
question changes in the expected sum is charged to the evidence it asked for (Saabas,
*Interpreting random forests*, 2014): so a verdict can say what it rests on.
"""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from narrate.article.verdict.evidence import names

# A node is a feature, a threshold, the node to the right, and a value; the node to the left is
# the next one, and a leaf has feature -1. As JSON gives them: there are thousands.
Trees = list[list[list[Any]]]

SURE = 3.5  # in log odds: a chance of 3 in 100 to be wrong
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
    found: Trees = table["trees"]
    return found


@functools.cache
def trees() -> Trees:
    return read(files("narrate.article.verdict").joinpath("judge.json").read_text(encoding="utf-8"))


def odds(row: Sequence[float]) -> float:
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
