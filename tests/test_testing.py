"""Somebody else's engine is installed, spoken with, and told which promise it breaks."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from narrate.errors import VoiceError
from narrate.model import Script, Token, Utterance, Voice
from narrate.plugins import names
from narrate.speech.engine import GROUP
from narrate.speech.synthesis import speak
from narrate.testing import check_engine

EXAMPLE = Path(__file__).parent / "example_engine"
Install = Callable[[str], Path]


def wheel(folder: Path, more: str) -> Path:
    """The example as a wheel, as its build system would make it, with more at its end."""
    said = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]
    about = f"narrate_morse-{said['version']}.dist-info"
    entries = "".join(
        f"[{group}]\n" + "".join(f"{name} = {module}\n" for name, module in entry.items())
        for group, entry in said["entry-points"].items()
    )
    content = {
        "narrate_morse.py": (EXAMPLE / "narrate_morse.py").read_text() + more,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {said['name']}\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/entry_points.txt": entries,
    }
    content[f"{about}/RECORD"] = "".join(f"{name},,\n" for name in [*content, f"{about}/RECORD"])
    path = folder / f"narrate_morse-{said['version']}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        for name, text in content.items():
            file.writestr(name, text)
    return path


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Unpack the example, as an installer does, where Python looks for packages."""

    def unpacked(more: str) -> Path:
        site = tmp_path / "site"
        with zipfile.ZipFile(wheel(tmp_path, more)) as file:
            file.extractall(site)
        monkeypatch.syspath_prepend(str(site))
        return site

    return unpacked


def test_an_engine_of_another_package_is_installed_and_spoken_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pip")
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", site, wheel(tmp_path, "")], check=True, timeout=60)
    monkeypatch.syspath_prepend(str(site))
    assert "morse" in names(GROUP)
    check_engine("morse")
    line = Utterance(block=0, tokens=(Token(written="SOS", spoken="SOS", start=0, end=3),))
    voices = {"": Voice(name="telegraph", engine="morse")}
    (clip,) = speak(Script(language="en", lines=(line,)), voices)
    assert clip.format.rate == 8000
    assert [mark.end for mark in clip.marks] == [3]


def test_the_contract_is_told_line_by_line_from_the_command_line(install: Install) -> None:
    site = install("")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(site), *sys.path])}
    command = [sys.executable, "-m", "narrate.testing"]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *arguments], env=environment, capture_output=True, text=True, check=False
        )

    done = run("morse")
    lines = done.stdout.splitlines()
    assert lines[0] == "morse: it starts and states its version: 1.0"
    assert lines[-1] == "morse: keeps the contract"
    assert len(lines) == 17
    assert done.returncode == 0
    done = run("mose")
    assert done.stdout.startswith("mose: broken: there is no engine 'mose'. Did you mean 'morse'?")
    assert done.returncode == 1
    assert run().returncode == 2


BREAKS = {
    "the engine states no version": "Engine.version = ''",
    "two voices of the engine have the same id": "Engine.voices = lambda self: 2 * VOICES",
    "no voice for 'en'": "Engine.voices = lambda self: [EngineVoice(id='a', language='tlh')]",
    "a short sentence: the sound is silent": "broken(pcm=lambda clip: bytes(len(clip.pcm)))",
    "a short sentence: it falls silent": "broken(pcm=lambda clip: clip.pcm + SILENCE + clip.pcm)",
    "a single word: ZeroDiv": "broken(pcm=lambda clip: clip.pcm if clip.marks[1:] else 1 / 0)",
    "a text that could be an order": "broken(pcm=obeying)",
    "the marks are out of order": "broken(marks=lambda clip: clip.marks[::-1])",
    "no mark says where the word 'ferry' begins": "broken(marks=lambda clip: clip.marks[::2])",
    "of silence stand beside": "broken(pcm=lambda clip: clip.pcm + SILENCE)",
    "not as long": "asked(text=lambda request: request.ssml or request.text, marks=())",
    "rate 2.0": "asked(rate=1.0)",
    "volume 0.5": "asked(volume=1.0)",
    "the same sentence twice": "broken(pcm=lambda clip: clip.pcm + SILENCE[: next(count)])",
    "another process": "broken(pcm=lambda clip: clip.pcm + SILENCE[: 2 * (os.getpid() % 1000)])",
}
HELPERS = """
import dataclasses, itertools, os
SILENCE = bytes(80000)
count = itertools.count(2, 2)
VOICES = Engine().voices()
well = Engine.speak

def broken(**ways):
    def speak(self, request):
        clip = well(self, request)
        return dataclasses.replace(clip, **{name: way(clip) for name, way in ways.items()})
    Engine.speak = speak

def obeying(clip):
    return clip.pcm + SILENCE + clip.pcm if clip.marks[0].start else clip.pcm

def asked(**otherwise):
    marks = otherwise.pop("marks", None)
    def speak(self, request):
        instead = {k: v(request) if callable(v) else v for k, v in otherwise.items()}
        clip = well(self, dataclasses.replace(request, **instead))
        return clip if marks is None else dataclasses.replace(clip, marks=marks)
    Engine.speak = speak
"""


@pytest.mark.parametrize("promise", BREAKS)
def test_the_promise_that_is_broken_is_named(promise: str, install: Install) -> None:
    install(HELPERS + BREAKS[promise])
    with pytest.raises(AssertionError, match=promise):
        check_engine("morse")


def test_an_engine_that_nobody_wrote_is_told() -> None:
    with pytest.raises(VoiceError, match="there is no engine 'mors'"):
        check_engine("mors")


def test_an_engine_without_a_voice_for_the_language_is_told() -> None:
    with pytest.raises(AssertionError, match="no voice for 'tlh'"):
        check_engine("pyttsx3", language="tlh")
