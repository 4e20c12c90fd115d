"""Voices are installed whole and checked, from a server that fails and lies, or a folder."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from narrate.errors import VoiceError
from narrate.model import SpeechRequest
from narrate.speech.installing.catalogue import checked_name, find
from narrate.speech.installing.install import install, look, remove
from narrate.speech.installing.origin import origin
from narrate.speech.process import EngineProcess
from narrate.speech.voice import load

NAME = "en_US-random-low"
ROOT = "en/en_US/random/low"
CARD = "# Model card\n\n* License: CC0\n"
Change = Callable[[dict[str, object]], object]


class Mirror:
    """A server that holds what a catalogue says; ``break_after`` bytes it hangs up, once."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.requests: list[tuple[str, str]] = []
        self.break_after = 0
        self.ranges = True
        there = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wanted = self.headers.get("Range", "")
                there.requests.append((self.path.rpartition("/")[2], wanted))
                content = there.files.get(self.path[1:])
                begin = int(wanted[6:-1]) if wanted and there.ranges else 0
                if content is None or (begin and begin >= len(content)):
                    self.send_error(404 if content is None else 416)
                    return
                self.send_response(206 if begin else 200)
                if begin:
                    span = f"bytes {begin}-{len(content) - 1}/{len(content)}"
                    self.send_header("Content-Range", span)
                self.send_header("Content-Length", str(len(content) - begin))
                self.end_headers()
                if there.break_after and self.path.endswith(".onnx"):
                    content = content[: begin + there.break_after]
                    there.break_after = 0
                self.wfile.write(content[begin:])

            def log_message(self, *_: object) -> None:
                """Tests are quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def files(piper_voice: Callable[..., Path]) -> dict[str, bytes]:
    """What the public catalogue holds, for one voice; nothing of it is installed yet."""
    path = piper_voice(NAME)
    description = path.with_name(f"{path.name}.json")
    made = {
        f"{ROOT}/{NAME}.onnx": path.read_bytes(),
        f"{ROOT}/{NAME}.onnx.json": description.read_bytes(),
        f"{ROOT}/MODEL_CARD": CARD.encode(),
    }
    path.unlink()
    description.unlink()
    facts = {
        name: {"size_bytes": len(content), "md5_digest": hashlib.md5(content).hexdigest()}
        for name, content in made.items()
    }
    entry = {"key": NAME, "files": facts, "aliases": ["random"]}
    return {**made, "voices.json": json.dumps({NAME: entry}).encode()}


@pytest.fixture
def mirror(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    running = Mirror(files)
    threading.Thread(target=running.server.serve_forever, args=(0.02,), daemon=True).start()
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def voices(tmp_path: Path) -> Path:
    return tmp_path / "data" / "narrate" / "voices"


def fetch(what: str, place: str = "") -> Path:
    offer, source, _ = look(what, place)
    return install(offer, source, lambda done, total: None)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_voice_is_installed_with_its_profile_and_speaks(mirror, voices):
    _, _, card = look(NAME, mirror.url)
    assert "License: CC0" in card
    profile = fetch(NAME, mirror.url)
    endings = (".MODEL_CARD", ".onnx", ".onnx.json", ".toml")
    assert left_in(voices) == [f"{NAME}{ending}" for ending in endings]
    voice = load(NAME)
    assert (voice.engine, voice.engine_voice, voice.language) == ("piper", NAME, "en-US")
    assert profile == voices / f"{NAME}.toml"
    process = EngineProcess("piper")
    assert process.speak(SpeechRequest(text="One.", engine_voice=NAME), 60).frames
    process.stop()


def test_progress_is_told_in_bytes(mirror):
    seen = []
    offer, source, _ = look("random", mirror.url)
    install(offer, source, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (offer.model.largest, offer.model.largest)


def test_a_download_that_broke_off_goes_on_where_it_stopped(mirror, voices, files):
    mirror.break_after = 500
    with pytest.raises(VoiceError, match="connection broke") as caught:
        fetch(NAME, mirror.url)
    assert "goes on where it stopped" in caught.value.advice
    assert not list(voices.glob("*.onnx"))
    assert not list(voices.glob("*.toml"))
    fetch(NAME, mirror.url)
    assert (f"{NAME}.onnx", "bytes=500-") in mirror.requests
    assert (voices / f"{NAME}.onnx").read_bytes() == files[f"{ROOT}/{NAME}.onnx"]
    assert not list(voices.glob(".*"))


def test_a_server_that_knows_no_ranges_sends_all_of_it_again(mirror, voices, files):
    mirror.break_after = 500
    with pytest.raises(VoiceError):
        fetch(NAME, mirror.url)
    mirror.ranges = False
    fetch(NAME, mirror.url)
    assert (voices / f"{NAME}.onnx").read_bytes() == files[f"{ROOT}/{NAME}.onnx"]


def test_a_whole_file_that_was_not_yet_named_is_not_fetched_again(mirror, voices, files):
    (voices / f".{NAME}.onnx.part").write_bytes(files[f"{ROOT}/{NAME}.onnx"])
    fetch(NAME, mirror.url)
    assert (voices / f"{NAME}.onnx").read_bytes() == files[f"{ROOT}/{NAME}.onnx"]


@pytest.mark.parametrize("ending", [".onnx", ".onnx.json"])
def test_a_file_with_another_digest_is_thrown_away(mirror, voices, ending):
    whole = mirror.files[f"{ROOT}/{NAME}{ending}"]
    mirror.files[f"{ROOT}/{NAME}{ending}"] = whole[:-1] + b"?"
    with pytest.raises(VoiceError, match="checksum"):
        fetch(NAME, mirror.url)
    assert not [name for name in left_in(voices) if name.endswith((ending, f"{ending}.part"))]
    assert not list(voices.glob("*.toml"))


def test_a_file_larger_than_it_says_is_broken_off(mirror):
    mirror.files[f"{ROOT}/{NAME}.onnx"] += bytes(1 << 20)
    with pytest.raises(VoiceError, match="larger than"):
        fetch(NAME, mirror.url)


NOT_NAMES = ["../../x", "/etc/passwd", "..", ".hidden", "a/b", "a\\b", "", "x" * 101, "C:x", "a\n"]


@pytest.mark.parametrize("name", NOT_NAMES)
def test_a_path_is_not_a_name(name):
    with pytest.raises(VoiceError, match="not the name of a voice"):
        checked_name(name)


def test_names_of_the_public_catalogue_are_names():
    assert checked_name("pt_PT-tugão-medium") == "pt_PT-tugão-medium"


def entry(path: str, **facts: object) -> Change:
    usual = {"size_bytes": 9, "md5_digest": "0" * 32}
    return lambda voices: voices[NAME]["files"].update({path: usual | facts})


@pytest.mark.parametrize(
    "change",
    [
        entry("../../../x.onnx"),
        entry("/etc/x.onnx"),
        entry("http://elsewhere/x.onnx"),
        entry("a\\..\\x.onnx"),
        entry("x?y"),
        entry("x.onnx", size_bytes=-1),
        entry("x.onnx", size_bytes=1 << 50),
        entry("x.onnx", size_bytes="9"),
        entry("x.onnx", md5_digest="no"),
        entry("x.onnx", md5_digest=None),
        lambda voices: voices[NAME].update(files={}),
        lambda voices: voices[NAME].update(files=[1]),
        lambda voices: voices.update({NAME: 7}),
    ],
)
def test_a_hostile_entry_is_refused(mirror, voices, change):
    catalogue = json.loads(mirror.files["voices.json"])
    change(catalogue)
    mirror.files["voices.json"] = json.dumps(catalogue).encode()
    with pytest.raises(VoiceError, match="entry is not right"):
        fetch(NAME, mirror.url)
    assert left_in(voices) == []


def test_a_hostile_name_in_a_catalogue_is_refused(mirror):
    catalogue = json.loads(mirror.files["voices.json"])
    catalogue["../../x"] = catalogue[NAME]
    mirror.files["voices.json"] = json.dumps(catalogue).encode()
    with pytest.raises(VoiceError, match="not the name of a voice"):
        fetch("../../x", mirror.url)


@pytest.mark.parametrize("content", [b"[]", b"{", b"\xff", b"[" * 100_000, b"7"])
def test_what_is_no_catalogue_is_told(mirror, content):
    mirror.files["voices.json"] = content
    with pytest.raises(VoiceError):
        find(origin(mirror.url), NAME)


def test_a_misspelt_voice_is_told_with_the_nearest_name(mirror):
    with pytest.raises(VoiceError, match="no voice 'en_US-randon-low'") as caught:
        fetch("en_US-randon-low", mirror.url)
    assert f"Did you mean '{NAME}'?" in caught.value.advice


def test_a_server_that_is_not_there_is_told_with_what_to_do():
    with pytest.raises(VoiceError, match="cannot be reached") as caught:
        fetch(NAME, "http://127.0.0.1:9")
    assert "--from" in caught.value.advice


def test_a_machine_without_internet_installs_from_a_folder_that_mirrors_the_catalogue(
    files, voices, tmp_path
):
    for name, content in files.items():
        path = tmp_path / "usb" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    fetch(NAME, str(tmp_path / "usb"))
    assert load(NAME).engine_voice == NAME
    remove(NAME)
    fetch(str(tmp_path / "usb" / ROOT))
    assert load(NAME).engine_voice == NAME


def test_a_voice_is_installed_from_its_own_address(mirror, voices):
    _, _, card = look(f"{mirror.url}/{ROOT}/{NAME}.onnx?download=true")
    assert card == CARD.strip()
    fetch(f"{mirror.url}/{ROOT}/{NAME}.onnx")
    assert load(NAME).engine_voice == NAME


def test_a_folder_must_hold_one_voice(tmp_path, voices):
    with pytest.raises(VoiceError, match="holds no voice"):
        fetch(str(tmp_path))
    with pytest.raises(VoiceError, match="neither a folder nor"):
        fetch(NAME, str(tmp_path / "nowhere"))


def test_a_profile_that_was_changed_is_left_as_it_is(mirror, voices):
    profile = fetch(NAME, mirror.url)
    profile.write_text(profile.read_text() + "rate = 1.2\n")
    fetch(NAME, mirror.url)
    assert load(NAME).rate == 1.2


def test_remove_deletes_all_of_a_voice_and_nothing_else(mirror, voices):
    profile = fetch(NAME, mirror.url)
    (voices / "mine.toml").write_text('engine = "tone"\n')
    assert profile in remove(NAME)
    assert left_in(voices) == ["mine.toml"]
    with pytest.raises(VoiceError, match="was installed"):
        remove(NAME)
    with pytest.raises(VoiceError, match="was installed"):
        remove("mine")
    with pytest.raises(VoiceError, match="not the name"):
        remove("../mine")
    assert left_in(voices) == ["mine.toml"]


def test_escape_sequences_of_a_card_do_not_reach_the_terminal(mirror):
    path = f"{ROOT}/MODEL_CARD"
    catalogue = json.loads(mirror.files["voices.json"])
    content = b"* License: \x1b]0;owned\x07CC0"
    mirror.files[path] = content
    catalogue[NAME]["files"][path] = {
        "size_bytes": len(content),
        "md5_digest": hashlib.md5(content).hexdigest(),
    }
    mirror.files["voices.json"] = json.dumps(catalogue).encode()
    assert look(NAME, mirror.url)[2] == "* License: ]0;ownedCC0"


def test_the_program_shows_the_licence_and_asks(mirror, voices, program):
    done = program("voices", "install", NAME, "--from", mirror.url, input="n\n")
    assert done.returncode == 1
    assert "License: CC0" in done.stderr
    assert left_in(voices) == []
    done = program("voices", "install", NAME, "--from", mirror.url, "--yes")
    assert (done.returncode, done.stdout.strip()) == (0, str(voices / f"{NAME}.toml"))
    done = program("voices", "try", NAME, "One.", "-o", "one.wav")
    assert done.returncode == 0, done.stderr
    assert program("voices", "remove", NAME).returncode == 0
    assert left_in(voices) == []
