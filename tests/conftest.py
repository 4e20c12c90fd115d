"""What many tests need: a voice that costs nothing, the program as a user starts it, a store."""

from __future__ import annotations

import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from narrate import resources
from narrate.publishing.place import place
from tests.s3 import Server, serving

Program = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_configure() -> None:
    # A shell that starts the tests in the background has Ctrl-C ignored, and so would all that
    # they start: there would be nothing to interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """All tests go over two cores; for a few that were named, the second takes longer to start."""
    return 2 if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=8, help="how often a nightly run is killed")


@pytest.fixture(autouse=True)
def nothing_of_the_users(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Cached clips, voices and rules stand in a folder of each test's own, in programs that it
    starts too."""
    folder = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("CACHE", "DATA"):
            patch.setenv(f"XDG_{kind}_HOME", str(folder / kind.lower()))
        yield


@pytest.fixture
def tone_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a profile of the user's that beeps: quick, and the same everywhere."""
    home = tmp_path / "data"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setattr(resources, "user_voices", lambda: home / "narrate" / "voices")
    monkeypatch.setattr("narrate.speech.voice.user_voices", resources.user_voices)
    voices = home / "narrate" / "voices"
    voices.mkdir(parents=True)
    (voices / "beep.toml").write_text('engine = "tone"\nrate = 2.0\n')
    return "beep"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """``narrate`` with the given arguments, in an empty folder."""
    folder = tmp_path / "here"
    folder.mkdir()

    def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # type: ignore[call-overload,no-any-return]
            [
                sys.executable,
                "-c",
                "from narrate.cli.app import main; main()",
                *map(str, arguments),
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            **{"timeout": 120, **options},
        )

    return run


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def bucket(s3: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a new bucket; the programs that a test starts find it as well."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3.endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    url = f"s3://{uuid.uuid4().hex}"
    place(f"{url}/").fs.mkdir(url)
    s3.asked()
    return url


@pytest.fixture
def memory() -> Iterator[str]:
    """The URL of an empty folder in fsspec's store in memory."""
    url = f"memory://{uuid.uuid4().hex}/site/"
    yield url
    folder = place(url)
    if folder.exists():
        folder.fs.rm(folder.path, recursive=True)
