"""When everything is heard, in frames."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.stitcher import Piece
from narrate.audio.timeline import TimelineBuilder
from narrate.model import (
    AudioFormat,
    Mark,
    Pause,
    Role,
    Script,
    Timeline,
    Token,
    Utterance,
)

FORMAT = AudioFormat(rate=1000)


def tokens(text: str) -> tuple[Token, ...]:
    made, start = [], 0
    for word in text.split():
        start = text.index(word, start)
        made.append(Token(written=word, spoken=word, start=start, end=start + len(word)))
        start += len(word)
    return tuple(made)


def said(text: str, frames: int, block: int, role: Role = "body", marks: bool = False) -> Piece:
    line = Utterance(block=block, tokens=tokens(text), role=role, voice="x", language="en")
    step = frames // max(1, len(line.tokens))
    found = [
        Mark(kind="word", frame=step * n, start=start, end=start + 1)
        for n, start in enumerate(line.spoken_starts)
    ]
    return Piece(
        line=line, format=FORMAT, pcm=bytes(2 * frames), marks=tuple(found) if marks else ()
    )


def silent(ms: int) -> Piece:
    return Piece(line=Pause(ms=ms, boundary="sentence"), format=FORMAT, pcm=bytes(2 * ms))


def timeline(*pieces: Piece) -> Timeline:
    builder = TimelineBuilder()
    passed = list(builder.pass_by(pieces))
    assert passed == list(pieces)
    return builder.timeline(Script(language="en", lines=tuple(piece.line for piece in pieces)))


def test_cues_count_frames_and_know_where_they_stand_in_the_text() -> None:
    found = timeline(said("The lamp", 500, 0, "title"), silent(300), said("It was lit.", 700, 1))
    assert [(cue.start, cue.end, cue.text) for cue in found.cues] == [
        (0, 500, "The lamp"),
        (800, 1500, "It was lit."),
    ]
    assert (found.cues[1].block, found.cues[1].block_start, found.cues[1].block_end) == (1, 0, 11)
    assert found.seconds == 1.5


def test_word_marks_become_cues_of_written_words() -> None:
    (cue,) = timeline(said("It was lit.", 900, 0, marks=True)).cues
    assert [(w.start, w.end, w.text) for w in cue.words] == [
        (0, 300, "It"),
        (300, 600, "was"),
        (600, 900, "lit."),
    ]


def test_several_spoken_words_for_one_written_word_are_one_cue() -> None:
    price = Token(written="$5", spoken="five dollars", start=0, end=2)
    line = Utterance(block=0, tokens=(price, *tokens("   only")), voice="x", language="en")
    marks = tuple(
        Mark(kind="word", frame=frame, start=start, end=start + 4)
        for frame, start in ((0, 0), (200, 5), (500, 13))
    )
    piece = Piece(line=line, format=FORMAT, pcm=bytes(1600), marks=marks)
    (cue,) = timeline(piece).cues
    assert [(w.start, w.end, w.text) for w in cue.words] == [(0, 500, "$5"), (500, 800, "only")]


def test_a_chapter_runs_from_heading_to_heading() -> None:
    found = timeline(
        said("The lamp", 100, 0, "title"),
        said("It was lit.", 100, 1),
        said("What it cost.", 100, 2, "heading"),
        said("And why", 100, 2, "heading"),
        said("A lot.", 100, 3),
    )
    assert [(c.start, c.end, c.title) for c in found.chapters] == [
        (0, 200, "The lamp"),
        (200, 500, "What it cost. And why"),
    ]


def test_without_a_title_the_first_sentence_names_the_first_chapter() -> None:
    found = timeline(said("It was lit.", 100, 0), said("Then", 100, 1, "heading"))
    assert [c.title for c in found.chapters] == ["It was lit.", "Then"]


roles = st.sampled_from(["title", "heading", "body", "quote"])


@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(0, 300), roles, st.booleans()), min_size=1)
)
def test_cues_and_chapters_fit_the_sound(parts: list[tuple[int, int, Role, bool]]) -> None:
    pieces: list[Piece] = []
    for number, (frames, pause, role, marks) in enumerate(parts):
        if pieces:
            pieces.append(silent(pause))
        pieces.append(said(f"Words of {number}", frames, number, role, marks))
    found = timeline(*pieces)
    assert found.frames == sum(piece.frames for piece in pieces)
    assert found.cues[-1].end == found.frames
    assert all(a.end <= b.start for a, b in pairwise(found.cues))
    for cue in found.cues:
        assert 0 <= cue.start < cue.end
        assert all(cue.start <= w.start <= w.end <= cue.end for w in cue.words)
    edges = [(c.start, c.end) for c in found.chapters]
    assert edges[0][0] == 0
    assert edges[-1][1] == found.frames
    assert all(a[1] == b[0] for a, b in pairwise(edges))
