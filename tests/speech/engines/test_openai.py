"""openai: asked over a real connection, of a server that has its moods."""

import json
import logging
import struct
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import keyring
import keyring.backend
import pytest

from narrate.errors import SpeechError, VoiceError
from narrate.model import Clip, SpeechRequest
from narrate.speech.engines import tone
from narrate.speech.engines.openai import Engine
from narrate.speech.openai import conversation
from narrate.speech.openai.conversation import Unwilling
from narrate.speech.process import EngineProcess
from narrate.speech.synthesis import speak
from narrate.testing import check_engine

KEY = "sk-secret-0123456789"
Answer = Callable[[BaseHTTPRequestHandler], None]


class SpeechServer:
    """Beeps for each text; ``answers`` come first, one a request."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.requests: list[dict[str, object]] = []
        self.keys: list[str] = []
        self.times: list[float] = []
        there = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                there.requests.append({"path": self.path, **body})
                there.keys.append(self.headers.get("Authorization", ""))
                there.times.append(time.monotonic())
                (there.answers.pop(0) if there.answers else sound(beeps(body)))(self)

            def log_message(self, *_: object) -> None:
                """Tests are quiet."""

            def handle(self) -> None:
                try:
                    super().handle()
                except (BrokenPipeError, ConnectionResetError):
                    """The engine hung up, as it should when it has had enough."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"


def beeps(body: dict[str, object]) -> bytes:
    request = SpeechRequest(text=str(body["input"]), rate=float(str(body.get("speed", 1.0))))
    return tone.Engine().speak(request).pcm


def sound(content: bytes, media_type: str = "audio/pcm", length: int | None = None) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", media_type)
        request.send_header("Content-Length", str(len(content) if length is None else length))
        request.end_headers()
        request.wfile.write(content)

    return answer


