"""The program as a user starts it: results on stdout, talk on stderr, an exit status that tells."""

from __future__ import annotations

import http.server
import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from narrate.audio import player
from narrate.cli.voices import try_
from narrate.errors import OutputError

ARTICLES = Path(__file__).parent.parent / "fixtures" / "articles"
FERRY = ARTICLES / "the-night-ferry.html"
LAMP = "The lamp\n\nIt was carried up the hill by the rowing club.\n"


def test_make_writes_where_it_says(program, tmp_path: Path) -> None:
    done = program("make", FERRY)
    assert done.returncode == 0, done.stderr
    made = tmp_path / "here" / done.stdout.split("  ")[0]
    assert made.parent == tmp_path / "here" / "output" / "site"
    assert made.read_bytes()[:3] == b"ID3"
    assert made.with_suffix(".vtt").read_text().startswith("WEBVTT")
    assert done.stderr == "", "a pipe hears nothing but the result"


def test_make_from_standard_input_as_json(program, tone_voice: str, tmp_path: Path) -> None:
    done = program("make", "-", "--voice", tone_voice, "--json", "-o", tmp_path / "o", input=LAMP)
    assert done.returncode == 0, done.stderr
    episode = json.loads(done.stdout)
    assert Path(episode["audio"]).stat().st_size == episode["bytes"]
    assert episode["title"] == "The lamp"


@pytest.mark.parametrize("suffix", ["html", "txt", "md"])
def test_make_takes_html_text_and_markdown(
    program, tone_voice: str, tmp_path: Path, suffix: str
) -> None:
    texts = {
        "html": "<h1>The lamp</h1><p>It was carried up the hill by the rowing club.</p>",
        "txt": LAMP,
        "md": "# The lamp\n\nIt was *carried* up the hill by the [rowing club](https://x.example).\n",
    }
    source = tmp_path / f"story.{suffix}"
    source.write_text(texts[suffix])
    done = program("text", source)
    assert done.stdout == "The lamp\n\nIt was carried up the hill by the rowing club.\n"
    done = program("make", source, "--voice", tone_voice, "-o", tmp_path / "lamp.wav")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "lamp.wav").read_bytes()[:4] == b"RIFF"


def test_a_paid_recording_is_not_begun_over_its_cap(program, tone_voice: str, tmp_path) -> None:
    profile = tmp_path / "data" / "narrate" / "voices" / "paid.toml"
    profile.write_text('engine = "tone"\nprice = 15.0\n')
    make = ("make", "-", "--voice", "paid", "-o", tmp_path / "o.wav")
    done = program(*make, "--max-cost", "0.0001", input=LAMP)
    assert done.returncode == 1
    assert "over the cap of 0.0001" in done.stderr
    assert not (tmp_path / "o.wav").exists()
    done = program(*make, "--max-cost", "1", input=LAMP)
    assert done.returncode == 0, done.stderr
    assert "characters to speak, about 0.00" in done.stderr
    assert "characters to speak" not in program(*make, input=LAMP).stderr  # all of it is there


