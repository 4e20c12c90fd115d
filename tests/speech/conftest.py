"""Engines that misbehave, installed as a real package would be."""

import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from narrate.model import Script, Token, Utterance, Voice

InstallEngine = Callable[[str], str]

# What every engine of these tests begins with: a plausible clip of any length.
_BEGINNING = """
import ctypes, os, pathlib, signal, subprocess, sys, tempfile, time
from narrate.model import AudioFormat, Clip, EngineVoice

HERE = pathlib.Path(__file__).parent
ANY_LANGUAGE = [EngineVoice(id="any", language="")]

def clip(text, sample=9000):
    frames = round(8000 * 0.06 * len(text))
    return Clip(format=AudioFormat(rate=8000), pcm=sample.to_bytes(2, "little") * frames)

def is_first(what):
    "True once for each name, over all processes."
    try:
        (HERE / what).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
"""


@pytest.fixture
def install_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> InstallEngine:
    """Install a package with an engine of the given source; its name is returned."""

    def install(source: str) -> str:
        site = tmp_path / "site"
        metadata = site / "strange_engine-1.0.dist-info"
        metadata.mkdir(parents=True)
        (site / "strange_engine.py").write_text(_BEGINNING + textwrap.dedent(source))
        (metadata / "METADATA").write_text(
            "Metadata-Version: 2.1\nName: strange-engine\nVersion: 1.0\n"
        )
        (metadata / "entry_points.txt").write_text(
            "[narrate.speech.engines]\nstrange = strange_engine\n"
        )
        monkeypatch.syspath_prepend(str(site))
        return "strange"

    return install


@pytest.fixture
def profile() -> Callable[..., dict[str, Voice]]:
    """Profiles by name, one: ``profile("tone")``."""
    return lambda engine, **more: {"test": Voice(name="test", engine=engine, **more)}


@pytest.fixture
def script() -> Callable[..., Script]:
    """A script of one utterance for each text, or (text, language)."""

    def make(texts: Iterable[str | tuple[str, str]]) -> Script:
        lines = []
        for block, line in enumerate(texts):
            text, language = (line, "en") if isinstance(line, str) else line
            token = Token(written=text, spoken=text, start=0, end=len(text))
            lines.append(Utterance(block=block, tokens=(token,), voice="test", language=language))
        return Script(language="en", lines=tuple(lines))

    return make
