"""Voice profiles: found by name, checked to the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrate.errors import VoiceError
from narrate.speech import voice


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's own profiles are."""
    monkeypatch.setattr(voice, "user_voices", lambda: tmp_path)
    return tmp_path


def test_the_default_speaks_through_pyttsx3() -> None:
    newsreader = voice.load(voice.DEFAULT)
    assert newsreader.engine == "pyttsx3"
    assert newsreader.pacing["heading"] > newsreader.pacing["paragraph"]


def test_every_bundled_profile_can_be_loaded() -> None:
    for name in voice.names():
        assert voice.load(name).description


def test_the_users_own_come_first(folder: Path) -> None:
    (folder / "newsreader.toml").write_text('engine = "tone"\nrate = 2\nreads = ["title"]\n')
    mine = voice.load("newsreader")
    assert (mine.engine, mine.rate, mine.reads) == ("tone", 2.0, {"title"})


def test_a_profile_brings_the_voices_of_its_roles(folder: Path) -> None:
    (folder / "pair.toml").write_text('engine = "tone"\n[roles]\nquote = "other"\n')
    (folder / "other.toml").write_text('engine = "tone"\n')
    assert set(voice.with_roles(voice.load("pair"))) == {"pair", "other"}


@pytest.mark.parametrize("name", ["../../etc/passwd", "newsreader.toml", "", "/etc/passwd", "a\0b"])
def test_a_name_is_never_a_path(name: str) -> None:
    with pytest.raises(VoiceError, match="there is no voice"):
        voice.load(name)


@pytest.mark.parametrize(
    ("profile", "line", "says"),
    [
        ('engine = "tone"\nspeed = 2\n', 2, "'speed' is not a setting"),
        ('engine = "tone"\n\nrates = 2\n', 3, "Did you mean 'rate'?"),
        ('engine = "tone"\nrate = "fast"\n', 2, "'rate' must be a number"),
        ('engine = "tone"\nrate = 40\n', 2, "It goes from 0.3 to 4.0"),
        ('engine = "tone"\nrate = true\n', 2, "'rate' must be a number"),
        ('engine = "tone"\n[pacing]\nheadings = 3\n', 3, "Did you mean 'heading'?"),
        ('engine = "tone"\n[pacing]\nheading = -3\n', 3, "0 to 60000 milliseconds"),
        ('engine = "tone"\nreads = ["pictures"]\n', 2, "there is no kind of block 'pictures'"),
        ('engine = "tone"\n[roles]\nquote = 3\n', 3, "'quote' must be a text in quotes"),
        ("rate = 1.0\n", 1, "'engine' is missing"),
    ],
)
def test_a_mistake_names_file_and_line(folder: Path, profile: str, line: int, says: str) -> None:
    path = folder / "mine.toml"
    path.write_text(profile)
    with pytest.raises(VoiceError) as raised:
        voice.load("mine")
    assert str(raised.value).startswith(f"{path}, line {line}: ")
    assert says in str(raised.value)


def test_broken_toml_names_the_line(folder: Path) -> None:
    (folder / "mine.toml").write_text('engine = "tone"\nrate = \n')
    with pytest.raises(VoiceError, match="line 2"):
        voice.load("mine")
