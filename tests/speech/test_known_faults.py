"""What pyttsx3 2.99 gets wrong, and that none of it reaches a recording.

Each test names the fault; all of them use the real engine in its real process.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from narrate.model import Clip, SpeechRequest
from narrate.speech.process import EngineFailed, EngineProcess
from narrate.speech.verification import fault

SENTENCE = "The ferry leaves the harbour at seven and comes back before dark. "


@pytest.fixture
def engine() -> Iterator[EngineProcess]:
    process = EngineProcess("pyttsx3")
    yield process
    process.stop()


def say(engine: EngineProcess, text: str, language: str = "en-US") -> Clip:
    return engine.speak(SpeechRequest(text=text, language=language), limit=60)


@pytest.mark.parametrize("letters", [225, 380, 1800])
def test_the_first_long_utterance_of_a_process_is_whole(
    engine: EngineProcess, letters: int
) -> None:
    text = (SENTENCE * 40)[:letters]
    assert fault(say(engine, text), text) is None
    assert say(engine, text).seconds == pytest.approx(0.058 * letters, rel=0.2)


def test_many_utterances_in_a_row_each_give_their_own_clip(engine: EngineProcess) -> None:
    numbers = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    clips = [say(engine, f"{number} lamps") for number in numbers]
    assert len({clip.pcm for clip in clips}) == len(numbers)
    assert all(fault(clip, f"{n} lamps") is None for clip, n in zip(clips, numbers, strict=True))


def test_what_is_said_later_does_not_change_what_was_said(engine: EngineProcess) -> None:
    first = say(engine, SENTENCE)
    say(engine, "Something else altogether.")
    assert say(engine, SENTENCE).pcm == first.pcm


def test_a_voice_does_not_leak_into_the_next_utterance(engine: EngineProcess) -> None:
    english = say(engine, SENTENCE)
    german = say(engine, SENTENCE, language="de")
    assert german.pcm != english.pcm
    assert say(engine, SENTENCE).pcm == english.pcm


def test_speed_and_pitch_and_volume_do_not_leak_either(engine: EngineProcess) -> None:
    usual = say(engine, SENTENCE)
    odd = SpeechRequest(text=SENTENCE, language="en-US", rate=1.7, pitch=1.5, volume=0.3)
    assert engine.speak(odd, limit=60).seconds < 0.8 * usual.seconds
    assert say(engine, SENTENCE).pcm == usual.pcm


def test_another_process_says_it_with_the_same_bytes(engine: EngineProcess) -> None:
    other = EngineProcess("pyttsx3")
    try:
        say(other, "It has said something else before.")
        assert say(other, SENTENCE).pcm == say(engine, SENTENCE).pcm
    finally:
        other.stop()


def test_threads_speak_side_by_side(engine: EngineProcess) -> None:
    engines = [EngineProcess("pyttsx3") for _ in range(3)]
    said: list[bytes] = []
    threads = [
        threading.Thread(target=lambda e=e: said.extend(say(e, SENTENCE).pcm for _ in range(8)))
        for e in engines
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in engines:
        other.stop()
    assert said == [say(engine, SENTENCE).pcm] * 24


def test_an_utterance_of_20_000_characters_is_spoken_whole(engine: EngineProcess) -> None:
    text = (SENTENCE * 400)[:20_000]
    assert say(engine, text).seconds == pytest.approx(0.058 * 20_000, rel=0.1)


def test_a_word_of_20_000_letters_does_not_end_the_process(engine: EngineProcess) -> None:
    assert say(engine, "banana" * 3400).seconds > 60
    assert fault(say(engine, SENTENCE), SENTENCE) is None


def test_a_file_that_cannot_be_written_is_an_error_and_not_silence(
    engine: EngineProcess,
) -> None:
    engine._folder.cleanup()  # the folder that pyttsx3 writes its files in
    with pytest.raises(EngineFailed, match="No such file or directory"):
        say(engine, SENTENCE)


def test_text_is_never_taken_for_markup_or_commands(engine: EngineProcess) -> None:
    for text in ("<speak>one</speak>", "[[h@l'oU]] two", "a & b < c", "; $(touch x) `x`", "\\x00"):
        assert say(engine, text).frames > 0


def test_the_library_comes_from_the_wheel_where_the_system_has_none() -> None:
    code = (
        "from narrate.speech.engines.pyttsx3 import Engine; Engine();"
        "print([l.split()[-1] for l in open('/proc/self/maps') if 'espeak-ng.so' in l][0])"
    )
    if sys.platform != "linux":
        pytest.skip("the system's own voices speak here")
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    ).stdout.split()[-1]
    has_its_own = any(Path(folder).glob("libespeak-ng.so.1*") for folder in _system_libraries())
    assert ("espeakng_loader" in loaded) is not has_its_own


def _system_libraries() -> list[str]:
    listed = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, check=False).stdout
    return [
        str(Path(line.split()[-1]).parent) for line in listed.splitlines() if "espeak-ng" in line
    ]


def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    process = EngineProcess("pyttsx3")
    say(process, SENTENCE)
    assert list(tmp_path.iterdir()), "it has a folder of its own while it lives"
    process._child.kill()  # and it is gone even when the process had no time to clean up
    process.stop()
    assert list(tmp_path.iterdir()) == []
