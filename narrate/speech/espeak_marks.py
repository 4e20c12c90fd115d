"""What espeak-ng tells of words and sentences, as marks on the text.

It takes some words for several, "1990s" for three, and several for one: "in the", "U.S.A.".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from narrate.model import Mark

Kind = Literal["word", "sentence"]

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def marks(
    events: Sequence[tuple[Kind, int, int]], origins: Sequence[int], text: str, frames: int
) -> list[Mark]:
    """One mark for each word that is said, and for each sentence's first; in order.

    An event has a place in what espeak-ng was given and a frame of ``frames``; ``origins``
    has the character of ``text`` for each such place.
    """
    words = [word.span() for word in _WORD.finditer(text)]
    ends = [end for _, end in words]
    begun: dict[Kind, dict[int, int]] = {"sentence": {}, "word": {}}  # frames by word
    for kind, place, frame in events:
        at = origins[place] if 0 <= place < len(origins) else len(text)
        index = bisect_right(ends, at)
        if index < len(words) and frame <= frames:
            begun[kind].setdefault(index, frame)
    begun["word"].update(_between(begun["word"], words, frames))
    found = [
        Mark(kind=kind, frame=frame, start=words[index][0], end=words[index][1])
        for kind, frames_of in begun.items()
        for index, frame in frames_of.items()
    ]
    return sorted(found, key=lambda mark: (mark.frame, mark.start))


def _between(
    begun: dict[int, int], words: Sequence[tuple[int, int]], frames: int
) -> Iterator[tuple[int, int]]:
    """A frame for each word inside what is taken for one: as far on as its letters are."""
    known = [*sorted(begun.items()), (len(words), frames)]
    for (first, frame), (after, end) in pairwise(known):
        inside = words[first:after]
        letters = sum(end_of - start_of for start_of, end_of in inside)
        before = 0
        for index, (start_of, end_of) in enumerate(inside, first):
            if before:
                yield index, frame + max(0, end - frame) * before // letters
            before += end_of - start_of
