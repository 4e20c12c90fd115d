"""The verdict on every block of a page: what trees say of each, and what neighbours say of it."""

from __future__ import annotations

import dataclasses
import math
from collections import defaultdict
from collections.abc import Sequence

from narrate.article.candidate import Candidate, Element
from narrate.article.verdict import trees
from narrate.article.verdict.body import outside
from narrate.article.verdict.evidence import evidence

ALIKE = 0.7  # what paragraphs like it weigh in the verdict on one
HEADING = -2.0  # in log odds; of 51 such headings, 44 were the articles'
QUOTE = -1.0  # in log odds; what is quoted has a voice of its own, and few known pages quote
FEWEST = 20  # words; with fewer there is no article
# In log odds, what must speak for a block against which its element speaks: of known blocks
# with less, most were not the article's.
NEEDED = {
    "byline": math.inf,
    "hidden text": math.inf,
    "page furniture": 2.0,
    "newsletter box": 1.0,
}


def judged(candidates: Sequence[Candidate], title: str, body: str) -> list[Candidate]:
    """The same blocks, each with the verdict on it; ``title`` and ``body`` as in ``evidence``.

    What elements say is but evidence. A caption goes with what stands around it: known articles
    are without theirs, so that trees know nothing.
    """
    row = evidence(candidates, title, body)
    odds: list[float] = []
    reasons: dict[int, str] = {}
    for index, candidate in enumerate(candidates):
        numbers = row(index)
        odds.append(trees.odds(numbers))
        if odds[-1] <= 0 and not candidate.verdict:  # as good as dropped
            reasons[index] = trees.reason(numbers)
    ours = decided(candidates, odds)
    first = ours.index(True) if True in ours else len(ours)
    last = len(ours) - ours[::-1].index(True) if True in ours else 0
    result = []
    for index, candidate in enumerate(candidates):
        verdict = candidate.verdict
        if candidate.certain:
            pass
        elif ours[index]:
            verdict = None
        elif candidate.kind != "caption" or not first <= index < last:
            verdict = verdict or ("not the article", reasons.get(index) or trees.reason(row(index)))
        if verdict is not candidate.verdict:
            candidate = dataclasses.replace(candidate, verdict=verdict)
        result.append(candidate)
    return result


def decided(candidates: Sequence[Candidate], odds: Sequence[float]) -> list[bool]:
    """Which blocks are the article's, by the log odds of each and of those around it."""
    together = _with_headings(candidates, _lists_whole(candidates, _with_alike(candidates, odds)))
    ours = [
        chance > (NEEDED.get(candidate.verdict[0], 0.0) if candidate.verdict else 0.0)
        for candidate, chance in zip(candidates, together, strict=True)
    ]
    if _words(candidates, ours) >= FEWEST:
        return ours
    far = outside(candidates)  # verses, a page of notes: unlike any known article
    held = [index not in far and not c.verdict for index, c in enumerate(candidates)]
    return held if _words(candidates, held) >= FEWEST else ours


def _with_alike(candidates: Sequence[Candidate], odds: Sequence[float]) -> list[float]:
    """Paragraphs in elements of the same names speak for each other, the long ones most."""
    names = [_names(candidate) for candidate in candidates]
    sums: dict[object, float] = defaultdict(float)
    letters: dict[object, int] = defaultdict(int)
    for name, candidate, chance in zip(names, candidates, odds, strict=True):
        sums[name] += chance * len(candidate.text)
        letters[name] += len(candidate.text)
    return [
        (1 - ALIKE) * chance + ALIKE * sums[name] / letters[name] if name else chance
        for name, chance in zip(names, odds, strict=True)
    ]


def _names(candidate: Candidate) -> tuple[tuple[str, str], ...] | None:
    """Of the elements around a paragraph that nothing is said against, if they have any."""
    if candidate.kind != "paragraph" or candidate.verdict or candidate.linked >= 0.3:
        return None
    return candidate.look if any(words for _, words in candidate.look) else None


def _lists_whole(candidates: Sequence[Candidate], odds: Sequence[float]) -> list[float]:
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


def _with_headings(candidates: Sequence[Candidate], odds: list[float]) -> list[float]:
    """A heading or quotation within the text is read where only little speaks against it."""
    result = list(odds)
    below = -math.inf
    for index in reversed(range(len(candidates))):
        candidate = candidates[index]
        is_heading = candidate.kind == "heading"
        if is_heading and HEADING < odds[index] <= 0 < below and not candidate.verdict:
            inside = any(chance > 0 for chance in odds[max(0, index - 3) : index])
            result[index] = below if inside and candidate.linked < 0.5 else odds[index]
        elif candidate.kind != "caption":
            below = -math.inf if is_heading else odds[index]
            if candidate.kind == "quote" and QUOTE < odds[index] <= 0 and not candidate.verdict:
                around = odds[max(0, index - 3) : index], odds[index + 1 : index + 4]
                result[index] = min(max(side, default=0.0) for side in around)
    return result


def _words(candidates: Sequence[Candidate], ours: list[bool]) -> float:
    """In what is the article's, links aside."""
    pairs = zip(candidates, ours, strict=True)
    return sum(len(c.text.split()) * (1 - c.linked) for c, our in pairs if our)
