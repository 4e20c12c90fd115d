"""``narrate library`` as a user starts it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from narrate.model import Entry, Episode, Left, Plan, Source, Voice
from narrate.nightly.ledger import FILE, Ledger
from narrate.pipeline import make

WORK = Path("output/work")
NOW = 1_790_000_000
BAD = Entry(
    source=Source(kind="url", uri="https://news.example/bad"), subscription="news", mark="1"
)
LATE = Entry(
    source=Source(kind="url", uri="https://news.example/late"), subscription="news", mark="1"
)
SETTINGS = """
[[source]]
name = "news"
feed = "https://news.example/feed.xml"
skip = ["*/live/*"]
"""

Call = Callable[..., tuple[int, str, str]]


VOICE = Voice(name="beeps", engine="tone", rate=2.0)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "site"
    text = b"# The lamp\n\nIt was carried up the hill."
    source = Source(kind="text", uri="https://news.example/lamp", content=text)
    make(source, voice=VOICE, to=folder, file_format="mp3", cache=False)
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "narrate.toml").write_text(SETTINGS)
    return tmp_path


@pytest.fixture
def lamp(here: Path, made: Path) -> Episode:
    """One article narrated, one failed, one that waits."""
    site = shutil.copytree(made, here / "output" / "site")
    episode = Episode(
        title="The lamp",
        source="https://news.example/lamp",
        audio=site / "the-lamp.mp3",
        captions=site / "the-lamp.vtt",
        record=site / "the-lamp.json",
        seconds=3.0,
        bytes=1,
    )
    source = Source(kind="url", uri=episode.source)
    with Ledger.open(WORK / FILE) as ledger:
        ledger.begin_run(NOW)
        ledger.narrated(Entry(source=source, subscription="news", mark="1"), episode, NOW)
        ledger.failed_on(BAD, "It holds\x1b[2J no article.", NOW)
        ledger.planned(Plan(left=(Left(entry=LATE, why="the night is full"),)))
        ledger.end_run(NOW, left=1, exit_code=1)
    return episode


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """The command in this process: exit status, output, talk."""
    from narrate.cli.app import app

    def run(*arguments: str) -> tuple[int, str, str]:
        status = app(["library", *arguments], standalone_mode=False) or 0
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_list(lamp: Episode, call: Call) -> None:
    _, out, _ = call("list")
    narrated, failed = out.splitlines()
    assert narrated.startswith("2026-09-2")
    assert lamp.audio.name in narrated
    assert failed.split()[0] == "failed"
    assert failed.endswith("https://news.example/bad  It holds [2J no article.")
    assert call("list", "--failed")[1].splitlines() == [failed]
    assert [json.loads(line)["uri"] for line in call("list", "--json")[1].splitlines()] == [
        lamp.source,
        BAD.source.uri,
    ]


def test_show(lamp: Episode, call: Call) -> None:
    _, out, _ = call("show", "the-lamp")
    assert f"recording: {lamp.audio.name}" in out
    assert out.splitlines()[-1].endswith("run 1, 0 s: narrated")
    shown = json.loads(call("show", BAD.source.uri, "--json")[1])
    assert shown["attempts"][0]["error"].startswith("It holds")
    status, _, err = call("show", "the-lmap")
    assert status == 1
    assert "Did you mean the-lamp.mp3" in err


def test_why(lamp: Episode, call: Call) -> None:
    assert "It waits: the night is full." in call("why", LATE.source.uri)[1]
    assert "It is tried again from" in call("why", BAD.source.uri)[1]
    status, out, _ = call("why", "https://news.example/live/3")
    assert status == 0
    assert "The source 'news' does not take it" in out


def test_retry_what_failed(lamp: Episode, call: Call) -> None:
    assert "1 to be tried again" in call("retry")[1]
    assert call("retry", "the-lamp")[1] == "Nothing to try again.\n"
    assert call("retry", "https://news.example/never")[0] == 1


def test_forget_leaves_the_files_unless_told_otherwise(lamp: Episode, call: Call) -> None:
    _, out, _ = call("forget", "the-lamp")
    assert "Its files stay" in out
    assert lamp.audio.exists()
    assert "taken out" in call("list")[1]


def test_forget_with_its_files(lamp: Episode, call: Call) -> None:
    call("forget", lamp.source, "--yes")
    assert not any(path.exists() for path in (lamp.audio, lamp.captions, lamp.record))
    assert call("verify")[0] == 0


def test_forget_what_waits_and_what_nobody_knows(lamp: Episode, call: Call) -> None:
    assert call("forget", LATE.source.uri)[0] == 0
    assert "It was taken out" in call("why", LATE.source.uri)[1]
    assert call("forget", "https://news.example/never")[0] == 1


def test_forget_waits_for_no_run(lamp: Episode, call: Call, here: Path) -> None:
    holder = (
        "import sys; from narrate.nightly.lock import locked; from pathlib import Path\n"
        "with locked(Path('output/work')): print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as run:
        assert run.stdout
        run.stdout.readline()
        status, _, err = call("forget", "the-lamp", "--yes")
        run.communicate()
    assert status == 75
    assert f"process {run.pid}" in err
    assert lamp.audio.exists()


def test_verify(lamp: Episode, call: Call) -> None:
    assert call("verify") == (0, "", "")
    lamp.captions.unlink()
    status, out, _ = call("verify", "--json")
    assert status == 1
    assert json.loads(out)["file"] == lamp.audio.name


def test_rebuild(lamp: Episode, call: Call) -> None:
    (WORK / FILE).write_bytes(b"damaged " * 1000)
    for beside in ("-wal", "-shm"):
        (WORK / (FILE + beside)).unlink(missing_ok=True)
    status, _, err = call("list")
    assert status == 1
    assert "narrate library rebuild" in err
    assert "ledger.damaged-1.sqlite" in call("rebuild")[1]
    assert lamp.audio.name in call("list")[1]


def test_without_a_ledger(here: Path, call: Call) -> None:
    status, _, err = call("list")
    assert status == 1
    assert "there is no ledger yet" in err
    assert call("verify")[0] == 0
    assert not WORK.exists()
