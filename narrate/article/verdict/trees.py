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

# In the table a node is a feature, a threshold, the node to the right, and a value; the node to
# the left is the next one, and a leaf has feature -1.
Table = list[list[list[Any]]]
# Here it is a feature, a threshold, the nodes to the left and to the right, and a value.
Node = tuple[int, float, Any, Any, float]

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


def read(text: str) -> list[Node]:
    """The trees in a table. Raises AssertionError where they were grown on other evidence."""
    said = json.loads(text)
    assert tuple(said["evidence"]) == names(), "grown on other evidence: train again"
    table: Table = said["trees"]
    return [_node(tree, 0) for tree in table]


def _node(tree: list[list[Any]], at: int) -> Node:
    feature, threshold, right, value = tree[at]
    if feature < 0:
        return feature, threshold, None, None, value
    return feature, threshold, _node(tree, at + 1), _node(tree, right), value


@functools.cache
def trees() -> list[Node]:
    return read(files("narrate.article.verdict").joinpath("judge.json").read_text(encoding="utf-8"))


def odds(row: Sequence[float]) -> float:
    """How likely the block is the article's, in log odds: 0.0 is undecided.

    Most blocks are plain cases: once the sum is beyond SURE, the other trees are not asked.
    """
    total = 0.0
    for tree in trees():
        if not -SURE < total < SURE:
            break
        feature, threshold, left, right, value = tree
        while feature >= 0:
            node = left if row[feature] <= threshold else right
            feature, threshold, left, right, value = node
        total += value
    return total


def reason(row: Sequence[float]) -> str:
    """What spoke most against the block."""
    charged: dict[str, float] = defaultdict(float)
    groups = _groups()
    for tree in trees()[:ASKED]:
        feature, threshold, left, right, before = tree
        while feature >= 0:
            group = groups[feature]
            node = left if row[feature] <= threshold else right
            feature, threshold, left, right, value = node
            charged[group] += value - before
            before = value
    return REASONS[min(charged, key=lambda group: charged[group])]


@functools.cache
def _groups() -> list[str]:
    """The group of each number of a row."""
    return [name.partition(".")[0] for name in names()]
