"""When everything is heard."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.stitcher import Piece, stitch
from narrate.audio.timeline import TimelineBuilder
from narrate.model import AudioFormat, Mark, Pause, Script, Token, Utterance
from narrate.model import SpeechRequest as Request
from narrate.speech.engines.tone import Engine

MONO = AudioFormat(rate=1000)


def utterance(text, block=0, role="body"):
    tokens, position = [], 0
    for word in text.split():
        tokens.append(Token(written=word, spoken=word, start=position, end=position + len(word)))
        position += len(word) + 1
    return Utterance(block=block, tokens=tuple(tokens), role=role)


def piece(line, frames, marks=()):
    return Piece(line=line, format=MONO, pcm=bytes(2 * frames), marks=tuple(marks))


def timeline_of(*pieces):
    builder = TimelineBuilder()
    assert list(builder.pass_by(pieces)) == list(pieces)
    return builder.timeline(Script(language="en", lines=tuple(p.line for p in pieces)))


def spans(cues):
    return [(cue.start, cue.end, cue.text) for cue in cues]


def gap(ms):
    return piece(Pause(ms=ms, boundary="sentence"), ms)


def test_a_cue_for_each_sentence_from_its_first_sound_to_its_last():
    made = timeline_of(
        piece(utterance("It rained."), 900), gap(300), piece(utterance("It stopped.", 1), 800)
    )
    assert made.frames == 2000
    assert made.seconds == 2.0
    assert spans(made.cues) == [(0, 900, "It rained."), (1200, 2000, "It stopped.")]
    assert [cue.block for cue in made.cues] == [0, 1]


def test_word_cues_follow_the_marks_each_until_the_next():
    marks = [
        Mark(kind="word", frame=0, start=0, end=2),
        Mark(kind="word", frame=400, start=3, end=9),
    ]
    made = timeline_of(gap(100), piece(utterance("It rained"), 900, marks))
    assert spans(made.cues[0].words) == [(100, 500, "It"), (500, 1000, "rained")]


def test_a_number_said_in_many_words_is_one_word_cue():
    price = Token(written="$5.2m", spoken="five point two million dollars", start=0, end=5)
    line = Utterance(block=0, tokens=(price,))
    marks = [
        Mark(kind="word", frame=100 * i, start=at, end=at + 1) for i, at in enumerate((0, 5, 11))
    ]
    made = timeline_of(piece(line, 1000, marks))
    assert spans(made.cues[0].words) == [(0, 1000, "$5.2m")]


def test_what_is_not_said_has_no_word_cue():
    tokens = (
        Token(written="rain", spoken="rain", start=0, end=4),
        Token(written="[1]", spoken="", start=4, end=7),
        Token(written="fell", spoken="fell", start=8, end=12),
    )
    marks = [
        Mark(kind="word", frame=0, start=0, end=4),
        Mark(kind="word", frame=50, start=5, end=9),
    ]
    made = timeline_of(piece(Utterance(block=0, tokens=tokens), 100, marks))
    assert spans(made.cues[0].words) == [(0, 50, "rain"), (50, 100, "fell")]


def test_chapters_run_from_heading_to_heading_and_cover_all():
    made = timeline_of(
        piece(utterance("The title", 0, "title"), 100),
        gap(50),
        piece(utterance("Text.", 1), 100),
        piece(utterance("One?", 2, "heading"), 100),
        piece(utterance("Two!", 2, "heading"), 100),
        piece(utterance("More.", 3), 100),
    )
    assert [(c.start, c.end, c.title) for c in made.chapters] == [
        (0, 250, "The title"),
        (250, 550, "One? Two!"),
    ]


def test_without_a_title_the_first_sentence_names_the_first_chapter():
    made = timeline_of(
        piece(utterance("It rained.", 0), 100), piece(utterance("Later", 1, "heading"), 100)
    )
    assert [chapter.title for chapter in made.chapters] == ["It rained.", "Later"]


def test_the_tone_engines_marks_are_where_its_beeps_are():
    text = "one two three"
    clip = Engine().speak(Request(text=text))
    script = Script(language="en", lines=(utterance(text),))
    builder = TimelineBuilder()
    list(builder.pass_by(stitch(script, [clip])))
    words = builder.timeline(script).cues[0].words
    seconds = [round(word.start / 22050, 2) for word in words]
    assert seconds == [0.0, 0.24, 0.48]  # 0.06 s a letter, 0.06 s between


words = st.lists(st.text("abc", min_size=1, max_size=5), min_size=1, max_size=8).map(" ".join)


@st.composite
def recordings(draw):
    pieces = []
    for block in range(draw(st.integers(1, 8))):
        if pieces:
            pieces.extend(map(gap, draw(st.lists(st.integers(0, 900), max_size=2))))
        role = draw(st.sampled_from(["body", "title", "heading", "quote"]))
        line = utterance(draw(words), block // 2, role)
        frames = draw(st.integers(0, 500))
        marks = [
            Mark(
                kind=draw(st.sampled_from(["word", "sentence"])), frame=frame, start=at, end=at + 1
            )
            for frame, at in draw(
                st.lists(
                    st.tuples(st.integers(0, frames), st.integers(0, len(line.spoken) - 1)),
                    max_size=10,
                )
            )
        ]
        pieces.append(piece(line, frames, marks))
    return pieces


@given(recordings())
def test_whatever_an_engine_marks_the_timeline_is_in_order_and_inside(pieces):
    made = timeline_of(*pieces)
    assert made.cues[-1].end == made.frames == sum(p.frames for p in pieces)
    for cue, following in pairwise(made.cues):
        assert cue.start <= cue.end <= following.start
    for cue in made.cues:
        for word, following in pairwise(cue.words):
            assert word.end == following.start
        for word in cue.words:
            assert cue.start <= word.start <= word.end <= cue.end
            assert cue.block_start <= word.block_start < word.block_end <= cue.block_end
    assert made.chapters[-1].end == made.frames
    for chapter, following in pairwise(made.chapters):
        assert chapter.end == following.start