def refusal(status: int, message: str = "", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        content = json.dumps({"error": {"message": message}}).encode()
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    return answer


class Secrets(keyring.backend.KeyringBackend):
    """A store of secrets in memory: nobody's own is looked into."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def _secrets() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(Secrets())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[SpeechServer]:
    running = SpeechServer()
    threading.Thread(target=running.server.serve_forever, args=(0.02,), daemon=True).start()
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("OPENAI_BASE_URL", running.url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr(conversation, "_PAUSES", (0.01, 0.02, 0.03))
    yield running
    running.server.shutdown()
    running.server.server_close()


def say(text: str = "The ferry leaves at seven.", **settings: object) -> Clip:
    return Engine().speak(SpeechRequest(text=text, **settings))


def test_it_keeps_the_contract(there):
    check_engine("openai")


def test_a_request_says_what_the_profile_says(there):
    options = {"model": "speaker-2", "instructions": "Calm.", "base_url": there.url + "/"}
    clip = say("One.", engine_voice="nova", rate=1.5, options=options)
    assert clip.format.rate == 24_000
    assert there.requests == [
        {
            "path": "/v1/audio/speech",
            "model": "speaker-2",
            "voice": "nova",
            "response_format": "pcm",
            "speed": 1.5,
            "instructions": "Calm.",
            "input": "One.",
        }
    ]
    assert there.keys == [f"Bearer {KEY}"]


def test_a_server_of_ones_own_needs_no_key(there, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    assert say().frames
    assert there.keys == [""]


def test_without_a_key_openai_is_not_even_asked(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(VoiceError, match=r"no key for api\.openai\.com") as caught:
        say()
    assert "OPENAI_API_KEY" in caught.value.advice


def test_a_key_may_stand_in_the_keyring(there, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    keyring.set_password("narrate", "OPENAI_API_KEY", "kept")
    say()
    assert there.keys == ["Bearer kept"]


def test_a_profile_names_the_variable_that_holds_its_key(there, monkeypatch):
    monkeypatch.setenv("OTHER_KEY", "other")
    say(options={"key": "OTHER_KEY"})
    assert there.keys == ["Bearer other"]


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503])
def test_a_refusal_that_may_pass_is_asked_again(there, status):
    there.answers = [refusal(status), refusal(status)]
    assert say().frames
    assert len(there.requests) == 3


def test_it_waits_as_long_as_the_server_asks(there):
    there.answers = [refusal(429, Retry_After="1")]
    say()
    assert 1.0 <= there.times[1] - there.times[0] < 2.0
    there.answers = [refusal(503, Retry_After=formatdate(time.time() + 2, usegmt=True))]
    say()
    assert 0.5 <= there.times[3] - there.times[2] < 2.5


def test_it_does_not_wait_for_an_hour(there):
    there.answers = [refusal(429, "Slow down.", Retry_After="3600")]
    with pytest.raises(Unwilling, match="429: Slow down; it asks to wait 3600 seconds"):
        say()
    assert len(there.requests) == 1


def test_a_server_that_never_speaks_is_given_up(there):
    there.answers = [refusal(500)] * 9
    with pytest.raises(Unwilling, match="it answers 500"):
        say()
    assert len(there.requests) == 4


def test_a_server_that_was_given_up_is_asked_once_until_it_speaks_again(there):
    engine = Engine()
    there.answers = [refusal(500)] * 5
    for requests in (4, 5):
        with pytest.raises(Unwilling):
            engine.speak(SpeechRequest(text="One."))
        assert len(there.requests) == requests
    engine.speak(SpeechRequest(text="One."))
    there.answers = [refusal(500)]
    assert engine.speak(SpeechRequest(text="One.")).frames


@pytest.mark.parametrize(
    ("status", "problem", "advice"),
    [
        (400, r"does not take the request \(400\): No such voice", "voice"),
        (401, "does not accept the key", "OPENAI_API_KEY"),
        (403, "refuses to speak for this key", "may do"),
        (404, "no such model", "tts-1"),
        (307, "sends on to another address", "base_url"),
    ],
)
def test_a_refusal_that_stays_is_told_at_once(there, status, problem, advice):
    there.answers = [refusal(status, "No such voice.", Location="http://127.0.0.1:9/")]
    with pytest.raises(VoiceError, match=problem) as caught:
        say()
    assert advice in caught.value.advice
    assert len(there.requests) == 1


def test_the_key_is_in_no_message(there, caplog):
    caplog.set_level(logging.DEBUG)
    there.answers = [refusal(401, f"Incorrect API key: {KEY}\n\x1b[31m")]
    with pytest.raises(VoiceError, match=r"Incorrect API key: \[key\]") as caught:
        say()
    there.answers = [refusal(500, KEY)] * 4
    with pytest.raises(Unwilling) as given_up:
        say()
    assert KEY not in str(caught.value) + str(given_up.value) + caplog.text
    assert "\x1b" not in str(caught.value)


def test_a_sound_that_is_cut_off_is_asked_for_again(there):
    whole = beeps({"input": "The ferry leaves at seven."})
    there.answers = [sound(whole[:1000], length=len(whole))]
    assert say().pcm == whole
    there.answers = [sound(whole[:1001])]
    with pytest.raises(ValueError, match="cut off"):
        say()


def test_a_server_that_is_not_there_is_unwilling(there):
    there.server.server_close()
    with pytest.raises(Unwilling, match=r"127.0.0.1:\d+: it cannot be reached"):
        say(options={"base_url": "http://127.0.0.1:9/v1"})


def test_a_server_that_drips_is_given_up(there, monkeypatch):
    monkeypatch.setattr(conversation, "PATIENCE", 0.6)

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(40):
            request.wfile.write(b"\0\0")
            time.sleep(0.1)

    there.answers = [drip]
    start = time.monotonic()
    with pytest.raises(Unwilling, match="did not come whole"):
        say()
    assert time.monotonic() - start < 3


def test_a_sound_without_end_is_broken_off(there):
    def pour(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(1000):
            request.wfile.write(bytes(1 << 20))

    there.answers = [pour]
    with pytest.raises(VoiceError, match="sound without end"):
        say()


@pytest.mark.parametrize(
    ("content", "media_type", "kind"),
    [
        (b"ID3\x04 ...", "audio/pcm", "MP3"),
        (b"\xff\xf3\x44", "audio/mpeg", "MP3"),
        (b"OggS....", "audio/ogg", "Ogg"),
        (b"<html>", "text/html", "text/html"),
        (b"{}", "application/json", "application/json"),
    ],
)
def test_what_is_no_pcm_is_told(there, content, media_type, kind):
    there.answers = [sound(content, media_type)]
    with pytest.raises(VoiceError, match=f"sends {kind} where PCM was asked for"):
        say()


def test_a_wave_file_is_read_with_its_own_rate(there):
    header = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 40, b"WAVE", b"fmt ", 16, 1, 1, 16000,
                         32000, 2, 16, b"data", 4)  # fmt: skip
    there.answers = [sound(header + b"\1\0\2\0", "audio/wav")]
    clip = say()
    assert (clip.format.rate, clip.pcm) == (16000, b"\1\0\2\0")


def test_a_long_text_is_sent_in_parts(there):
    say("One two three. Four five six. Seven.", options={"max_characters": 20})
    texts = [request["input"] for request in there.requests]
    assert texts == ["One two three.", "Four five six.", "Seven."]


def test_half_the_volume_is_half_as_loud(there):
    loud, soft = (max(array("h", say(volume=volume).pcm)) for volume in (1.0, 0.5))
    assert soft == pytest.approx(loud / 2, rel=0.01)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"modle": "x"}, "no option 'modle'"),
        ({"model": 7}, "'model' must be a text"),
        ({"max_characters": True}, "must be a whole number"),
        ({"max_characters": 0}, "1 or more"),
        ({"base_url": "ftp://x"}, "not the address of a server"),
        ({"base_url": "http://"}, "not the address of a server"),
    ],
)
def test_an_option_that_is_not_right_is_told(there, options, problem):
    with pytest.raises(VoiceError, match=problem):
        say(options=options)
    assert not there.requests


PAID = {"price": 15.0, "engine_voice": "nova"}


def test_a_paid_run_says_what_it_will_cost(there, script, profile, caplog):
    clips = list(speak(script(["a" * 1000, "b" * 1000]), profile("openai", **PAID)))
    assert len(clips) == 2
    assert "2,000 characters to speak, about 0.0300 at the voice's price" in caplog.text


def test_a_cap_stops_before_the_first_request(there, script, profile):
    voices = profile("openai", **PAID, max_cost=0.01)
    with pytest.raises(SpeechError, match=r"0\.0300 at .*, over the cap of 0\.01") as caught:
        list(speak(script(["a" * 1000, "b" * 1000]), voices))
    assert "--max-cost" in caught.value.advice
    assert there.requests == []


def test_requests_keep_to_the_servers_limits(there, script, profile):
    voices = profile("openai", engine_voice="nova", at_once=2, a_minute=120)
    list(speak(script(["One.", "Two.", "Three.", "Four."]), voices))
    gaps = [b - a for a, b in zip(there.times, there.times[1:], strict=False)]
    assert min(gaps) > 0.3


def test_a_voice_of_any_name_is_the_engines(there):
    process = EngineProcess("openai")
    clip = process.speak(SpeechRequest(text="One.", engine_voice="of my own"), 60)
    assert clip.frames
    assert there.requests[0]["voice"] == "of my own"
    process.stop()
