"""What a page prints more than once, and a listener should hear once."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.article.candidate import Candidate, folded

AGAIN = 900  # letters; as much does not come twice in an article
CLOSE = 2  # blocks
SENTENCE = 40  # letters; what is shorter may come again anywhere
PULL_QUOTE = range(16, 300)  # letters; a longer quotation is one
QUOTES = 200  # looked at; a page has a few, and each is looked for in all of the text


def printed_again(kept: Sequence[Candidate]) -> set[int]:
    """By ``id``, blocks that stand further up: in a long row of such, or close by.

    A refrain, an interviewer's question, an ingredient may well come again, alone and later,
    or within one element.
    """
    keys = [folded(candidate.text) for candidate in kept]
    last: dict[str, int] = {}
    again: set[int] = set()
    run: list[int] = []
    follows = -1  # where the text would have to have stood before, for the run to go on
    for index, key in enumerate([*keys, ""]):
        earlier = last.get(key, -1) if key else -1
        if earlier >= 0 and _are_siblings(kept[index], kept[earlier]):
            earlier = -1
        if run and earlier != follows:
            letters = sum(len(keys[i]) for i in run)
            if letters >= AGAIN or (letters > SENTENCE and run[-1] - follows + 1 <= CLOSE):
                again.update(id(kept[i]) for i in run)
            run = []
        if earlier >= 0:
            run.append(index)
            follows = earlier + 1
        last[key] = index
    return again


def pull_quotes(kept: Sequence[Candidate]) -> set[int]:
    """By ``id``, quotations that the text says too."""
    prose = "\0".join(folded(c.text) for c in kept if c.kind in ("paragraph", "list item"))
    quotes = [candidate for candidate in kept if candidate.kind == "quote"][:QUOTES]
    keys = ((id(quote), folded(quote.text)) for quote in quotes)
    return {number for number, key in keys if len(key) in PULL_QUOTE and key in prose}


def _are_siblings(one: Candidate, other: Candidate) -> bool:
    return bool(one.containers) and one.containers[-2:-1] == other.containers[-2:-1]