def test_one_bad_source_does_not_stop_the_others(program, tone_voice: str, tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(LAMP)
    missing = tmp_path / "missing.txt"
    done = program("make", missing, good, "--voice", tone_voice, "-o", f"{tmp_path}/out/")
    assert done.returncode == 1
    assert (tmp_path / "out" / "the-lamp.mp3").exists()
    assert done.stderr.count("\n") == 1
    assert str(missing) in done.stderr


def test_text_why_names_each_drop(program) -> None:
    done = program("text", FERRY, "--why")
    assert "listen notice: “Listen to article”" in done.stdout
    assert "voice disclosure: “This audio version was artificially generated." in done.stdout


def test_text_keep_overrides_a_rule(program) -> None:
    kept = program("text", FERRY, "--keep", "listen notice").stdout
    assert "\nListen to article\n" in kept


def test_text_keep_knows_its_rules(program) -> None:
    done = program("text", FERRY, "--keep", "listen notise")
    assert done.returncode == 2
    assert "Did you mean 'listen notice'?" in " ".join(done.stderr.split())


def test_text_json_is_one_object_a_source(program) -> None:
    done = program("text", FERRY, FERRY, "--json")
    (first, second) = map(json.loads, done.stdout.splitlines())
    assert first == second
    assert list(first) == [
        *("source", "title", "byline", "published", "language", "text", "blocks", "dropped"),
    ]
    assert first["byline"] == "Mara Lindqvist"
    assert first["blocks"][0] == {"kind": "title", "level": 0, "text": first["title"]}
    assert set(first["dropped"][0]) == {"text", "rule", "reason"}


def test_script_json_holds_written_and_spoken_and_pauses(program) -> None:
    done = program("script", FERRY, "--json")
    script = json.loads(done.stdout)
    assert script["language"] == "en"
    assert script["lines"][0]["role"] == "title"
    pauses = [line for line in script["lines"] if "pause_ms" in line]
    assert {"sentence", "paragraph"} <= {pause["boundary"] for pause in pauses}
    changes = [change for line in script["lines"] for change in line.get("changes", ())]
    assert {"written", "spoken", "start", "end", "rule"} == set(changes[0])
    spoken = " ".join(line["spoken"] for line in script["lines"] if "spoken" in line)
    assert "five point two million dollars" in spoken


def test_script_shows_what_is_said_otherwise_under_what_is_written(program, tmp_path) -> None:
    source = tmp_path / "lamp.txt"
    source.write_text("The lamp\n\nIt cost $5.2m, said Dr. Kim. It is lit.\n")
    assert program("script", source).stdout == (
        "TITLE: The lamp\n"
        "[heading: 1000 ms]\n"
        "BODY: It cost $5.2m, said Dr. Kim.\n"
        "    said: It cost five point two million dollars, said Doctor Kim.\n"
        "[sentence: 350 ms]\n"
        "BODY: It is lit.\n"
    )
    assert program("script", source, "--diff").stdout == (
        "It cost $5.2m, said Dr. Kim.\n"
        "    1:8-13       money: $5.2m -> five point two million dollars\n"
        "    1:20-23      abbreviation: Dr. -> Doctor\n"
    )


def test_doctor_finds_this_machine_ready(program) -> None:
    done = program("doctor")
    assert done.returncode == 0, done.stdout
    assert "ok    engine pyttsx3" in done.stdout
    assert "ok    format mp3" in done.stdout
    assert "ok    PDF documents" in done.stdout


def test_voices_lists_who_is_ready(program) -> None:
    header, *rows = program("voices").stdout.splitlines()
    assert header.split() == ["NAME", "LANGUAGE", "ENGINE", "QUALITY", "READY", "DESCRIPTION"]
    assert ["nachrichten", "de", "pyttsx3", "basic", "yes"] in [row.split()[:5] for row in rows]
    first = json.loads(program("voices", "--json").stdout.splitlines()[0])
    assert first["ready"] is True
    assert "en-us" in program("voices", "--engine", "pyttsx3").stdout


def test_voices_says_what_is_missing_and_what_is_wrong(program, tone_voice, tmp_path) -> None:
    own = tmp_path / "data" / "narrate" / "voices"
    (own / "robot.toml").write_text('engine = "robot"\n')
    (own / "wrong.toml").write_text('engine = "tone"\nrate = 99\n')
    done = program("voices")
    assert done.returncode == 1
    robot = done.stdout.splitlines()
    at = next(n for n, line in enumerate(robot) if line.startswith("robot"))
    assert robot[at].split()[:5] == ["robot", "any", "robot", "basic", "no"]
    assert "there is no engine 'robot'" in robot[at + 1]
    assert done.stderr == (
        f"narrate: {own / 'wrong.toml'}, line 2: 'rate' is 99. It goes from 0.3 to 4.0.\n"
    )


def test_voices_show_is_a_profile_to_copy(program, tone_voice, tmp_path) -> None:
    shown = program("voices", "show", "second").stdout
    assert shown.startswith("# ")
    assert Path(shown.splitlines()[0][2:]).name == "second.toml"
    assert 'engine = "pyttsx3"' in shown
    (tmp_path / "data" / "narrate" / "voices" / "mine.toml").write_text(shown)
    assert program("voices", "show", "mine").stdout.splitlines()[1:] == shown.splitlines()[1:]


def test_voices_try_writes_what_the_voice_says(program, tone_voice, tmp_path) -> None:
    done = program("voices", "try", tone_voice, "Good evening.", "-o", "evening.wav")
    assert (done.returncode, done.stdout, done.stderr) == (0, "evening.wav\n", "")
    assert (tmp_path / "here" / "evening.wav").read_bytes()[:4] == b"RIFF"
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["evening.wav"]
    program("voices", "try", tone_voice, "-o", "article.wav")
    short, long = (tmp_path / "here" / f"{name}.wav" for name in ("evening", "article"))
    assert long.stat().st_size > 5 * short.stat().st_size


def test_voices_try_without_a_loudspeaker_writes_a_file_and_says_so(
    tone_voice, tmp_path, monkeypatch, capsys
) -> None:
    def no_loudspeaker(_: object) -> None:
        raise OutputError("this machine has no sound output that can be opened")

    monkeypatch.setattr(player, "play", no_loudspeaker)
    monkeypatch.chdir(tmp_path)
    try_(tone_voice, "Good evening.")
    talk = capsys.readouterr()
    assert talk.out == "voice-beep.mp3\n"
    assert "no sound output that can be opened; it is written into a file" in talk.err
    assert (tmp_path / "voice-beep.mp3").read_bytes()


def test_voices_try_refuses_a_text_without_words(program, tone_voice) -> None:
    done = program("voices", "try", tone_voice, " … ", "-o", "x.wav")
    assert done.returncode == 1
    assert "there is nothing to say" in done.stderr


# -- what goes wrong --------------------------------------------------------------------


def test_an_unknown_voice_brings_the_nearest_name(program) -> None:
    done = program("make", FERRY, "--voice", "newsreder")
    assert done.returncode == 1
    assert "narrate: there is no voice 'newsreder'. Did you mean 'newsreader'?" in done.stderr


@pytest.mark.parametrize(
    "content",
    [b"", b"\n \n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(300), b"<html><body></body></html>"],
    ids=["empty", "blank", "a picture", "no article"],
)
def test_what_is_no_article_is_said_in_one_or_two_lines(
    program, tmp_path: Path, content: bytes
) -> None:
    source = tmp_path / "odd.html"
    source.write_bytes(content)
    done = program("make", source)
    assert done.returncode == 1
    assert done.stdout == ""
    assert str(source) in done.stderr
    assert "Traceback" not in done.stderr
    assert 1 <= done.stderr.count("\n") <= 2
    assert not (tmp_path / "here" / "output").exists()


@pytest.mark.parametrize(
    "content",
    [
        "Größe\n\nDer Bürgermeister trug die Lampe den Hügel hinauf.\n".encode("latin-1"),
        "Größe\n\nDer Bürgermeister trug die Lampe den Hügel hinauf.\n".encode() + b"\xff\n",
    ],
    ids=["Latin-1 undeclared", "invalid UTF-8"],
)
def test_odd_encodings_are_read(program, tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "odd.txt"
    source.write_bytes(content)
    done = program("text", source)
    assert done.returncode == 0, done.stderr
    assert "Der Bürgermeister trug die Lampe den Hügel hinauf." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["make"], "Missing argument"),
        (["make", "a", "--format", "aiff"], "'aiff' is not one of: mp3, wav"),
        (["make", "a", "-o", "x.ogg"], "'.ogg' is not one of"),
        (["make", "a", "b", "-o", "x.mp3"], "is one file, and there are 2 sources"),
        (["make", "a", "-o", "x.mp3", "--format", "wav"], "ends in .mp3"),
        (["mkae"], "No such command"),
    ],
)
def test_a_wrong_command_line_exits_with_2(program, arguments: list[str], says: str) -> None:
    done = program(*arguments)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.replace("│", " ").split())


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_refused(program, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    done = program("make", FERRY, "-o", f"{folder}/")
    assert done.returncode == 1
    assert "you may not write there" in done.stderr


def test_a_file_in_the_way_of_a_folder_is_refused(program, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = program("make", FERRY, "-o", tmp_path / "file" / "deep/")
    assert done.returncode == 1
    assert "Choose another folder" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is full")
def test_a_reader_that_goes_away_is_no_error_of_ours(program) -> None:
    command = f"'{sys.executable}' -c 'from narrate.cli.app import main; main()' text '{FERRY}'"
    done = subprocess.run(
        f"{command} | head -1", shell=True, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.startswith("The night ferry")
    assert done.stderr == ""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_leaves_nothing_half_written(tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("The lamp\n\n" + "It was carried up the hill by the rowing club. " * 3000)
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-c", "from narrate.cli.app import main; main()", "make", long, "-o", out],
        stderr=subprocess.PIPE,
        text=True,
    )
    while not out.exists() and process.poll() is None:
        time.sleep(0.05)
    time.sleep(1)  # it speaks
    assert process.poll() is None, "too quick to be interrupted"
    process.send_signal(signal.SIGINT)
    _, talk = process.communicate(timeout=20)
    assert process.returncode == 130
    assert talk == "narrate: Interrupted. What was finished is kept; nothing half-written stays.\n"
    assert list(out.iterdir()) == []


def test_a_terminal_sees_progress(tmp_path: Path, tone_voice: str) -> None:
    source = tmp_path / "lamp.txt"
    source.write_text("The lamp\n\n" + "It was carried up the hill by the rowing club. " * 200)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from narrate.cli.app import main; main()",
            "make",
            source,
            "--voice",
            tone_voice,
            "-o",
            tmp_path / "x.mp3",
        ],
        stderr=theirs,
        stdout=subprocess.PIPE,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    seen = b""
    try:
        while chunk := os.read(ours, 4096):
            seen += chunk
    except OSError:
        pass  # how Linux says that the other end is closed
    assert process.wait(60) == 0
    assert b"sentences" in seen
    assert b"lamp.txt" in seen


# -- over the network -------------------------------------------------------------------


class _Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        pages = {"/ferry": (200, FERRY.read_bytes()), "/gone": (404, b"<h1>Not here</h1>")}
        status, body = pages.get(self.path, (500, b"broken"))
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_make_fetches_a_page(program, site: str, tone_voice: str, tmp_path: Path) -> None:
    done = program(
        "make", f"{site}/ferry", "--voice", tone_voice, "-o", tmp_path / "x.mp3", "--json"
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["source"] == f"{site}/ferry"


def test_a_page_that_is_gone_says_so(program, site: str) -> None:
    done = program("make", f"{site}/gone")
    assert done.returncode == 1
    assert "404" in done.stderr
    assert f"{site}/gone" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_that_is_not_there_says_so(program) -> None:
    done = program("make", "http://127.0.0.1:9/story")
    assert done.returncode == 1
    assert "http://127.0.0.1:9/story" in done.stderr
    assert done.stderr.count("\n") <= 2
