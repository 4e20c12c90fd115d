"""Whether a text breaks off where its reader should pay or log in.

A gate is a block that says so. Pages with all of their text have gates too: laid over the
text and taken away by a script, in the middle of it, or under it for those who want more.
So a gate alone decides nothing; the text that stands before it must be short, or break off,
or be much shorter than the page itself says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from narrate.article.candidate import Candidate, Element
from narrate.article.refusal.view import View, count, short

BRIEF = 100  # words: a text so short may be all that a page shows of a longer one
SHORT = 150  # words, where the gate stands right behind them
LONG = 400  # words: the longest beginning that pages give away
_WHOLE = 0.8  # of the declared words: then nothing is missing
_PROSE = 12  # words: a shorter block may be anything
_GIVEN = 50  # words in the part for subscribers: then the page has that part
_NOTE = 40  # words under the gate that may be on the writer
_GATES = 5  # that are looked at on one page
_NEAR = 4  # blocks between the text and its gate: a share bar, a line on the author
_LONGEST = 1000  # characters of a block that holds a gate
_ELLIPSIS = ("…", "...", "[…]", "[...]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """The text that a page shows, as far as its gate."""

    words: int
    breaks_off: bool
    near: bool
    """Whether the gate stands right behind it."""
    gate: str


def stub(view: View, kind: str) -> str:
    """What is missing, where the text breaks off at a gate of this kind; else empty."""
    places = (
        index
        for index, block in enumerate(view.shown)
        if len(block.text) <= _LONGEST and kind in view.notices(block.text)
    )
    found = (_missing(view, _text(view, place)) for place in islice(places, _GATES))
    return next(filter(None, found), "")


def _missing(view: View, text: _Text) -> str:
    said, free = view.declared.words, view.declared.free
    if said and text.words >= _WHOLE * said:
        return ""
    if not text.words and view.words >= BRIEF:
        return ""  # verses
    if _lacks(text, said, 2):
        return f"the page shows {text.words} of about {said} words"
    given = _gated(view)
    if text.near:
        absent = view.declared.gated and not free and given < _GIVEN
        longest = LONG if text.breaks_off or absent else SHORT
    else:
        longest = BRIEF if (text.breaks_off or not free) and given < _GIVEN else 0
    if text.words >= longest or given >= SHORT:
        return ""
    return f"the page shows {text.words} words and then “{text.gate}”"


def locked(view: View) -> str:
    """What is missing where nothing but the page's own data speaks of a gate; else empty."""
    if view.declared.free or not view.shown:
        return ""
    text = _text(view, len(view.shown))
    said = view.declared.words
    if text.words < LONG and _lacks(text, said, 3) and _gated(view) < _GIVEN:
        return f"the page shows {text.words} of about {said} words"
    if 0 < text.words < SHORT and text.breaks_off and not said:
        return f"the page shows {text.words} words for everybody and then breaks off"
    return ""


def _lacks(text: _Text, said: int, times: int) -> bool:
    return said >= times * text.words and said - text.words >= SHORT


def _text(view: View, place: int) -> _Text:
    """The text before the gate, and after it where it goes on."""
    blocks, main = view.shown, set(map(id, view.main))
    beside = {block.parent for block in view.main if _runs(block)}
    running = [
        index
        for index, block in enumerate(blocks)
        if id(block) in main and (_runs(block) or (block.parent in beside and _may_run(block)))
    ]
    before = _from_headline(blocks, [i for i in running if i < place])
    after = [i for i in running if i > place]
    if before:
        after = _going_on([blocks[i] for i in before], [(i, blocks[i]) for i in after])
    tail = sum(count(blocks[index].text) for index in after)
    if before and tail <= _NOTE and 4 * tail < sum(count(blocks[index].text) for index in before):
        after = []  # a line on the writer, or on the agency
    read = before + after
    last = read[-1] if read else place
    ends = [b.text for b in blocks[last : min(place, last + _NEAR)] if b.linked < 0.5]
    return _Text(
        words=sum(len(blocks[i].text.split()) for i in read),
        breaks_off=not after and any(text.endswith(_ELLIPSIS) for text in ends),
        near=0 <= place - last <= _NEAR and not after,
        gate=short(blocks[place].text) if place < len(blocks) else "",
    )


def _from_headline(blocks: Sequence[Candidate], running: list[int]) -> list[int]:
    """Those under the headline, if most of them are."""
    headline = next((i for i, b in enumerate(blocks) if b.kind == "heading" and b.level == 1), 0)
    under = [index for index in running if index > headline]
    words = sum(count(blocks[index].text) for index in running)
    return under if 2 * sum(count(blocks[index].text) for index in under) > words else running


def _runs(block: Candidate) -> bool:
    """Running text, though it may break off without a stop."""
    return _may_run(block) and count(block.text) >= _PROSE


def _may_run(block: Candidate) -> bool:
    """A line of a dialogue is short; beside running text it is such as well."""
    return block.kind not in ("heading", "caption") and block.linked < 0.4


def _going_on(before: Sequence[Candidate], after: list[tuple[int, Candidate]]) -> list[int]:
    """Those behind the gate that stand where the text stands, or where much text stands."""
    parents = {block.parent for block in before}
    looks = {block.look for block in before}
    held: dict[Element | None, int] = defaultdict(int)
    for _, block in after:
        held[block.parent] += count(block.text)
    return [
        index
        for index, block in after
        if block.parent in parents or block.look in looks or held[block.parent] >= BRIEF
    ]


def _gated(view: View) -> int:
    """Words on the page of the part that is said to be for subscribers."""
    names = view.declared.gated
    if not names:
        return 0
    return sum(
        count(block.text)
        for block in view.main
        if _runs(block)
        and any(not names.isdisjoint(element.words.split()) for element in block.containers)
    )
