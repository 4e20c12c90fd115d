"""narrate.toml: what it sets, and how its mistakes are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrate.config import Settings, read
from narrate.errors import ConfigError
from narrate.model import Podcast


def test_a_folder_without_the_file_has_the_usual_settings(tmp_path: Path) -> None:
    assert read(tmp_path) == Settings()


def test_what_it_sets(tmp_path: Path) -> None:
    (tmp_path / "narrate.toml").write_text("""
        lexicons = ["world", "our/names.toml"]
        [podcast]
        title = "The Ledger, read"
        base_url = "https://example.org/audio/"
        cover = "cover.jpg"
        explicit = false
        corrections = "new episode"
    """)
    found = read(tmp_path)
    assert found.lexicons == ("world", str(tmp_path / "our" / "names.toml"))
    assert found.podcast == Podcast(
        title="The Ledger, read",
        base_url="https://example.org/audio/",
        cover=str(tmp_path / "cover.jpg"),
        corrections="new episode",
    )


@pytest.mark.parametrize(
    ("text", "line", "problem", "advice"),
    [
        ('\nlexicon = ["a"]', 2, "no setting 'lexicon'", "'lexicons'"),
        ("[podcast]\n\ntitel = 'x'", 3, "no setting of a podcast 'titel'", "'title'"),
        ("[podcast]\nexplicit = 'no'", 2, "true or false", ""),
        ("[podcast]\ncorrections = 'none'", 2, "no corrections 'none'", "new episode"),
        ("lexicons = [1]", 1, "text in quotes", ""),
        ("podcast = 3", 1, "must be a table", ""),
    ],
)
def test_a_mistake_is_told_with_its_line(
    text: str, line: int, problem: str, advice: str, tmp_path: Path
) -> None:
    (tmp_path / "narrate.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        read(tmp_path)
    assert problem in caught.value.problem
    assert caught.value.subject.endswith(f"narrate.toml:{line}")
    assert advice in caught.value.advice


def test_what_is_not_toml_is_told(tmp_path: Path) -> None:
    (tmp_path / "narrate.toml").write_text("= 3")
    with pytest.raises(ConfigError, match="cannot be read"):
        read(tmp_path)
