"""An engine may print, fail, hang and crash: the recording survives, or says which sentence."""

from __future__ import annotations

import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from narrate.errors import SpeechError, VoiceError
from narrate.model import Script, Token, Utterance, Voice
from narrate.plugins import names
from narrate.speech import synthesis
from narrate.speech.engine import GROUP
from narrate.testing import check_engine

ENGINE = '''
"""An engine of somebody else's that does what a word of the text says."""
import os, pathlib, time
from narrate.speech.engines.tone import Engine as Tone

COUNT = pathlib.Path({count!r})

class Engine(Tone):
    version = "odd"

    def speak(self, request):
        with COUNT.open("a") as file:
            file.write(request.text + "\\n")
        tries = COUNT.read_text().splitlines().count(request.text)
        os.write(1, b"an engine prints what it likes\\n")
        if "dies once" in request.text and tries == 1 or "always dies" in request.text:
            os._exit(3)
        if "crashes" in request.text:
            os.kill(os.getpid(), 11)
        if "hangs once" in request.text and tries == 1 or "always hangs" in request.text:
            time.sleep(60)
        if "fails once" in request.text and tries == 1 or "always fails" in request.text:
            raise RuntimeError("out of breath")
        clip = super().speak(request)
        if "silent once" in request.text and tries == 1 or "always silent" in request.text:
            return type(clip)(format=clip.format, pcm=bytes(len(clip.pcm)))
        return clip
'''


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The engine ``odd``, installed as a package of its own; the file it notes requests in."""
    site, count = tmp_path / "site", tmp_path / "count"
    info = site / "odd_engine-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "odd_engine.py").write_text(ENGINE.format(count=str(count)))
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-engine\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\nodd = odd_engine\n")
    count.write_text("")
    monkeypatch.syspath_prepend(str(site))
    return count


VOICES = {"odd": Voice(name="odd", engine="odd")}


def script(*sentences: str) -> Script:
    return Script(
        language="en",
        lines=tuple(
            Utterance(
                block=number,
                tokens=(Token(written=text, spoken=text, start=0, end=len(text)),),
                voice="odd",
                language="en",
            )
            for number, text in enumerate(sentences)
        ),
    )


def test_another_packages_engine_keeps_the_contract(odd: Path) -> None:
    assert "odd" in names(GROUP)
    check_engine("odd")


def test_an_engine_nobody_registered_is_a_voice_error() -> None:
    voices = {"odd": Voice(name="odd", engine="tonne")}
    with pytest.raises(VoiceError, match="Did you mean 'tone'"):
        list(synthesis.speak(script("Hello there."), voices))


@pytest.mark.parametrize("how", ["dies once", "hangs once", "fails once", "silent once"])
def test_one_mishap_costs_one_more_try(
    odd: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synthesis, "time_limit", lambda text: 2.0)
    sentences = ["All is well here.", f"This one {how}.", "And all is well again."]
    clips = list(synthesis.speak(script(*sentences), VOICES))
    assert [clip.frames > 0 for clip in clips] == [True] * 3
    assert odd.read_text().splitlines().count(sentences[1]) == 2


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("always dies", "exit status 3"),
        ("crashes", "signal 11"),
        ("always hangs", "no sound within 1 seconds"),
        ("always fails", "out of breath"),
        ("always silent", "silent"),
    ],
)
def test_two_mishaps_are_an_error_that_names_the_sentence(
    odd: Path, how: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synthesis, "time_limit", lambda text: 1.0)
    with pytest.raises(SpeechError) as raised:
        list(synthesis.speak(script("All is well.", f"This one {how}."), VOICES))
    assert f"“This one {how}.”" in str(raised.value)
    assert says in str(raised.value)


def test_clips_come_in_order_and_never_far_ahead(odd: Path) -> None:
    sentences = [f"Sentence number {number} of them all." for number in range(60)]
    clips = synthesis.speak(script(*sentences), VOICES, processes=2)
    lengths = [next(clips).frames]
    time.sleep(1.5)
    assert len(odd.read_text().splitlines()) <= 2 * synthesis.AHEAD + 1
    lengths += [clip.frames for clip in clips]
    words = [sum(map(len, sentence.rstrip(".").split())) for sentence in sentences]
    assert [a < b for a, b in pairwise(lengths)] == [a < b for a, b in pairwise(words)]


@pytest.mark.skipif(sys.platform != "linux", reason="counts processes in /proc")
def test_who_stops_listening_ends_the_engines(odd: Path) -> None:
    clips = synthesis.speak(script(*["All is well here."] * 50), VOICES, processes=2)
    next(clips)
    assert _children()
    clips.close()
    assert not _children()


def _children() -> list[str]:
    children = [
        child
        for thread in Path("/proc/self/task").iterdir()
        for child in (thread / "children").read_text().split()
    ]
    commands = {child: Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return [child for child, command in commands.items() if b"speech.worker" in command]
