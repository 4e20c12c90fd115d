"""From what was recorded to the sound in a file: mastered, encoded, on all cores.

An MP3 is made in parts, which are cut in pauses of the recording. Where the cuts are depends
on the recording only, so that it gives the same bytes on any number of cores.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from typing import BinaryIO

from narrate.audio.encoder import UNTITLED, encoder
from narrate.audio.mastering import mastered, mastered_format
from narrate.audio.mp3 import Mp3File, frame_length, segment
from narrate.audio.music import Layer
from narrate.model import Audio, Cue, Recording, Tags

PART = 60  # seconds that a part lasts at least
QUIET = 8  # frames of MP3 that a pause lasts at least: 0.2 s at 22,050 Hz
_AHEAD = 2  # parts under way for each core

Progress = Callable[[int, int], None]
"""Called with the cues whose sound is in the file, and all of them."""


def finish(
    audio: Audio,
    recording: Recording,
    file: BinaryIO,
    file_format: str,
    *,
    layers: Sequence[Layer] = (),
    cues: Sequence[Cue] = (),
    tags: Tags = UNTITLED,
    on_progress: Progress | None = None,
    cores: int | None = None,
) -> None:
    """Write the recording to ``file``; ``encoder`` says which formats there are, and its errors.

    ``layers`` is the music in it, ``cues`` tell when somebody speaks.
    """
    ends = [cue.end for cue in cues]

    def reached(frame: int) -> None:
        if on_progress:
            on_progress(bisect_right(ends, frame), len(ends))

    shape = mastered_format(audio, recording)
    cuts = seams(cues, layers, audio.format.rate) if file_format == "mp3" else []
    if cuts:
        mp3 = Mp3File(file)
        parts = list(pairwise([0, *cuts, audio.frames]))

        def made(first: int, last: int) -> bytes:
            pcm = mastered(audio, recording, layers, first, last)
            return segment(pcm, shape, recording.bitrate, last=last == audio.frames)

        for (first, last), encoded in zip(parts, _in_order(made, parts, cores), strict=True):
            mp3.put(encoded, last - first)
            reached(last)
        mp3.finish()
        return
    sink = encoder(
        file, shape, file_format, frames=audio.frames, bitrate=recording.bitrate, tags=tags
    )
    done = 0
    for pcm in mastered(audio, recording, layers):
        sink.write(pcm)
        done += len(pcm) // shape.frame_bytes
        reached(done)
    sink.finish()


def seams(cues: Sequence[Cue], layers: Sequence[Layer], rate: int) -> list[int]:
    """Where an MP3 may be cut: whole frames of it from its beginning, in the middle of the
    first long pause after each ``PART``. Music leaves no pauses."""
    length = frame_length(rate)
    found: list[int] = []
    for before, after in pairwise(cues):
        seam = -(-(before.end + after.start) // 2 // length) * length
        if (
            after.start - before.end >= QUIET * length
            and seam - (found[-1] if found else 0) >= PART * rate
            and not any(x.start < after.start and x.end > before.end for x in layers)
        ):
            found.append(seam)
    return found


def _in_order(
    work: Callable[[int, int], bytes], parts: Sequence[tuple[int, int]], cores: int | None
) -> Iterator[bytes]:
    """What ``work`` makes of each part, in order; a few are ahead of who takes them."""
    cores = cores or os.cpu_count() or 1
    workers = ThreadPoolExecutor(cores, thread_name_prefix="narrate-sound")
    pending: deque[Future[bytes]] = deque()
    try:
        for part in parts:
            pending.append(workers.submit(work, *part))
            if len(pending) >= cores * _AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        workers.shutdown(cancel_futures=True)
