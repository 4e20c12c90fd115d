"""The pieces of a recording, kept on disk as they come, and measured on the way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from narrate.audio.limiter import CEILING
from narrate.audio.loudness import HOPS, Meter, Powers, as_samples, blocks, loudness_of
from narrate.audio.stitcher import Piece
from narrate.model import Audio, AudioFormat, Level, Placed, Recording, Utterance

STEP = 0.01  # dB: gains stand on it, so that no machine's last digit is heard
LOUDEST = 40.0  # dB that a voice is turned up at most; what needs more is a fault
_NOBODY = -1
_TRIES = 4  # each brings the loudness nearer to what is wanted


class Recorder:
    """Writes pieces to ``file`` and knows in the end what brings them to one loudness.

    ``volumes`` holds how loud each voice is to be among the others, 1.0 being all of it.
    """

    def __init__(self, file: BinaryIO, volumes: Mapping[str, float]) -> None:
        self._file = file
        self._volumes = volumes
        self._format: AudioFormat | None = None
        self._meter: Meter | None = None
        self._frames = 0
        self._voices: list[str] = []
        self._turns: list[tuple[int, int]] = []  # frame, voice: who speaks from there on
        self._spoken: list[tuple[int, int, int]] = []  # first frame, last, voice
        self._music: list[Placed] = []

    def pass_by(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """The same pieces, written and measured."""
        for piece in pieces:
            if self._meter is None:
                self._format = piece.format
                self._meter = Meter(piece.format.rate)
            self._note(piece)
            self._file.write(piece.pcm)
            self._meter.add(as_samples(piece.pcm)[None])
            self._frames += piece.frames
            yield piece

    def audio(self, recording: Recording) -> Audio:
        """What was recorded. Raises ValueError where nothing was."""
        if self._format is None or self._meter is None:
            raise ValueError("nothing was recorded")
        gains = self._gains(self._meter, recording)
        return Audio(
            format=self._format,
            frames=self._frames,
            file=self._file,
            levels=tuple(Level(start=start, gain=gains[voice]) for start, voice in self._turns),
            music=tuple(self._music),
        )

    def _note(self, piece: Piece) -> None:
        if isinstance(piece.line, Utterance):
            name = piece.line.voice
            if name not in self._voices:
                self._voices.append(name)
            voice = self._voices.index(name)
            if not self._turns or self._turns[-1][1] != voice:
                self._turns.append((self._frames, voice))
            self._spoken.append((self._frames, self._frames + piece.frames, voice))
        elif isinstance(piece.line, str):
            self._music.append(Placed(start=self._frames, kind=piece.line))

    def _gains(self, meter: Meter, recording: Recording) -> list[float]:
        """For each voice the gain after which all are as loud as their volumes have it, and
        the whole is as loud as is wanted."""
        powers, peaks = meter.powers(), meter.peaks()
        wanted = recording.loudness - (10 * math.log10(2) if recording.stereo else 0.0)
        speakers = self._speakers(len(powers))
        levels = np.zeros(len(self._voices) + 1)  # the last is nobody's
        for voice, name in enumerate(self._voices):
            heard = loudness_of(blocks(np.where(speakers == voice, powers, 0.0)))
            volume = self._volumes.get(name, 1.0)
            if math.isfinite(heard) and volume > 0:
                levels[voice] = wanted - heard + 20 * math.log10(volume)
        for _ in range(_TRIES):
            whole = loudness_of(blocks(_limited(powers, peaks, levels[speakers])))
            if math.isfinite(whole):
                levels += wanted - whole
        levels = STEP * np.round(np.minimum(levels, LOUDEST) / STEP)
        return [float(10 ** (level / 20)) for level in levels[:-1]]

    def _speakers(self, hops: int) -> NDArray[np.int64]:
        """Who speaks in each tenth of a second."""
        assert self._format is not None
        speakers = np.full(hops, _NOBODY, np.int64)
        for start, end, voice in self._spoken:
            first = start * HOPS // self._format.rate
            last = -(-end * HOPS // self._format.rate)
            speakers[first:last] = voice
        return speakers


def _limited(powers: Powers, peaks: Powers, levels: Powers) -> Powers:
    """About what the limiter leaves of the powers: it turns down half of the tenth of a second
    around a peak. Of real voices it takes 0.1 LU, and this tells it within 0.05."""
    swings = peaks * 10 ** (levels / 20)
    louder: Powers = powers * 10 ** (levels / 10) * CEILING / np.maximum(swings, CEILING)
    return louder
