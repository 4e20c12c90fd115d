"""Works to make, an engine with moods, and a Dask cluster on loopback: real processes all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from narrate.config import Settings
from narrate.model import Source
from narrate.workers.work import Work
from tests.cluster import Dask

Works = Callable[..., list[Work]]

MOODY = """
import os, pathlib, signal, time
from narrate.model import AudioFormat, Clip, EngineVoice

HERE = pathlib.Path(__file__).parent

def is_first(what):
    try:
        (HERE / what).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True

class Engine:
    version = "1"

    def voices(self):
        return [EngineVoice(id="any", language="")]

    def speak(self, request):
        "Words of the text are orders: what is done to the process that makes the recording."
        maker = os.getppid()
        (HERE / f"maker-{maker}").touch()
        if "poison" in request.text or "once" in request.text and is_first("once"):
            os.kill(maker, signal.SIGKILL)
            time.sleep(10)
        if "slowly" in request.text:
            time.sleep(0.5)
        if "forever" in request.text:
            time.sleep(600)
        frames = round(8000 * 0.06 * len(request.text))
        return Clip(format=AudioFormat(rate=8000), pcm=b"\\x28\\x23" * frames)
"""


@pytest.fixture
def moody_voice(tone_voice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A voice whose engine does what the text says: poison, once, slowly, forever."""
    site = tmp_path / "site"
    metadata = site / "moody_engine-1.0.dist-info"
    metadata.mkdir(parents=True)
    (site / "moody_engine.py").write_text(MOODY)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: moody-engine\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[narrate.speech.engines]\nmoody = moody_engine\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), *sys.path]))
    voices = tmp_path / "data" / "narrate" / "voices"
    (voices / "moody.toml").write_text('engine = "moody"\n')
    return "moody"


@pytest.fixture
def makers(tmp_path: Path) -> Callable[[], list[int]]:
    """The processes that made something with the moody voice, and still run."""

    def alive() -> list[int]:
        numbers = [int(path.name.partition("-")[2]) for path in tmp_path.glob("site/maker-*")]
        return [number for number in numbers if _runs(number)]

    return alive


def _runs(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def works(tmp_path: Path, tone_voice: str) -> Works:
    """A work for each text, a title of its own over it; ``title`` gives all the same."""

    def make(*texts: str, voice: str = tone_voice, title: str = "") -> list[Work]:
        return [
            Work(
                source=Source.from_text(f"{title or f'Story {number}'}\n\n{text}"),
                voice=voice,
                to=str(tmp_path / "out"),
                file_format="mp3",
                settings=Settings(),
            )
            for number, text in enumerate(texts)
        ]

    return make


@pytest.fixture
def dask(tmp_path: Path, moody_voice: str) -> Iterator[Dask]:
    folder = tmp_path / "dask"
    folder.mkdir()
    cluster = Dask(folder)
    yield cluster
    cluster.end()
