"""Clips that were spoken before."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from narrate.model import AudioFormat, Clip, Mark, SpeechRequest
from narrate.speech.cache import ClipCache, name_of

CLIP = Clip(
    format=AudioFormat(rate=22050),
    pcm=bytes(range(256)) * 40,
    marks=(Mark(kind="word", frame=7, start=0, end=4),),
)
REQUEST = SpeechRequest(text="Rain.", language="en", engine_voice="gmw/en")


def test_a_clip_comes_back_as_it_was_put(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    name = name_of("tone", "1", REQUEST)
    assert cache.get(name) is None
    cache.put(name, CLIP)
    assert cache.get(name) == CLIP


@pytest.mark.parametrize(
    "change",
    [{"text": "Snow."}, {"language": "de"}, {"engine_voice": "x"}, {"rate": 1.1}, {"pitch": 0.9},
     {"volume": 0.5}],
)  # fmt: skip
def test_whatever_the_sound_depends_on_is_in_the_name(change: dict[str, object]) -> None:
    other = dataclasses.replace(REQUEST, **change)
    names = {
        name_of("tone", "1", REQUEST),
        name_of("tone", "1", other),
        name_of("tone", "2", REQUEST),
        name_of("espeak", "1", REQUEST),
    }
    assert len(names) == 4


@pytest.mark.parametrize(
    "damage",
    [lambda b: b[:-1], lambda b: b"", lambda b: b[:-9] + b"x" + b[-8:], lambda b: b"{}\n" + b,
     lambda b: b"\xff\xfe" * 50],
)  # fmt: skip
def test_a_damaged_clip_is_no_clip_and_goes(tmp_path: Path, damage) -> None:
    cache = ClipCache(tmp_path)
    cache.put("ab12", CLIP)
    (file,) = tmp_path.glob("*/*")
    file.write_bytes(damage(file.read_bytes()))
    assert cache.get("ab12") is None
    assert not file.exists()
    cache.put("ab12", CLIP)
    assert cache.get("ab12") == CLIP


def test_the_clips_not_used_for_longest_are_thrown_out(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, limit=3 * (len(CLIP.pcm) + 300))
    for number in range(4):
        cache.put(f"aa{number}", CLIP)
        file = tmp_path / "aa" / str(number)
        os.utime(file, (number, number))
    cache.get("aa0")  # used again
    cache.trim()
    assert [cache.get(f"aa{number}") is not None for number in range(4)] == [
        True, False, True, True,
    ]  # fmt: skip


def test_what_a_killed_run_left_unfinished_goes_after_a_day(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put("aa1", CLIP)
    for name, age in ((".old", 2), (".new", 0)):
        unfinished = tmp_path / "aa" / name
        unfinished.write_bytes(b"half")
        then = time.time() - age * 24 * 3600
        os.utime(unfinished, (then, then))
    cache.trim()
    assert sorted(path.name for path in (tmp_path / "aa").iterdir()) == [".new", "1"]


def test_a_folder_that_cannot_be_made_keeps_nothing_and_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    cache = ClipCache(tmp_path / "file")
    cache.put("aa1", CLIP)
    cache.trim()
    assert cache.get("aa1") is None


def _fill(folder: Path) -> None:
    cache = ClipCache(folder, limit=20 * len(CLIP.pcm))
    for number in range(10**9):
        cache.put(f"{number % 40:02d}x", CLIP)
        if number % 50 == 0:
            cache.trim()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX")
def test_runs_that_share_the_folder_and_are_killed_leave_only_whole_clips(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    runs = [context.Process(target=_fill, args=(tmp_path,)) for _ in range(2)]
    for run in runs:
        run.start()
    reader = ClipCache(tmp_path)
    until = time.monotonic() + 3
    seen = 0
    while time.monotonic() < until:
        for number in range(40):
            clip = reader.get(f"{number:02d}x")
            assert clip in (None, CLIP)
            seen += clip is not None
    for run in runs:
        os.kill(run.pid, signal.SIGKILL)
        run.join()
    assert seen
    assert all(reader.get(f"{number:02d}x") in (None, CLIP) for number in range(40))
