"""Which part of a page is the article: the element that holds most of its prose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from narrate.article.candidate import Candidate, Element

PROSE = 80  # characters: below, a paragraph may be anything
HOLDS = 0.85  # share of the prose that an element must hold to be the article's


def outside(candidates: Sequence[Candidate]) -> set[int]:
    """Indexes of the candidates that stand outside of the article.

    Every element is weighed by the prose in it that nothing speaks against; the innermost
    one that holds nearly all of the best one's prose is the article.
    """
    weights: dict[Element, float] = defaultdict(float)
    depth: dict[Element, int] = {}
    for candidate in candidates:
        weight = _weight(candidate)
        for level, container in enumerate(candidate.containers):
            weights[container] += weight
            depth[container] = level
    if not weights or max(weights.values()) == 0:
        return set()
    most = max(weights.values())
    article = max((c for c in weights if weights[c] >= HOLDS * most), key=depth.__getitem__)
    return {
        index for index, candidate in enumerate(candidates) if article not in candidate.containers
    }


def _weight(candidate: Candidate) -> float:
    if candidate.verdict or candidate.kind in ("table", "caption"):
        return 0.0
    length = len(candidate.text) * (1 - candidate.linked)
    if length < PROSE and candidate.kind != "heading":
        return length / 10
    return length
