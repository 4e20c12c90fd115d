"""Which part of a page is the article: the element that holds most of its prose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from narrate.article.candidate import Candidate

PROSE = 80  # characters: below, a paragraph may be anything
HOLDS = 0.85  # share of the prose that an element must hold to be the article's
TOO_MUCH = 0.3  # share of the prose that no furniture holds


def tried(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with a verdict on each that its surroundings speak against.

    An element called "ad-container" that holds a third of the page's prose is no
    advertisement, whatever its name: what it says against its text does not count.
    """
    held: dict[int, float] = defaultdict(float)
    total = 0.0
    for candidate in candidates:
        weight = _prose(candidate)
        total += weight
        for number, _, _ in candidate.charges:
            held[number] += weight
    result = []
    for candidate in candidates:
        standing = [c for c in candidate.charges if held[c[0]] <= TOO_MUCH * total]
        verdict = standing[0][1:] if standing else None
        result.append(replace(candidate, verdict=verdict) if verdict else candidate)
    return result


def outside(candidates: Sequence[Candidate]) -> set[int]:
    """Indexes of the candidates that stand outside of the article.

    Every element is weighed by the prose in it that nothing speaks against; the innermost
    one that holds nearly all of the best one's prose is the article.
    """
    weights: dict[int, float] = defaultdict(float)
    depth: dict[int, int] = {}
    for candidate in candidates:
        weight = 0.0 if candidate.verdict else _prose(candidate)
        for level, container in enumerate(candidate.containers):
            weights[container] += weight
            depth[container] = level
    if not weights or max(weights.values()) == 0:
        return set()
    most = max(weights.values())
    article = max((c for c in weights if weights[c] >= HOLDS * most), key=lambda c: (depth[c], -c))
    return {
        index for index, candidate in enumerate(candidates) if article not in candidate.containers
    }


def _prose(candidate: Candidate) -> float:
    """How much of a block is sentences: characters, less what is linked."""
    if candidate.kind in ("table", "caption"):
        return 0.0
    length = len(candidate.text) * (1 - candidate.linked)
    return length if length >= PROSE or candidate.kind == "heading" else length / 10
