"""How long the silences are, and where a sentence too long for one breath is parted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from narrate.model import Boundary, Pause, Token, Voice

#: Milliseconds of silence where the voice profile names none.
DEFAULT_PACING: Mapping[Boundary, int] = {
    "clause": 150,
    "sentence": 350,
    "paragraph": 650,
    "heading": 900,
    "section": 1300,
}

#: Spoken characters: some 25 seconds of speech. Engines lose their melody, and some their
#: footing, over more.
LONGEST_UTTERANCE = 400

_STRONG = (";", ":", "—", "–", "--")
_WEAK = (",", "،", "、", "，")
_CLOSERS = "\"'”’»)]"


def pause(voice: Voice, boundary: Boundary) -> Pause:
    """The silence that the voice keeps at a boundary."""
    return Pause(ms=voice.pacing.get(boundary, DEFAULT_PACING[boundary]), boundary=boundary)


def parts(tokens: tuple[Token, ...], longest: int = LONGEST_UTTERANCE) -> list[tuple[Token, ...]]:
    """The tokens of one sentence in order, parted so that each part says ``longest`` at most.

    Parted only where white space stands between two tokens: at a semicolon, colon or dash
    first, then at a comma, then between words, between two names as the last resort and
    between two figures never. What cannot be parted stays whole, however long.
    """
    pending = [tokens]
    done: list[tuple[Token, ...]] = []
    while pending:
        piece = pending.pop()
        gap = _best_gap(piece, longest)
        if gap:
            pending += [piece[gap:], piece[:gap]]
        else:
            done.append(piece)
    return done


def _best_gap(tokens: Sequence[Token], longest: int) -> int:
    """Index of the token that begins the second part; 0 to leave the tokens together.

    Of the gaps of the best kind in the middle half, the one nearest the middle.
    """
    lengths = [0, *accumulate(len(token.spoken) + bool(token.spoken) for token in tokens)]
    total = lengths[-1]
    if total - 1 <= longest:
        return 0
    best, best_rank = 0, (0, True, 0)
    for index in range(1, len(tokens)):
        strength = _strength(tokens[index - 1], tokens[index])
        if not strength:
            continue
        off = abs(2 * lengths[index] - total)
        rank = (-strength if 2 * off <= total else 0, 2 * off > total, off)
        if not best or rank < best_rank:
            best, best_rank = index, rank
    return best


def _strength(before: Token, after: Token) -> int:
    """How well a voice may stop for breath between two tokens; 0: it may not."""
    if before.end == after.start:
        return 0
    end = before.written.rstrip(_CLOSERS)
    if end.endswith(_STRONG) or after.written in _STRONG:
        return 4
    if end.endswith(_WEAK):
        return 3
    if end[-1:].isdigit() and after.written[:1].isdigit():
        return 0
    return 1 if before.written[:1].isupper() and after.written[:1].isupper() else 2
