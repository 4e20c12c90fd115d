"""pyttsx3 speaks every sentence whole and the same, whatever pyttsx3 2.99 gets wrong."""

import hashlib
import itertools
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from narrate.errors import SpeechError
from narrate.model import Clip, SpeechRequest
from narrate.speech.engines.pyttsx3 import inert
from narrate.speech.process import EngineProcess
from narrate.speech.synthesis import speak, time_limit
from narrate.speech.verification import fault

SENTENCE = "The ferry leaves the harbour at seven."
LONG_SENTENCE = (
    "The ferry leaves the harbour at seven in the morning, when the fishermen have come home, "
    "and crosses the sound in little more than an hour, past the lighthouse and the two small "
    "islands where the seals lie, before it lands below the old church of the northern town."
)
GERMAN = "Die Fähre verlässt den Hafen um sieben Uhr."


def say(process: EngineProcess, text: str, language: str = "en", **settings: float) -> Clip:
    request = SpeechRequest(text=text, language=language, **settings)
    return process.speak(request, time_limit(text))


def in_a_fresh_process(text: str, language: str = "en") -> Clip:
    process = EngineProcess("pyttsx3")
    try:
        return say(process, text, language)
    finally:
        process.stop()


@pytest.fixture
def process() -> Iterator[EngineProcess]:
    process = EngineProcess("pyttsx3")
    yield process
    process.stop()


def test_the_first_save_of_225_characters_or_more_gives_a_whole_clip(process):
    assert len(LONG_SENTENCE) > 225
    first = say(process, LONG_SENTENCE)
    assert fault(first, LONG_SENTENCE) is None
    assert first.seconds == pytest.approx(0.065 * len(LONG_SENTENCE), rel=0.3)
    assert say(process, LONG_SENTENCE).pcm == first.pcm


def test_many_sentences_in_a_row_each_give_their_own_clip(process):
    """pyttsx3 loses all but the last of queued saves, and overwrites earlier files."""
    texts = [f"Ferry number {n} {'leaves ' * (n % 5)}at seven." for n in range(40)]
    clips = [say(process, text) for text in texts]
    assert [fault(clip, text) for clip, text in zip(clips, texts, strict=True)] == [None] * 40
    assert len({clip.pcm for clip in clips}) == 40
    assert all(
        clip.pcm == in_a_fresh_process(text).pcm
        for clip, text in itertools.islice(zip(clips, texts, strict=True), 0, None, 13)
    )


def test_a_voice_does_not_leak_into_the_next_sentence(process):
    english = [say(process, SENTENCE)]
    german = say(process, GERMAN, "de")
    english.append(say(process, SENTENCE))
    assert english[0].pcm == english[1].pcm == in_a_fresh_process(SENTENCE).pcm
    assert german.pcm == in_a_fresh_process(GERMAN, "de").pcm
    assert say(process, GERMAN, "en").pcm != german.pcm


@pytest.mark.parametrize("setting", [{"rate": 2.0}, {"volume": 0.5}, {"pitch": 1.5}])
def test_a_setting_is_heard_and_does_not_leak_into_the_next_sentence(process, setting):
    usual = say(process, SENTENCE)
    other = say(process, SENTENCE, **setting)
    assert other.pcm != usual.pcm
    assert say(process, SENTENCE).pcm == usual.pcm


def test_a_sentence_sounds_the_same_whatever_was_said_before_and_in_any_process(process):
    for text in (LONG_SENTENCE, "One.", "Two, three!"):
        say(process, text)
    assert say(process, SENTENCE).pcm == in_a_fresh_process(SENTENCE).pcm


def test_two_processes_speak_at_once_from_two_threads(process):
    alone = say(process, LONG_SENTENCE).pcm
    found: list[bytes] = []

    def run() -> None:
        own = EngineProcess("pyttsx3")
        found.extend(say(own, LONG_SENTENCE).pcm for _ in range(5))
        own.stop()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone] * 10


