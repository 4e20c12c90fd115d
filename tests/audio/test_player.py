"""Sound as a device takes it: in its own thread, so many frames at a time."""

from __future__ import annotations

import queue
import threading
import time

import pytest

from narrate.audio.player import _stream, play
from narrate.audio.stitcher import Piece
from narrate.errors import OutputError
from narrate.model import AudioFormat, Pause

FORMAT = AudioFormat(rate=8000)


def piece(milliseconds: int, sample: bytes = b"\x01\x02") -> Piece:
    pause = Pause(ms=milliseconds, boundary="sentence")
    return Piece(line=pause, format=FORMAT, pcm=sample * FORMAT.frames(milliseconds))


def test_a_device_gets_what_there_is_and_silence_for_the_rest() -> None:
    waiting: queue.Queue[bytes | None] = queue.Queue()
    heard = threading.Event()
    stream = _stream(waiting, 2, heard)
    next(stream)
    assert stream.send(2) == b"\0\0\0\0"  # nothing yet: the engine is still speaking
    waiting.put(b"abcdef")
    assert stream.send(2) == b"abcd"
    waiting.put(b"gh")
    assert stream.send(2) == b"efgh"
    waiting.put(b"ij")
    waiting.put(None)
    assert stream.send(2) == b"ij\0\0"
    assert not heard.is_set()  # the device has taken the last, and has yet to play it
    assert stream.send(2) == b"\0\0\0\0"
    assert heard.is_set()


def test_playing_lasts_as_long_as_the_sound() -> None:
    begun = time.monotonic()
    play(iter([piece(200), piece(150)]), backends=["NULL"])
    assert 0.3 < time.monotonic() - begun < 5


def test_nothing_to_play_is_played_at_once() -> None:
    play(iter([]), backends=["NULL"])


def test_a_machine_without_a_loudspeaker_is_told_what_to_do(capfd: pytest.CaptureFixture) -> None:
    with pytest.raises(OutputError, match="narrate make"):
        play(iter([piece(10)]), backends=["AUDIO4"])  # NetBSD's: nowhere else
    assert capfd.readouterr().err == ""


def test_an_error_of_the_engine_ends_the_playing() -> None:
    def pieces():
        yield piece(10)
        raise ValueError("the engine failed")

    with pytest.raises(ValueError, match="the engine failed"):
        play(pieces(), backends=["NULL"])
