"""Music around the voices: an intro, an outro, a chime between sections, a bed under it all.

Room for it is left while the voices are recorded; it is put there when they are mastered, as
loud as they are.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from narrate.audio.loudness import Meter, Samples, integrated
from narrate.audio.stitcher import Piece
from narrate.errors import OutputError
from narrate.model import Audio, Cue, MusicKind, Pause, Recording, Utterance

LONGEST = 600  # seconds of one sound file, which is held in memory; a bed goes round
PAUSE = 500  # milliseconds between music and voices
BED = -22.0  # LU from the voices to the bed while somebody speaks
BED_ALONE = -12.0  # … and where nobody does
FADE = 400  # milliseconds in which the bed comes and goes
_SEAM = 50  # milliseconds at either end of a bed, so that it can go round


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Music that sounds from a frame on, over and over until its end."""

    start: int
    end: int
    samples: Samples
    envelope: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
    """Frames, and the gain at each; straight lines between."""

    def add_to(self, sound: Samples, at: int) -> None:
        """Add what is heard to ``sound``, which begins at the frame ``at``."""
        first, last = max(self.start, at), min(self.end, at + sound.shape[1])
        frames = np.arange(first, last)
        heard = self.samples[:, (frames - self.start) % self.samples.shape[1]]
        if self.envelope:
            heard = heard * np.interp(frames, *self.envelope).astype(np.float32)
        sound[:, first - at : last - at] += heard


class Music:
    """The sound files of a profile, read when the rate of the recording is known.

    Raises OutputError for a file that cannot be read.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._sounds: dict[str, Samples] = {}

    def in_between(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """The pieces, with room for intro, chimes and outro among them."""
        previous = _NO_BLOCK
        last: Piece | None = None
        for piece in pieces:
            if last is None:
                yield from self._room("intro", piece, after=True)
            if isinstance(piece.line, Utterance):
                if last and piece.line.role == "heading" and piece.line.block != previous:
                    yield from self._room("chime", piece, after=True)
                previous = piece.line.block
            yield piece
            last = piece
        if last is not None:
            yield from self._room("outro", last, after=False)

    def layers(self, audio: Audio, cues: Sequence[Cue]) -> list[Layer]:
        """All music of the recording, as loud as its voices are wanted."""
        found = []
        for placed in audio.music:
            samples = self._levelled(placed.kind, audio.format.rate)
            end = placed.start + samples.shape[1]
            found.append(Layer(start=placed.start, end=end, samples=samples))
        if self._recording.bed and cues:
            bed = _seamless(self._levelled("bed", audio.format.rate), audio.format.rate)
            envelope = _ducked(cues, audio.format.rate)
            start, end = cues[0].start, cues[-1].end
            found.append(Layer(start=start, end=end, samples=bed, envelope=envelope))
        return found

    def _room(self, kind: MusicKind, beside: Piece, *, after: bool) -> Iterator[Piece]:
        if not getattr(self._recording, kind):
            return
        shape = beside.format
        frames = self._sound(kind, shape.rate).shape[1]
        room = Piece(line=kind, format=shape, pcm=bytes(frames * shape.frame_bytes))
        silence = bytes(shape.frames(PAUSE) * shape.frame_bytes)
        pause = Piece(line=Pause(ms=PAUSE, boundary="section"), format=shape, pcm=silence)
        yield from (room, pause) if after else (pause, room)

    def _sound(self, name: str, rate: int) -> Samples:
        if name not in self._sounds:
            path = Path(getattr(self._recording, name))
            self._sounds[name] = _read(path, rate, 2 if self._recording.stereo else 1)
        return self._sounds[name]

    def _levelled(self, name: str, rate: int) -> Samples:
        """The sound as loud as the recording."""
        samples = self._sound(name, rate)
        meter = Meter(rate, len(samples))
        meter.add(samples)
        loudness = integrated(meter.powers())
        if not math.isfinite(loudness):
            return samples
        return samples * np.float32(10 ** ((self._recording.loudness - loudness) / 20))


_NO_BLOCK = -1


def _read(path: Path, rate: int, channels: int) -> Samples:
    try:
        import miniaudio
    except ImportError:
        raise OutputError(
            "music needs the package 'miniaudio', which has no wheel for this machine",
            subject=str(path),
            advice="Build it with: pip install miniaudio; or take the music out of the profile.",
        ) from None
    try:
        seconds = miniaudio.get_file_info(str(path)).duration
        if seconds > LONGEST:
            raise OutputError(
                f"the sound lasts {seconds / 60:.0f} minutes",
                subject=str(path),
                advice=f"{LONGEST // 60} minutes is the most; a bed goes round by itself.",
            )
        sound = miniaudio.decode_file(
            str(path), miniaudio.SampleFormat.FLOAT32, nchannels=channels, sample_rate=rate
        )
    except (miniaudio.DecodeError, OSError) as error:
        raise _unreadable(path, error) from None
    samples = np.frombuffer(sound.samples, np.float32).reshape(-1, channels).T
    if not samples.shape[1]:
        raise OutputError("there is no sound in it", subject=str(path))
    return samples


def _seamless(samples: Samples, rate: int) -> Samples:
    """A bed that can go round: its ends fade."""
    length = samples.shape[1]
    edge = max(1, min(rate * _SEAM // 1000, length // 2))
    places = [0, edge, length - edge, length]
    fade = np.interp(np.arange(length), places, [0.0, 1.0, 1.0, 0.0])
    return samples * fade.astype(np.float32)


def _ducked(cues: Sequence[Cue], rate: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Low under each cue; up and down again in a silence long enough for both."""
    low, high = 10 ** (BED / 20), 10 ** (BED_ALONE / 20)
    fade = rate * FADE // 1000
    points: list[tuple[int, float]] = [(cues[0].start, 0.0), (cues[0].start + fade, low)]
    for before, after in pairwise(cues):
        if after.start - before.end > 3 * fade and before.end > points[-1][0]:
            points += [
                (before.end, low),
                (before.end + fade, high),
                (after.start - fade, high),
                (after.start, low),
            ]
    end = cues[-1].end
    points += [(max(points[-1][0], end - fade), low), (end, 0.0)]
    frames, gains = zip(*points, strict=True)
    return np.array(frames, np.float64), np.array(gains, np.float64)


def digests(recording: Recording) -> list[str]:
    """What the sound files of a profile hold, in a few letters each.

    Raises OutputError for one that is not there.
    """
    found = []
    for name in (*get_args(MusicKind), "bed"):
        if path := getattr(recording, name):
            try:
                content = Path(path).read_bytes()
            except OSError as error:
                raise _unreadable(Path(path), error) from None
            found.append(f"{name} {hashlib.sha256(content).hexdigest()}")
    return found


def _unreadable(path: Path, error: Exception) -> OutputError:
    return OutputError(
        f"the sound cannot be read: {error}",
        subject=str(path),
        advice="WAV, MP3, FLAC and Ogg Vorbis can be.",
    )
