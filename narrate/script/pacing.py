"""How long the silences are, and where a sentence too long for one breath is parted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise

from narrate.model import Boundary, Pause, Token, Voice
from narrate.script.normaliser.language import load

#: Milliseconds of silence where the voice profile names none.
DEFAULT_PACING: Mapping[Boundary, int] = {
    "clause": 150,
    "sentence": 350,
    "item": 450,
    "paragraph": 650,
    "quote": 750,
    "heading": 900,
    "section": 1300,
}

_STRONG = (";", ":", "—", "–", "--")
_WEAK = (",", "،", "、", "，")
_CLOSERS = "\"'”’»)]"

# Small words that stand within a name: Ursula von der Leyen, the Bank of England.
_PARTICLES = frozenset(
    "of the von van der den de la le du des del di da dos das do al el bin ibn y".split()
)
_PARTICLES_TOGETHER = 2
# A run of more words with capitals is no name: it is a headline, or all in capitals.
_LONGEST_NAME = 6


def pause(voice: Voice, boundary: Boundary) -> Pause:
    """The silence that the voice keeps at a boundary."""
    return Pause(ms=voice.pacing.get(boundary, DEFAULT_PACING[boundary]), boundary=boundary)


def parts(tokens: tuple[Token, ...], language: str, longest: int) -> list[tuple[Token, ...]]:
    """The tokens of one sentence in order, parted so that each part says ``longest`` at most.

    Parted only where white space stands between two tokens: at a semicolon, colon or dash
    first, then at a comma, then before a word that begins a clause, then between words.
    Never between a figure and what it counts, nor within a name. What cannot be parted stays
    whole, however long.
    """
    lengths = [0, *accumulate(len(token.spoken) + bool(token.spoken) for token in tokens)]
    if lengths[-1] - 1 <= longest:
        return [tokens]
    strengths = _strengths(tokens, _clause_words(language))
    pending = [(0, len(tokens))]
    done: list[tuple[Token, ...]] = []
    while pending:
        start, end = pending.pop()
        too_long = lengths[end] - lengths[start] - 1 > longest
        gap = _best_gap(start, end, strengths, lengths) if too_long else 0
        if gap:
            pending += [(gap, end), (start, gap)]
        else:
            done.append(tokens[start:end])
    return done


def _best_gap(start: int, end: int, strengths: Sequence[int], lengths: Sequence[int]) -> int:
    """Index of the token that begins the second part; 0 to leave the tokens together.

    Of the gaps of the best kind in the middle half, the one nearest the middle.
    """
    total = lengths[end] - lengths[start]
    best, best_rank = 0, (True, 0, 0)
    for index in range(start + 1, end):
        if not strengths[index]:
            continue
        off = abs(lengths[index] - lengths[start] - (lengths[end] - lengths[index]))
        aside = 2 * off > total
        rank = (aside, 0 if aside else -strengths[index], off)
        if not best or rank < best_rank:
            best, best_rank = index, rank
    return best


@cache
def _clause_words(language: str) -> frozenset[str]:
    return frozenset(load(language).table("clauses").get("words", "").split())


def _strengths(tokens: Sequence[Token], clause_words: frozenset[str]) -> list[int]:
    """For each token how well a voice may stop for breath before it; 0: it may not."""
    strengths = [0] * len(tokens)
    for index, (before, after) in enumerate(pairwise(tokens), 1):
        end = before.written.rstrip(_CLOSERS)
        if before.end == after.start:
            continue
        if end.endswith(_STRONG):
            strengths[index] = 5
        elif end.endswith(_WEAK):
            strengths[index] = 4
        elif after.written in clause_words:
            strengths[index] = 3
        elif not end[-1:].isdigit():
            strengths[index] = 2
    for start, end_ in _names(tokens):
        words = sum(_begins_a_name(token) for token in tokens[start:end_])
        for index in range(start + 1, end_):
            strengths[index] = min(strengths[index], 1 if words > _LONGEST_NAME else 0)
    return strengths


def _names(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Runs of words with capitals, with the small words and the figures among them."""
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(tokens):
        start, end = index, index + 1
        if _begins_a_name(tokens[index]):
            while following := _goes_on(tokens, end):
                end = following
        if end - start > 1:
            found.append((start, end))
        index = end
    return found


def _goes_on(tokens: Sequence[Token], at: int) -> int:
    """Where the word ends that continues the name which ends at ``at``; 0 where none does."""
    last = min(len(tokens), at + _PARTICLES_TOGETHER + 1)
    for index in range(at, last):
        if tokens[index - 1].written.endswith((*_STRONG, *_WEAK, *_CLOSERS)):
            return 0
        if _begins_a_name(tokens[index]) or (index == at and tokens[index].written[0].isdigit()):
            return index + 1
        if tokens[index].written not in _PARTICLES:
            return 0
    return 0


def _begins_a_name(token: Token) -> bool:
    return token.written[0].isupper()
