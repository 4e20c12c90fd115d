"""Voice profiles: found by name, and told by file and line what is wrong with them."""

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
def test_every_bundled_profile_is_right(name):
    assert voice.load(name).name == name
    assert set(voice.with_roles(voice.load(name))) >= {name}


def test_the_users_profile_wins_over_the_bundled_one(folder):
    (folder / "newsreader.toml").write_text('engine = "tone"\nrate = 2\n')
    own = voice.load("newsreader")
    assert (own.engine, own.rate) == ("tone", 2.0)


@pytest.mark.parametrize(
    ("text", "line", "problem", "advice"),
    [
        ('engine = "tone"\nrat = 1.0', 2, "'rat' is not a setting", "Did you mean 'rate'?"),
        ('engine = "tone"\nrate = "fast"', 2, "'rate' must be a number", ""),
        ("# The engine.\nengine = 1", 2, "'engine' must be a text in quotes", ""),
        ('engine = "tone"\nvolume = true', 2, "'volume' must be a number", ""),
        ('# rate = 9\nengine = "tone"\n\nrate = 9', 4, "'rate' is 9", "It goes from 0.3 to 4.0."),
        ('engine = "tone"\nrate = nan', 2, "'rate' is nan", "It goes from"),
        ("rate = 1.0", 1, "'engine' is missing", 'engine = "pyttsx3"'),
        ('engine = "tone"\npacing = 3', 2, "'pacing' must be a table", ""),
        ('engine = "tone"\n[pacing]\nsentense = 9', 3, "no boundary 'sentense'", "'sentence'"),
        ('engine = "tone"\n[pacing]\nclause = -1', 3, "'clause' must be 0 to 60000", ""),
        ('engine = "tone"\n[pacing]\nclause = true', 3, "'clause' must be 0 to 60000", ""),
        ('engine = "tone"\nreads = ["table", "tabel"]', 2, "no kind of block 'tabel'", "'table'"),
        ('engine = "tone"\n[roles]\nquot = "x"', 3, "no role 'quot'", "'quote'"),
        ('engine = "tone"\n[roles]\nquote = 3', 3, "'quote' must be a text", ""),
        ('engine = "tone"\nlexicons = [3]', 2, "'3' in 'lexicons' must be a text", ""),
    ],
)
def test_a_fault_is_named_with_its_line_and_a_way_out(tmp_path, text, line, problem, advice):
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(VoiceError) as caught:
        voice.parse(file)
    assert caught.value.subject == f"{file}, line {line}"
    assert problem in caught.value.problem
    assert advice in caught.value.advice


@pytest.mark.parametrize("content", [b'engine = "tone"\nrate = ', b'engine = "\xff"'])
def test_what_is_not_toml_in_utf8_is_a_voice_error(tmp_path, content):
    file = tmp_path / "mine.toml"
    file.write_bytes(content)
    with pytest.raises(VoiceError, match="cannot be read") as caught:
        voice.parse(file)
    assert caught.value.subject == str(file)


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
