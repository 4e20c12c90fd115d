"""Clips and pauses, one after the other, in one pass: memory holds one clip at a time.

Each piece is handed on as raw PCM as soon as it is ready. Adding pydub segments together
instead (``+=``) copies all that came before at every step.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from narrate.audio.segment import segment
from narrate.audio.trimming import trimmed
from narrate.model import AudioFormat, Clip, Mark, MusicKind, Pause, Script, Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The next stretch of a recording: an utterance, a pause, or room for music."""

    line: Utterance | Pause | MusicKind
    format: AudioFormat
    pcm: bytes
    marks: tuple[Mark, ...] = ()
    """Frames count from the start of this piece."""

    @property
    def frames(self) -> int:
        return len(self.pcm) // self.format.frame_bytes


def stitch(
    script: Script, clips: Iterable[Clip], audio_format: AudioFormat | None = None
) -> Iterator[Piece]:
    """The script's lines as pieces of sound on one channel, all as the first clip or as given.

    ``clips`` holds one for each utterance, in order; ValueError when there are too few or
    too many. Pauses are exact to the frame.
    """
    coming = iter(clips)
    waiting: list[Pause] = []
    for line in script.lines:
        if isinstance(line, Pause):
            waiting.append(line)
            continue
        clip = next(coming, None)
        if clip is None:
            raise ValueError("there are fewer clips than utterances")
        audio_format = audio_format or AudioFormat(rate=clip.format.rate)
        for pause in waiting:
            silence = bytes(audio_format.frames(pause.ms) * audio_format.frame_bytes)
            yield Piece(line=pause, format=audio_format, pcm=silence)
        waiting.clear()
        yield _spoken(line, clip, audio_format)
    if next(coming, None) is not None:
        raise ValueError("there are more clips than utterances")


def _spoken(utterance: Utterance, clip: Clip, audio_format: AudioFormat) -> Piece:
    pcm, cut = trimmed(segment(clip, audio_format).raw_data, audio_format.rate)
    frames = len(pcm) // audio_format.frame_bytes
    marks = tuple(
        dataclasses.replace(mark, frame=min(max(0, frame - cut), frames))
        for mark, frame in ((mark, _scaled(mark, clip, audio_format)) for mark in clip.marks)
    )
    return Piece(line=utterance, format=audio_format, pcm=pcm, marks=marks)


def _scaled(mark: Mark, clip: Clip, audio_format: AudioFormat) -> int:
    return mark.frame * audio_format.rate // clip.format.rate
