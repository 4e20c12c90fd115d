"""Voice profiles by name: the user's own first, and whom else they name."""

from pathlib import Path

import pytest

from narrate import resources
from narrate.errors import VoiceError
from narrate.speech import voice


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own profiles."""
    monkeypatch.setattr(resources.platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path))
    voices = tmp_path / "voices"
    voices.mkdir()
    return voices


@pytest.mark.parametrize("name", voice.names())
def test_every_bundled_profile_is_right_and_says_when_to_choose_it(name):
    loaded = voice.load(name)
    assert loaded.name == name
    assert set(voice.cast_of(loaded)) >= {name}
    assert loaded.description
    head = voice.path_of(name).read_text(encoding="utf-8").partition("\ndescription")[0]
    assert all(line.startswith("#") for line in head.splitlines())


def test_the_users_profile_wins_over_the_bundled_one(folder):
    (folder / "newsreader.toml").write_text('engine = "tone"\nrate = 2\n')
    own = voice.load("newsreader")
    assert (own.engine, own.rate) == ("tone", 2.0)


def test_an_unknown_name_gives_the_nearest():
    with pytest.raises(VoiceError, match="Did you mean 'newsreader'"):
        voice.load("newreader")


def test_a_name_is_never_a_path_to_a_file_elsewhere(folder, tmp_path):
    (tmp_path / "secret.toml").write_text('engine = "tone"')
    (folder / "sub").mkdir()
    (folder / "sub" / "inner.toml").write_text('engine = "tone"')
    for name in ("../secret", str(tmp_path / "secret"), "sub/inner", ""):
        with pytest.raises(VoiceError, match="there is no voice"):
            voice.load(name)


def test_a_cast_is_all_who_may_have_to_speak(folder):
    (folder / "her.toml").write_text(
        'engine = "tone"\nfallback = ["spare"]\n[roles]\nquote = "him"\n[languages]\nde = "sie"'
    )
    (folder / "him.toml").write_text('engine = "tone"\nfallback = ["last"]\n')
    (folder / "sie.toml").write_text('engine = "tone"\n[languages]\n"*" = "newsreader"')
    (folder / "spare.toml").write_text('engine = "tone"\nfallback = ["last"]\n')
    (folder / "last.toml").write_text('engine = "tone"\n')
    assert list(voice.cast_of(voice.load("her"))) == ["her", "him", "sie", "spare", "last"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('engine = "tone"\nfallback = ["nobody"]', 2),
        ('engine = "tone"\n\n[roles]\nquote = "nobody"', 4),
        ('engine = "tone"\n[languages]\nde = "newsreader"\n"*" = "nobody"', 4),
    ],
)
def test_a_voice_that_names_one_who_is_not_there_is_told_so_by_line(folder, text, line):
    (folder / "mine.toml").write_text(text)
    with pytest.raises(VoiceError, match="there is no voice 'nobody'") as caught:
        voice.load("mine")
    assert caught.value.subject == f"{folder / 'mine.toml'}, line {line}"
    assert "Known: duet" in caught.value.advice


def test_nobody_falls_back_on_himself(folder):
    (folder / "one.toml").write_text('engine = "tone"\nfallback = ["newsreader", "two"]\n')
    (folder / "two.toml").write_text('engine = "tone"\nfallback = ["three"]\n')
    (folder / "three.toml").write_text('engine = "tone"\n# In need.\nfallback = ["one"]\n')
    (folder / "me.toml").write_text('engine = "tone"\nfallback = ["me"]\n')
    with pytest.raises(VoiceError, match="'two' falls back on 'one'") as caught:
        voice.load("one")
    assert caught.value.subject == f"{folder / 'one.toml'}, line 2"
    with pytest.raises(VoiceError, match="'one' falls back on 'three'"):
        voice.load("three")
    with pytest.raises(VoiceError, match="'me' falls back on 'me'"):
        voice.load("me")
