"""A script becomes clips: all of them, in order, or an error that names the sentence."""

import contextlib
import dataclasses
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from narrate.errors import SpeechError, VoiceError
from narrate.model import Token, Voice
from narrate.speech import synthesis
from narrate.speech.cache import ClipCache
from narrate.speech.synthesis import AHEAD, Engines, speak

SENTENCE = "The ferry leaves the harbour at seven."

needs_proc = pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="reads /proc")


def children() -> set[int]:
    """The processes that this one has started and that are there yet."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # a thread that has just ended
            found |= {int(pid) for pid in (task / "children").read_text().split()}
    return found


def test_one_clip_an_utterance_in_order_with_several_processes(script, profile, install_engine):
    """A long wait for the first sentence lets nobody overtake it."""
    name = install_engine("""
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request):
                if request.text.startswith("Slow"): time.sleep(0.4)
                return clip(request.text)
    """)
    texts = ["Slow sentence number one.", *("word " * n for n in range(2, 20))]
    clips = list(speak(script(texts), profile(name), processes=3))
    assert [clip.frames for clip in clips] == [round(480 * len(text)) for text in texts]


@pytest.mark.parametrize(
    ("crash", "ending"),
    [("os._exit(3)", "exit status 3"), ("os.kill(os.getpid(), signal.SIGSEGV)", "signal 11")],
)
def test_a_dead_process_costs_one_retry_and_then_an_error_names_the_sentence(
    crash, ending, script, profile, install_engine, tmp_path
):
    name = install_engine(f"""
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request):
                with (HERE / "tries").open("a") as tries: tries.write("x")
                {crash}
    """)
    with pytest.raises(SpeechError) as caught:
        list(speak(script([SENTENCE]), profile(name)))
    assert ending in str(caught.value)
    assert SENTENCE in str(caught.value)
    assert "--voice" in caught.value.advice
    assert (tmp_path / "site" / "tries").read_text() == "xx"


def test_a_process_that_dies_once_is_replaced(script, profile, install_engine):
    name = install_engine("""
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request):
                if request.text == "two" and is_first("crash"): os._exit(1)
                return clip(request.text)
    """)
    clips = list(speak(script(["one", "two", "three"]), profile(name), processes=1))
    assert [clip.frames for clip in clips] == [1440, 1440, 2400]


def test_a_stuck_process_costs_one_retry_and_then_an_error_names_the_sentence(
    script, profile, install_engine, monkeypatch, tmp_path
):
    monkeypatch.setattr(synthesis, "time_limit", lambda text: 0.3)
    name = install_engine("""
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request):
                with (HERE / "tries").open("a") as tries: tries.write("x")
                time.sleep(600)
    """)
    with pytest.raises(SpeechError, match=r"no sound within 0\.3 seconds") as caught:
        list(speak(script([SENTENCE]), profile(name)))
    assert SENTENCE in str(caught.value)
    assert (tmp_path / "site" / "tries").read_text() == "xx"


@pytest.mark.parametrize(
    "bad",
    [
        "clip(request.text, sample=0)",
        "clip(request.text[:2])",
        "Clip(format=AudioFormat(rate=8000), pcm=b'')",
        "Clip(format=AudioFormat(rate=8000), pcm=clip(request.text).pcm + b'0')",
        "Clip(format=AudioFormat(rate=8000), pcm=clip('one').pcm + bytes(60000) + clip('two').pcm)",
        "clip(request.text, sample=32767)",
    ],
    ids=["silent", "too short", "empty", "half a sample", "a gap", "too loud"],
)
def test_a_bad_clip_is_spoken_again(bad, script, profile, install_engine):
    name = install_engine(f"""
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request):
                return {bad} if is_first("bad") else clip(request.text)
    """)
    (clip,) = speak(script([SENTENCE]), profile(name))
    assert clip.frames == 480 * len(SENTENCE)


def test_a_sentence_that_stays_silent_is_an_error_never_a_gap(script, profile, install_engine):
    name = install_engine("""
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request): return clip(request.text, sample=0)
    """)
    with pytest.raises(SpeechError, match="failed 2 times: the sound is silent"):
        list(speak(script([SENTENCE]), profile(name)))


def test_a_language_that_nobody_speaks_is_a_voice_error_with_advice(script, profile):
    with pytest.raises(VoiceError, match="no voice speaks the language 'tlh'") as caught:
        list(speak(script([(SENTENCE, "tlh")]), profile("pyttsx3")))
    assert "narrate voices" in caught.value.advice


def test_an_engine_that_nobody_registered_is_a_voice_error_with_the_nearest_name(script, profile):
    with pytest.raises(VoiceError, match="Did you mean 'pyttsx3'"):
        list(speak(script([SENTENCE]), profile("pyttsx")))


def test_memory_is_bounded_only_so_many_utterances_are_asked_for_ahead(
    script, profile, install_engine, tmp_path
):
    name = install_engine("""
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request):
                with (HERE / "asked").open("a") as asked: asked.write("x")
                return clip(request.text)
    """)
    asked = tmp_path / "site" / "asked"
    clips = speak(script([SENTENCE] * 60), profile(name), processes=2)
    most = 0
    for taken, _ in enumerate(clips, 1):
        time.sleep(0.005)  # time enough to run ahead, were it allowed
        most = max(most, len(asked.read_text()) - taken)
    assert len(asked.read_text()) == 60
    assert most < 2 * AHEAD


@needs_proc
def test_closing_early_ends_all_processes(script, profile):
    before = children()
    clips = speak(script([SENTENCE] * 40), profile("tone"), processes=3)
    next(clips)
    assert children() - before
    clips.close()
    assert children() == before


@needs_proc
def test_closing_early_ends_even_the_process_that_would_be_started_for_a_retry(
    script, profile, install_engine
):
    """Ending a process looks like its death to the thread that waits for it."""
    name = install_engine("""
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request):
                if request.text != "first": time.sleep(600)
                return clip(request.text)
    """)
    before = children()
    clips = speak(script(["first", *["stuck"] * 20]), profile(name), processes=2)
    next(clips)
    began = time.monotonic()
    clips.close()
    assert time.monotonic() - began < 10
    assert children() == before


@needs_proc
def test_an_error_ends_all_processes(script, profile, install_engine):
    name = install_engine("""
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request): raise RuntimeError("no")
    """)
    before = children()
    with pytest.raises(SpeechError, match="RuntimeError: no"):
        list(speak(script([SENTENCE] * 10), profile(name), processes=2))
    assert children() == before


@needs_proc
def test_ctrl_c_ends_all_processes_and_leaves_no_file(install_engine, tmp_path):
    name = install_engine("""
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request):
                (HERE / f"child-{os.getpid()}").touch()
                (pathlib.Path(tempfile.gettempdir()) / "half").touch()
                time.sleep(600)
    """)
    program = textwrap.dedent(f"""
        import sys; sys.path[:] = {sys.path!r}
        from narrate.model import Script, Token, Utterance, Voice
        from narrate.speech.synthesis import speak
        line = Utterance(block=0, tokens=(Token(written="a", spoken="a", start=0, end=1),))
        script = Script(language="en", lines=(line,) * 9)
        list(speak(script, {{"": Voice(name="", engine={name!r})}}, processes=2))
    """)
    folder = tmp_path / "temporary"
    folder.mkdir()
    program_run = subprocess.Popen(
        [sys.executable, "-c", program],
        env=os.environ | {"TMPDIR": str(folder)},
        stderr=subprocess.PIPE,
    )
    speaking: list[Path] = []
    deadline = time.monotonic() + 20
    while len(speaking) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
        speaking = list((tmp_path / "site").glob("child-*"))
    program_run.send_signal(signal.SIGINT)
    _, talk = program_run.communicate(timeout=60)
    assert len(speaking) == 2
    assert b"KeyboardInterrupt" in talk
    for child in speaking:
        with pytest.raises(ProcessLookupError):
            os.kill(int(child.name.removeprefix("child-")), 0)
    assert list(folder.iterdir()) == []


def test_two_threads_may_speak_at_once(script, profile):
    texts = [f"{SENTENCE} This is sentence number {n}." for n in range(6)]
    alone = [clip.pcm for clip in speak(script(texts), profile("pyttsx3"))]
    found: dict[int, list[bytes]] = {}

    def run(number: int) -> None:
        clips = speak(script(texts), profile("pyttsx3"), processes=2)
        with contextlib.closing(clips):
            found[number] = [clip.pcm for clip in clips]

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {0: alone, 1: alone}


def test_the_number_of_processes_does_not_change_the_sound(script, profile):
    texts = [f"Ferry {n} leaves the harbour." for n in range(8)]
    one, three = (
        [clip.pcm for clip in speak(script(texts), profile("pyttsx3"), processes=count)]
        for count in (1, 3)
    )
    assert one == three


def test_an_accent_of_the_profile_is_heard(script, profile):
    american, british, plain = (
        next(speak(script([(SENTENCE, language)]), profile("pyttsx3", accents=accents)))
        for language, accents in [("en-US", {}), ("en-GB", {}), ("en", {"en": "en-GB"})]
    )
    assert plain.pcm == british.pcm != american.pcm


COUNTING = """
    class Engine:
        version = "1"
        def voices(self): return ANY_LANGUAGE
        def speak(self, request):
            with (HERE / "spoken").open("a") as spoken: spoken.write(request.text + "|")
            return clip(request.text)
