"""How long an article will be heard, and what it will cost, before it is read."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from statistics import median

from narrate.model import Entry, Known
from narrate.nightly.plan import Predict

CHARACTERS_A_MINUTE = 900
"""Of text, heard at a usual speed."""
MINUTES = 5.0
"""Of an article of which nothing is known."""

_MARKUP = re.compile(rb"<[^<>]*>|\s+")


def predictor(known: Collection[Known], prices: Mapping[str, float]) -> Predict:
    """What ``plan`` asks: by the text that an entry carries, else by its last recording, else
    by the median of its source's recordings, or of all.

    ``prices`` are those of the voices, for a million characters; a voice without one is free.
    """
    by_uri = {each.uri: each.seconds / 60 for each in known if each.seconds}
    by_source: dict[str, list[float]] = {}
    for each in known:
        if each.seconds:
            by_source.setdefault(each.subscription, []).append(each.seconds / 60)
    medians = {name: median(lengths) for name, lengths in by_source.items()}
    usual = median(by_uri.values()) if by_uri else MINUTES

    def predict(entry: Entry, voice: str) -> tuple[float, float]:
        if content := entry.source.content:
            minutes = _characters(content) / CHARACTERS_A_MINUTE
        else:
            of_source = medians.get(entry.subscription, usual)
            minutes = by_uri.get(entry.source.uri, of_source)
        return minutes, minutes * CHARACTERS_A_MINUTE * prices.get(voice, 0.0) / 1_000_000

    return predict


def _characters(content: bytes) -> int:
    """Of the text in a document, without its markup."""
    return len(_MARKUP.sub(b" ", content).decode("utf-8", "ignore"))
