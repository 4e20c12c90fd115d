"""Which phonemes are which word's.

espeak-ng says some words as one ("of the"), and some in parts ("1999"), and does not tell.
Letters and sounds are about as many, and many letters sound as IPA writes them, so the
likeliest pairing is the one where lengths and first letters agree best; over a clause there
is little room to be wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST_JOINED = 3  # words that espeak-ng says as one
MOST_PARTS = 4  # that it says one word in, for figures it is given after all


def owners(words: Sequence[str], groups: Sequence[str]) -> list[int]:
    """For each word the index of the group of phonemes where it begins.

    Rises from word to word, and joined words share one. Empty where they cannot be paired.
    """
    if len(words) == len(groups):
        return list(range(len(words)))
    if not groups or not words:
        return []
    letters = [_sounds(word.lower()) for word in words]
    sounds = [_sounds(group) for group in groups]
    # Dynamic programming over (words, groups) paired so far: cost, and the step that led here.
    # Quadratic in the clause, which is a part of some hundred characters.
    best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
    for at in range(len(words)):
        for to in range(len(groups)):
            if (at, to) not in best:
                continue
            cost = best[at, to][0] + 2 * (letters[at][:1] != sounds[to][:1])
            for joined, parts in _STEPS:
                here = (at + joined, to + parts)
                if here[0] <= len(words) and here[1] <= len(groups):
                    written = sum(map(len, letters[at : here[0]]))
                    said = sum(map(len, sounds[to : here[1]]))
                    total = cost + abs(written - said) + joined + parts - 2
                    if here not in best or total < best[here][0]:
                        best[here] = (total, joined, parts)
    place = (len(words), len(groups))
    if place not in best:
        return []
    found: list[int] = []
    while place != (0, 0):
        _, joined, parts = best[place]
        place = (place[0] - joined, place[1] - parts)
        found[:0] = [place[1]] * joined
    return found


def _sounds(text: str) -> str:
    """Without the marks of stress and length, accents and apostrophes."""
    return "".join(each for each in text if each.isalpha() and each not in "ˈˌːˑʲʰ")


_STEPS = [(1, parts) for parts in range(1, MOST_PARTS + 1)] + [
    (joined, 1) for joined in range(2, MOST_JOINED + 1)
]
