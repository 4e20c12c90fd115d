"""Nights on disks that are full or may not be written, on real file systems."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from narrate.config import Settings
from narrate.errors import LedgerError, NarrateError, OutputError
from narrate.nightly.ledger import FILE, Ledger
from narrate.nightly.report import Report, text
from narrate.nightly.run import preview
from narrate.nightly.verification.recording import verify_recording
from tests.nightly.conftest import Monitor, night

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mount"),
        reason="only root of a Linux machine may mount file systems",
    ),
]

Mount = Callable[..., None]


@pytest.fixture
def mount() -> Iterator[Mount]:
    """``mount OPTIONS FOLDER``; all is taken away after the test."""
    mounted: list[str] = []

    def mount(folder: str, *options: str) -> None:
        Path(folder).mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["mount", *options, folder], capture_output=True, text=True)
        if done.returncode and not mounted:
            pytest.skip(f"file systems may not be mounted here: {done.stderr.strip()}")
        assert done.returncode == 0, done.stderr
        mounted.append(folder)

    yield mount
    for folder in dict.fromkeys(reversed(mounted)):
        subprocess.run(["umount", "--lazy", folder], check=False)


def small(kilobytes: int) -> tuple[str, ...]:
    return "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs"


ENOUGH = ("-o", "remount,size=10m")


def ended(here: Settings, number: int = 0) -> str:
    """What a night that cannot come to its end says: one sentence with a next step."""
    try:
        report = night(here, number)
    except NarrateError as error:  # nothing could be begun: the command exits with 1 as well
        return str(error)
    assert (report.exit_code, report.needs_attention) == (1, True)
    (line,) = text(report).splitlines()
    return line


def nothing_half_written(here: Settings) -> None:
    """Neither to a listener, nor for the next night; what the ledger says is true."""
    site = Path(here.nightly.site)
    assert not list(site.glob(".*"))
    for audio in site.glob("*.mp3"):
        assert verify_recording(audio) == []
    with Ledger.open(Path(here.nightly.work) / FILE) as ledger:
        ledger.insist_on_health()
        for known in ledger.known().values():
            assert (site / known.audio).is_file()


def all_is_done(here: Settings, number: int = 1) -> Report:
    report = night(here, number)
    assert (text(report), report.exit_code) == ("", 0)
    assert len(list(Path(here.nightly.site).glob("*.mp3"))) == 3
    assert (Path(here.nightly.site) / "feed.xml").read_text().count("<item>") == 3
    return report


@pytest.mark.parametrize(
    "kilobytes",
    [
        pytest.param(100, id="one recording fits"),
        pytest.param(260, id="all recordings fit, and not the pages"),
    ],
)
def test_the_site_is_full(here: Settings, mount: Mount, kilobytes: int) -> None:
    mount(here.nightly.site, *small(kilobytes))
    assert ": the disk is full. Free some space" in ended(here)
    nothing_half_written(here)
    assert not (Path(here.nightly.site) / "feed.xml").exists(), "it comes last"
    mount(here.nightly.site, *ENOUGH)
    all_is_done(here)


@pytest.mark.parametrize("kilobytes", [4, 100, 160])
def test_the_work_folder_is_full(here: Settings, mount: Mount, kilobytes: int) -> None:
    mount(here.nightly.work, *small(kilobytes))
    assert ": the disk is full. Free some space" in ended(here)
    mount(here.nightly.work, *ENOUGH)
    nothing_half_written(here)
    all_is_done(here)


def test_there_is_no_room_for_sound_that_is_being_made(
    post: Settings, mount: Mount, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mount(str(tmp_path / "tmp"), *small(40))
    with monkeypatch.context() as patch:
        patch.setenv("TMPDIR", str(tmp_path / "tmp"))
        assert "the disk is full" in ended(post)
    nothing_half_written(post)
    all_is_done(post)


def test_a_full_cache_costs_time_only(
    here: Settings, mount: Mount, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mount(str(tmp_path / "cache"), *small(4))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    all_is_done(here, 0)


def test_the_site_may_not_be_written(here: Settings, mount: Mount) -> None:
    mount(here.nightly.site, "--bind", here.nightly.site)
    mount(here.nightly.site, "-o", "remount,bind,ro")
    assert "it is on a read-only disk" in ended(here)
    mount(here.nightly.site, "-o", "remount,bind,rw")
    nothing_half_written(here)
    all_is_done(here)
    mount(here.nightly.site, "-o", "remount,bind,ro")
    assert all_is_done(here, 2).articles == (), "a night with nothing new writes nothing"


def test_the_work_folder_may_not_be_written(here: Settings, mount: Mount, monitor: Monitor) -> None:
    here = replace(here, nightly=replace(here.nightly, ping=f"{monitor.url}/uuid"))
    all_is_done(here, 0)
    mount(here.nightly.work, "--bind", here.nightly.work)
    mount(here.nightly.work, "-o", "remount,bind,ro")
    with pytest.raises(OutputError, match="it cannot be locked: Read-only file system"):
        night(here, 1)
    assert monitor.asked[-1].path == "/uuid/fail"
    with pytest.raises(LedgerError, match="it cannot be"):
        preview(here)
    mount(here.nightly.work, "-o", "remount,bind,rw")
    nothing_half_written(here)
    assert all_is_done(here, 2).articles == ()
