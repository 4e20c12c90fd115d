"""When everything is heard: cues for sentences and words, chapters for headings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from narrate.audio.stitcher import Piece
from narrate.model import Chapter, Cue, Script, Timeline, Utterance


class TimelineBuilder:
    """Takes the pieces of a recording as they pass by and knows where each one stands."""

    def __init__(self) -> None:
        self._frames = 0
        self._rate = 0
        self._cues: list[Cue] = []

    def pass_by(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """The same pieces, noted."""
        for piece in pieces:
            self._rate = piece.format.rate
            if isinstance(piece.line, Utterance):
                self._cues.append(_cue(piece, piece.line, self._frames))
            self._frames += piece.frames
            yield piece

    def timeline(self, script: Script) -> Timeline:
        """All that passed by."""
        return Timeline(
            rate=self._rate,
            frames=self._frames,
            cues=tuple(self._cues),
            chapters=chapters(script, self._cues, self._frames),
        )


def chapters(script: Script, cues: Sequence[Cue], frames: int) -> tuple[Chapter, ...]:
    """A chapter from the title and from each heading to the next one; none overlap.

    ``cues`` stand in the order of the script's utterances. A script without a title begins
    with a chapter named by its first sentence. Chapters cover all of the audio: music in
    front of the first word belongs to the first.
    """
    starts: list[tuple[int, str]] = []
    previous_block = -1
    for utterance, cue in zip(script.utterances, cues, strict=True):
        if utterance.role in ("title", "heading"):
            if utterance.block == previous_block:  # a heading of two sentences
                start, title = starts[-1]
                starts[-1] = (start, f"{title} {cue.text}")
            else:
                starts.append((cue.start, cue.text))
            previous_block = utterance.block
        elif not starts:
            starts.append((cue.start, cue.text))
    if starts:
        starts[0] = (0, starts[0][1])
    ends = [start for start, _ in starts[1:]] + [frames]
    return tuple(
        Chapter(start=start, end=end, title=title)
        for (start, title), end in zip(starts, ends, strict=True)
    )


def _cue(piece: Piece, utterance: Utterance, start: int) -> Cue:
    return Cue(
        start=start,
        end=start + piece.frames,
        text=utterance.written,
        block=utterance.block,
        block_start=utterance.start,
        block_end=utterance.end,
        words=tuple(_words(piece, utterance, start)),
    )


def _words(piece: Piece, utterance: Utterance, start: int) -> Iterator[Cue]:
    """A cue for each token that a word mark falls into: "$5.2m" is one, however it is said."""
    # Engines give marks in order, and an engine that does not would turn cues back to front.
    marks = sorted((m for m in piece.marks if m.kind == "word"), key=lambda mark: mark.frame)
    if not marks:
        return
    begins = utterance.spoken_starts
    heard: dict[int, int] = {}  # token -> frame of its first mark
    for mark in marks:
        heard.setdefault(max(0, bisect_right(begins, mark.start) - 1), mark.frame)
    frames = [*list(heard.values())[1:], piece.frames]
    for (index, frame), end in zip(heard.items(), frames, strict=True):
        token = utterance.tokens[index]
        yield Cue(
            start=start + frame,
            end=start + end,
            text=token.written,
            block=utterance.block,
            block_start=token.start,
            block_end=token.end,
        )
