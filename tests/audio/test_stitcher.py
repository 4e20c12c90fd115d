"""Clips and pauses become one recording, in one pass, exact to the frame."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator

import numpy as np
import pytest

from narrate.audio.stitcher import Piece, stitch
from narrate.model import AudioFormat, Clip, Mark, Pause, Script, Token, Utterance

FORMAT = AudioFormat(rate=22050)


def utterance(text: str = "Hello", block: int = 0) -> Utterance:
    token = Token(written=text, spoken=text, start=0, end=len(text))
    return Utterance(block=block, tokens=(token,), voice="x", language="en")


def tone(
    seconds: float, *, lead: float = 0.0, tail: float = 0.0, shape: AudioFormat = FORMAT
) -> Clip:
    """A beep at 500 Hz with silence around it, as engines put it there."""
    samples: list[int] = [0] * round(lead * shape.rate)
    samples += [
        round(12000 * math.sin(2 * math.pi * 500 * n / shape.rate))
        for n in range(round(seconds * shape.rate))
    ]
    samples += [0] * round(tail * shape.rate)
    frames = [sample for sample in samples for _ in range(shape.channels)]
    return Clip(format=shape, pcm=struct.pack(f"<{len(frames)}h", *frames))


def script(*lines: Utterance | Pause) -> Script:
    return Script(language="en", lines=lines)


def sound(pieces: list[Piece]) -> np.ndarray:
    return np.frombuffer(b"".join(piece.pcm for piece in pieces), dtype="<i2").astype(int)


def test_a_pause_is_what_the_script_says() -> None:
    pause = Pause(ms=350, boundary="sentence")
    pieces = list(stitch(script(utterance(), pause, utterance()), [tone(0.5), tone(0.5)]))
    assert [type(piece.line).__name__ for piece in pieces] == ["Utterance", "Pause", "Utterance"]
    assert abs(pieces[1].frames - 0.35 * 22050) < 1
    assert set(pieces[1].pcm) == {0}


def test_the_silence_that_engines_put_around_speech_is_taken_off() -> None:
    (piece,) = stitch(script(utterance()), [tone(0.5, lead=0.2, tail=0.4)])
    assert piece.frames / 22050 == pytest.approx(0.5, abs=0.02)


def test_pauses_between_trimmed_clips_are_right_to_10_ms() -> None:
    pause = Pause(ms=700, boundary="paragraph")
    clips = [tone(0.5, lead=0.1, tail=0.3), tone(0.5, lead=0.25)]
    heard = np.abs(sound(list(stitch(script(utterance(), pause, utterance()), clips)))) > 300
    loud = np.flatnonzero(heard)
    silence = np.diff(loud).max() / 22050
    assert silence == pytest.approx(0.7, abs=0.02)


def test_no_join_clicks() -> None:
    """From one sample to the next the sound never steps further than inside the tone itself."""
    pause = Pause(ms=100, boundary="clause")
    clips = [tone(0.3013), tone(0.2007)]
    joined = sound(list(stitch(script(utterance(), pause, utterance()), clips)))
    inside = np.abs(np.diff(sound([Piece(line=utterance(), format=FORMAT, pcm=clips[0].pcm)])))
    assert np.abs(np.diff(joined)).max() <= inside.max()
    assert abs(joined[0]) < 200
    assert abs(joined[-1]) < 200


def test_each_clip_is_handed_on_before_the_next_is_taken() -> None:
    """One clip at a time in memory: pydub's ``+=`` would copy all that came before."""
    taken = 0

    def clips() -> Iterator[Clip]:
        nonlocal taken
        for _ in range(200):
            taken += 1
            yield tone(0.05)

    handed_on = 0
    for piece in stitch(script(*[utterance() for _ in range(200)]), clips()):
        handed_on += 1
        assert piece.frames
        assert taken <= handed_on + 1
    assert handed_on == 200


@pytest.mark.parametrize(
    "other",
    [
        AudioFormat(rate=44100),
        AudioFormat(rate=16000),
        AudioFormat(rate=22050, channels=2),
        AudioFormat(rate=48000, channels=2),
    ],
)
def test_a_clip_of_another_format_keeps_its_length_and_pitch(other: AudioFormat) -> None:
    """pydub resamples silently, and everything to the worse of two formats."""
    first, second = stitch(script(utterance(), utterance()), [tone(0.5), tone(0.5, shape=other)])
    assert first.format == second.format == FORMAT
    assert second.frames == pytest.approx(first.frames, rel=0.01)
    spectrum = np.abs(np.fft.rfft(sound([second])))
    hertz = spectrum.argmax() * 22050 / second.frames
    assert hertz == pytest.approx(500, abs=5)


def test_marks_move_with_what_is_trimmed() -> None:
    clip = tone(0.5, lead=0.2)
    mark = Mark(kind="word", frame=round(0.2 * 22050), start=0, end=5)
    marked = Clip(format=clip.format, pcm=clip.pcm, marks=(mark,))
    (piece,) = stitch(script(utterance()), [marked])
    assert piece.marks[0].frame / 22050 == pytest.approx(0, abs=0.011)


@pytest.mark.parametrize("count", [1, 3])
def test_a_clip_too_few_or_too_many_is_never_passed_over(count: int) -> None:
    with pytest.raises(ValueError, match="clips than utterances"):
        list(stitch(script(utterance(), utterance()), [tone(0.1)] * count))