def test_20_000_characters_are_spoken_whole(process):
    """pyttsx3 ends in a segmentation fault from about 18,000 characters on."""
    text = ("The ferry leaves the harbour. " * 700)[:20_000]
    clip = say(process, text)
    sentence = in_a_fresh_process("The ferry leaves the harbour.")
    assert clip.seconds == pytest.approx(20_000 / 30 * sentence.seconds, rel=0.25)


@pytest.mark.parametrize("word", ["abracadabra", "Donaudampfschiff", "東京", "ä", "7"])
def test_a_word_of_20_000_characters_is_spoken_whole(process, word):
    """espeak-ng alone loses all but the first 160 bytes of a word."""
    endless = (word * 20_000)[: 20_000 if word == "abracadabra" else 600]
    whole = say(process, endless)
    start = say(process, endless[:15])
    assert fault(whole, endless) is None
    assert whole.seconds == pytest.approx(len(endless) / 15 * start.seconds, rel=0.35)


@pytest.mark.skipif(sys.platform == "win32", reason="no copies, and files may be locked")
def test_a_failed_write_is_an_error_not_silence(script, profile, install_engine):
    """Some of the drivers of pyttsx3 only print that they could not write."""
    name = install_engine("""
        from narrate.speech.engines import pyttsx3
        pyttsx3.WAIT = 0.2
        class Engine(pyttsx3.Engine):
            def speak(self, request):
                self._folder.cleanup()
                return super().speak(request)
    """)
    with pytest.raises(SpeechError, match="No such file") as caught:
        list(speak(script([SENTENCE]), profile(name)))
    assert SENTENCE in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="no copies, and files may be locked")
def test_a_file_that_is_no_sound_is_an_error_not_silence(script, profile, install_engine):
    name = install_engine("""
        from narrate.speech.engines import pyttsx3
        pyttsx3.WAIT = 0.2
        class Engine(pyttsx3.Engine):
            def _save(self, text):
                self._engine.save_to_file = lambda text, path: pathlib.Path(path).write_text(text)
                return super()._save(text)
    """)
    with pytest.raises(SpeechError, match="not a sound file"):
        list(speak(script([SENTENCE]), profile(name)))


def test_the_header_is_read_not_the_name(process):
    """The file is named .aiff and holds RIFF/WAVE on Linux; its rate is its own."""
    clip = say(process, SENTENCE)
    assert (clip.format.width, clip.format.channels) == (2, 1)
    assert clip.format.rate >= 16_000


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have voices of their own")
def test_bare_linux_speaks_with_the_library_from_the_wheel():
    """Where the system has libespeak-ng, the system's is taken."""
    code = """
        import ctypes, sys; sys.path[:] = {path!r}
        try:
            ctypes.CDLL("libespeak-ng.so.1")
        except OSError:
            expected = __import__("espeakng_loader").get_library_path()
        else:
            expected = ""
        from narrate.speech.engines.pyttsx3 import Engine
        engine = Engine()
        loaded = [l.split()[-1] for l in open("/proc/self/maps") if "espeak-ng.so" in l]
        print(len(engine.voices()), len(set(loaded)), expected or loaded[0], loaded[0])
    """
    code = textwrap.dedent(code).format(path=sys.path)
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    voices, libraries, expected, loaded = run.stdout.split()
    assert int(voices) > 100
    assert libraries == "1"
    assert Path(loaded).resolve() == Path(expected).resolve()


def test_the_voices_are_named_by_language(process):
    languages = {voice.language.lower() for voice in process.voices}
    assert {"en-us", "de"} <= languages or any(tag.startswith("en") for tag in languages)
    assert all("_" not in tag and tag.isprintable() for tag in languages)


def test_the_same_clip_today_and_tomorrow(process):
    """Nothing of the clock or of chance is in a clip: one digest over ten tries."""
    digests = {hashlib.sha256(say(process, "Ferry.").pcm).digest() for _ in range(10)}
    assert len(digests) == 1


@pytest.mark.parametrize("text", ["<speak>hello</speak>", "[[rate 900]] hello", "a [[[b]]] < c"])
def test_what_other_systems_would_obey_is_made_inert(text):
    said = inert(text)
    assert not any(order in said for order in ("<", ">", "[[", "]]"))
    assert [c for c in said if c.isalnum()] == [c for c in text if c.isalnum()]