"""


def test_an_edited_sentence_costs_one_sentence(script, profile, install_engine, tmp_path):
    voices = profile(install_engine(COUNTING))
    for texts in (["One.", "Two.", "Three."], ["One.", "Two and a half.", "Three."]):
        with Engines(voices, cache=ClipCache(tmp_path / "clips"), processes=1) as engines:
            clips = list(engines.speak(script(texts)))
        assert [clip.frames for clip in clips] == [480 * len(text) for text in texts]
    spoken = (tmp_path / "site" / "spoken").read_text()
    assert spoken == "One.|Two.|Three.|Two and a half.|"


def test_a_bad_clip_is_never_kept(script, profile, install_engine, tmp_path):
    name = install_engine("""
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request): return clip(request.text, sample=0)
    """)
    engines = Engines(profile(name), cache=ClipCache(tmp_path / "clips"))
    with engines, pytest.raises(SpeechError, match="silent"):
        list(engines.speak(script([SENTENCE])))
    assert not list((tmp_path / "clips").rglob("*"))


def test_the_names_of_clips_tell_what_would_sound_the_same(script, profile, install_engine):
    name = install_engine(COUNTING)
    with Engines(profile(name)) as engines, Engines(profile(name, rate=1.5)) as quicker:
        one, again, other = engines.names(script([SENTENCE, SENTENCE, "Another."]))
        assert one == again != other
        assert quicker.names(script([SENTENCE])) != [one]


def test_a_fallback_speaks_where_the_engine_is_missing_and_it_is_said_once(script, caplog):
    voices = {
        "test": Voice(name="test", engine="nobodys", fallback=("gone", "beep")),
        "gone": Voice(name="gone", engine="nobodys too"),
        "beep": Voice(name="beep", engine="tone"),
    }
    clips = list(speak(script([SENTENCE, SENTENCE]), voices))
    assert len(clips) == 2
    (said,) = [record.message for record in caplog.records]
    assert said.startswith("'beep' speaks in place of 'test'")
    assert "nobodys" in said


def test_a_fallback_speaks_the_sentence_that_the_engine_fails_on(script, install_engine, caplog):
    name = install_engine("""
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request):
                return clip(request.text, sample=0 if "silent" in request.text else 9000)
    """)
    voices = {
        "test": Voice(name="test", engine=name, fallback=("beep",)),
        "beep": Voice(name="beep", engine="tone"),
    }
    loud, other = speak(script(["A loud sentence.", "A silent sentence."]), voices)
    assert loud.format.rate == 8000
    assert other.format.rate == 22050
    assert "silent" in caplog.text


def test_only_an_engine_that_takes_it_is_given_ssml(script, profile, install_engine):
    name = install_engine(
        """
        class Engine:
            version = "1"
            takes_ssml = TAKES
            def voices(self): return ANY_LANGUAGE
            def speak(self, request):
                return clip("x" * (60 if request.ssml else 30))
    """.replace("TAKES", "True")
    )
    said = script([SENTENCE])
    (line,) = said.lines
    token = Token(written=SENTENCE, spoken=SENTENCE, start=0, end=len(SENTENCE), language="de")
    lines = (dataclasses.replace(line, tokens=(token,)),)
    (clip,) = speak(dataclasses.replace(said, lines=lines), profile(name))
    (plain,) = speak(said, profile(name))
    assert clip.frames == 2 * plain.frames
