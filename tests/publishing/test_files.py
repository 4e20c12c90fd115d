"""Files that appear together, whole, or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from narrate.errors import OutputError
from narrate.publishing import files


def everything_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_they_appear_when_all_is_written(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    with files.appearing(one, two) as (first, second):
        first.write(b"1")
        second.write(b"2")
        assert not one.exists()
        assert not two.exists()
    assert (one.read_bytes(), two.read_bytes()) == (b"1", b"2")
    assert everything_in(tmp_path) == ["one", "two"]


@pytest.mark.parametrize("trouble", [ValueError, KeyboardInterrupt, SystemExit])
def test_nothing_stays_when_it_ends_otherwise(tmp_path: Path, trouble: type[BaseException]) -> None:
    (tmp_path / "one").write_bytes(b"from before")

    def half() -> None:
        with files.appearing(tmp_path / "one", tmp_path / "two") as (first, _):
            first.write(b"half")
            raise trouble

    with pytest.raises(trouble):
        half()
    assert everything_in(tmp_path) == ["one"]
    assert (tmp_path / "one").read_bytes() == b"from before"


def test_a_full_disk_is_an_output_error_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with (
        pytest.raises(OutputError, match="the disk is full"),
        files.appearing(tmp_path / "one") as (file,),
    ):
        file.write(b"1")
    assert everything_in(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_others_may_read_them_as_any_new_file(tmp_path: Path) -> None:
    with files.appearing(tmp_path / "one") as (file,):
        file.write(b"1")
    (tmp_path / "usual").touch()
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("one", "usual")}
    assert len(modes) == 1


def test_a_folder_is_made_and_a_file_in_its_way_is_said(tmp_path: Path) -> None:
    files.writable_folder(tmp_path / "a" / "b")
    assert everything_in(tmp_path / "a" / "b") == []
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "deeper"):
        with pytest.raises(OutputError) as raised:
            files.writable_folder(folder)
        assert str(folder) in str(raised.value)
        assert "Choose another" in str(raised.value)
