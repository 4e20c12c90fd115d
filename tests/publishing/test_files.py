"""Files that appear together, whole, or not at all."""

import errno
import io
import os
import stat
import sys

import pytest

from narrate.errors import OutputError
from narrate.publishing.files import appearing, copy, writable_folder


def test_files_appear_together_when_all_is_written(tmp_path):
    first, second = tmp_path / "a.vtt", tmp_path / "a.mp3"
    with appearing(first, second) as (one, two):
        one.write(b"1")
        two.write(b"2")
        assert not first.exists()
        assert not second.exists()
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.mp3", "a.vtt"]


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, SystemExit])
def test_nothing_stays_when_the_work_fails(tmp_path, failure):
    with pytest.raises(failure), appearing(tmp_path / "a", tmp_path / "b") as (one, _):  # noqa: PT012
        one.write(b"half")
        raise failure
    assert list(tmp_path.iterdir()) == []


def test_what_stood_there_stays_when_the_work_fails(tmp_path):
    (tmp_path / "a").write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt), appearing(tmp_path / "a") as (file,):  # noqa: PT012
        file.write(b"after")
        raise KeyboardInterrupt
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"before")]


def full(*_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_found_out_at_the_end_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", full)
    with (  # noqa: PT012
        pytest.raises(OutputError, match="the disk is full") as caught,
        appearing(tmp_path / "a", tmp_path / "b") as files,
    ):
        for file in files:
            file.write(b"x")
    assert caught.value.advice
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_in_the_middle_leaves_nothing(tmp_path):
    """A real one, where the system has it: /dev/full refuses what is flushed."""
    if not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("no /dev/full here")
    with (  # noqa: PT012
        pytest.raises(OutputError, match="the disk is full"),
        appearing(tmp_path / "a", tmp_path / "b") as (one, two),
    ):
        one.write(b"x")
        with open("/dev/full", "wb") as disk:  # noqa: PTH123
            os.dup2(disk.fileno(), two.fileno())
        two.write(bytes(1 << 20))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_a_file_lets_none_appear(tmp_path):
    (tmp_path / "a.mp3").mkdir()
    with (
        pytest.raises(OutputError, match="it is a folder"),
        appearing(tmp_path / "a.vtt", tmp_path / "a.mp3"),
    ):
        pass
    assert [p.name for p in tmp_path.iterdir()] == ["a.mp3"]


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="nothing is read-only for this user"
)
def test_a_read_only_folder_is_found_out_before_anything_is_spoken(tmp_path):
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(OutputError, match="you may not write there"):
            writable_folder(tmp_path)
        assert list(tmp_path.iterdir()) == []
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.EACCES, "you may not write there"),
        (errno.EROFS, "read-only disk"),
        (errno.ENOSPC, "the disk is full"),
        (errno.EIO, "cannot be written"),
    ],
)
def test_why_a_folder_cannot_be_written(tmp_path, monkeypatch, code, said):
    def refuse(*_args, **_kwargs):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(OutputError, match=said) as caught:
        writable_folder(tmp_path)
    assert caught.value.subject == str(tmp_path)
    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(OutputError, match=said), appearing(tmp_path / "a"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_made(tmp_path):
    writable_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(OutputError, match="a file where the folder should be"):
        writable_folder(tmp_path / "a")
    with pytest.raises(OutputError, match="a part of the path is a file"):
        writable_folder(tmp_path / "a" / "b")


@pytest.mark.skipif(sys.platform == "win32", reason="no umask there")
def test_files_may_be_read_by_those_whom_the_umask_lets(tmp_path):
    before = os.umask(0o027)
    try:
        with appearing(tmp_path / "a"):
            pass
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_copy_starts_at_the_beginning():
    source, target = io.BytesIO(b"sound"), io.BytesIO()
    source.seek(3)
    copy(source, target)
    assert target.getvalue() == b"sound"
