"""A run that is killed at any instant: one more run, and the library is as if nothing had been."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from narrate.nightly.verification.recording import verify_recording
from narrate.publishing.site.build import MANIFEST

if TYPE_CHECKING:
    from conftest import Newsroom

ARTICLES = 6
_RUN = """
from narrate.config import read
from narrate.nightly.run import run
from narrate.sources.politeness import Fetcher, Manners
report = run(read(), fetcher=Fetcher(Manners(delay=0)))
assert not report.exit_code, report
"""
# What is said of all recordings together, and so of those that came before the kill.
_OF_ALL = {"index.html", "feed.xml", "sitemap.xml", MANIFEST}


def prepared(folder: Path, room: Newsroom, voice: str) -> Path:
    folder.mkdir()
    (folder / "narrate.toml").write_text(
        f'[[source]]\nname = "post"\nfeed = "{room.base}/feed.xml"\nprivate = true\n'
        f'[nightly]\nvoice = "{voice}"\n[podcast]\nbase_url = "https://example.org/a/"\n'
    )
    return folder


def started(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _RUN], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def finished(folder: Path) -> None:
    process = started(folder)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said.decode()


def library(folder: Path) -> dict[str, bytes]:
    """All that anybody can see of it."""
    files = sorted((folder / "output" / "site").glob("[!.]*"))
    return {file.name: file.read_bytes() for file in files}


def kill_at(seconds: float, folder: Path, whole: dict[str, bytes]) -> int | None:
    """How many files stood after a kill at that moment of the run, each of them whole.

    One more run gives the ``whole`` library. None where the run was over before.
    """
    process = started(folder)
    time.sleep(seconds)
    over = process.poll() is not None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    if over:
        return None
    seen = library(folder)
    for name, content in seen.items():
        assert name in _OF_ALL or content == whole[name], f"{name} is not whole"
    for audio in (folder / "output" / "site").glob("*.mp3"):
        assert not verify_recording(audio)
    finished(folder)
    assert library(folder) == whole
    return len(seen)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
@pytest.mark.timeout(3600)
def test_one_more_run_makes_the_library_whole(
    tmp_path: Path,
    newsroom: Newsroom,
    tone_voice: str,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    newsroom.write(ARTICLES)
    finished(prepared(tmp_path / "warm", newsroom, tone_voice))  # the clips are in the cache now
    undisturbed = prepared(tmp_path / "undisturbed", newsroom, tone_voice)
    began = time.monotonic()
    finished(undisturbed)
    whole, took = library(undisturbed), time.monotonic() - began
    assert len([name for name in whole if name.endswith(".mp3")]) == ARTICLES
    instants = random.Random(0)
    stood: list[int] = []
    while len(stood) < request.config.getoption("--kills"):
        here = prepared(tmp_path / "here", newsroom, tone_voice)
        files = kill_at(instants.random() * took, here, whole)
        if files is not None:
            stood.append(files)
        shutil.rmtree(here)
    with capsys.disabled():
        counts = sorted(Counter(stood).items())
        print(f"\n{len(stood)} kills in runs of {took:.1f} s; files that stood then, how often:")
        print(", ".join(f"{files}: {times}" for files, times in counts))
