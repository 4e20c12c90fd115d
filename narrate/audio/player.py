"""A recording heard while it is being made: pieces of sound to the machine's loudspeaker."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from narrate.audio.stitcher import Piece
from narrate.errors import OutputError

AHEAD = 8  # pieces that wait to be heard: the engines work ahead of the listener by so many
BUFFER = 60  # milliseconds that the device takes at a time
BACKENDS = tuple("WASAPI DSOUND WINMM COREAUDIO PULSEAUDIO ALSA JACK SNDIO AUDIO4 OSS".split())


def play(pieces: Iterable[Piece], *, backends: Iterable[str] = BACKENDS) -> None:
    """Play the pieces and return when the last has been heard.

    The first is heard as soon as it comes; while the next is not there yet, it is silent.
    ``backends`` are miniaudio's names, tried in its order: all but its "NULL", which hears
    everything and says nothing. Raises OutputError where the machine has no loudspeaker.
    """
    coming = iter(pieces)
    first = next(coming, None)
    if first is None:
        return
    shape = first.format
    waiting: queue.Queue[bytes | None] = queue.Queue(AHEAD)
    heard = threading.Event()
    stream = _stream(waiting, shape.frame_bytes, heard)
    next(stream)
    waiting.put(first.pcm)  # the device asks as soon as it is there, and next when it has played
    with _device(shape.rate, shape.channels, backends) as device:
        device.start(stream)
        for piece in coming:
            waiting.put(piece.pcm)
        waiting.put(None)
        heard.wait()


def _device(rate: int, channels: int, backends: Iterable[str]) -> Any:
    try:
        import miniaudio
    except ImportError:
        raise OutputError(
            "playing needs the package 'miniaudio', which has no wheel for this machine",
            advice="Build it with: pip install miniaudio; or write a file with: narrate make",
        ) from None
    try:
        with _libraries_silent():
            return miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=channels,
                sample_rate=rate,
                buffersize_msec=BUFFER,
                backends=[miniaudio.Backend[name] for name in backends],
                app_name="narrate",
            )
    except miniaudio.MiniaudioError:
        raise OutputError(
            "this machine has no sound output that can be opened",
            advice="Write a file instead: narrate make SOURCE",
        ) from None


@contextmanager
def _libraries_silent() -> Iterator[None]:
    """ALSA writes a page of its own about every device that is not there."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _stream(
    waiting: queue.Queue[bytes | None], frame_bytes: int, heard: threading.Event
) -> Generator[bytes, int, None]:
    """What the device is to play next: it sends the frames it wants, from a thread of its own.

    It is never kept waiting. ``heard`` is set when it asks for more than there was, that is
    when it has taken all of it.
    """
    sound, ended = bytearray(), False
    wanted = yield b""
    while True:
        size = wanted * frame_bytes
        while len(sound) < size and not ended:
            try:
                pcm = waiting.get_nowait()
            except queue.Empty:
                break
            if pcm is None:
                ended = True
            else:
                sound += pcm
        if ended and not sound:
            heard.set()
        wanted = yield bytes(sound[:size].ljust(size, b"\0"))
        del sound[:size]
