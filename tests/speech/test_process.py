"""The parent's side of an engine's process."""

import time
from pathlib import Path

import pytest

from narrate.errors import SpeechError
from narrate.model import SpeechRequest
from narrate.speech.process import EngineDied, EngineFailed, EngineProcess

REQUEST = SpeechRequest(text="Ferry.", language="en")


def test_what_an_engine_prints_never_gets_between_messages(install_engine):
    name = install_engine("""
        print("hello from the import")
        os.write(1, b'{"bytes": 3}\\\\n')
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request):
                print("speaking", flush=True)
                subprocess.run([sys.executable, "-c", "print(input('?'))"])
                return clip(request.text)
    """)
    process = EngineProcess(name)
    clips = [process.speak(REQUEST, 20) for _ in range(3)]
    process.stop()
    assert [clip.frames for clip in clips] == [2880] * 3


@pytest.mark.parametrize("engine", ["tone", "pyttsx3"])
def test_nothing_is_left_in_the_temporary_folder(engine, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    process = EngineProcess(engine)
    process.speak(REQUEST, 20)
    assert list(tmp_path.iterdir())
    process.stop()
    process.stop()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_after_a_kill(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    process = EngineProcess("pyttsx3")
    process._child.kill()
    with pytest.raises(EngineDied, match="signal 9"):
        process.speak(REQUEST, 20)
    process.stop()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="POSIX")
def test_a_stuck_copy_of_a_process_that_died_is_ended_in_time(install_engine):
    name = install_engine("""
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request):
                if os.fork() == 0: time.sleep(600)
                os._exit(1)
    """)
    process = EngineProcess(name)
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        process.speak(REQUEST, 0.5)
    process.stop()
    assert time.monotonic() - began < 10


def test_an_engine_that_fails_once_lives(install_engine):
    name = install_engine("""
        class Engine:
            version = "1"
            def voices(self): return ANY_LANGUAGE
            def speak(self, request):
                if is_first("try"): raise ValueError("not now")
                return clip(request.text)
    """)
    process = EngineProcess(name)
    with pytest.raises(EngineFailed, match="ValueError: not now"):
        process.speak(REQUEST, 20)
    assert process.speak(REQUEST, 20).frames == 2880
    process.stop()


@pytest.mark.parametrize("start", ["raise OSError('no library')", "os._exit(4)", "time.sleep(99)"])
def test_an_engine_that_does_not_start_points_to_the_doctor(start, install_engine):
    name = install_engine(f"""
        class Engine:
            def __init__(self): {start}
    """)
    with pytest.raises(SpeechError, match=r"does not start: .*narrate doctor"):
        EngineProcess(name, start_limit=2)
