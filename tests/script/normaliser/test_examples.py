"""Every language file carries examples, and every example holds."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from narrate.script.normaliser.language import LANGUAGES
from narrate.script.normaliser.spoken import to_spoken

#: Their examples are sentences and parts of such, tested beside the segmenter and the pacing.
_OTHERS = {"announcement.toml", "clauses.toml", "nouns.toml", "segmenter.toml"}
_FILES = sorted(path for path in LANGUAGES.glob("*/*.toml") if path.name not in _OTHERS)
_EXAMPLES = [
    pytest.param(
        path.parent.name,
        example["written"],
        example["spoken"],
        id=f"{path.parent.name}/{path.stem}/{n}",
    )
    for path in _FILES
    for n, example in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get("examples", []))
]


@pytest.mark.parametrize(("language", "written", "spoken"), _EXAMPLES)
def test_example(language: str, written: str, spoken: str) -> None:
    assert to_spoken(written, language) == spoken


@pytest.mark.parametrize("path", _FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_file_carries_examples(path: Path) -> None:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert table["examples"], f"{path.name} shows nothing of what it does"


def test_four_languages_know_the_same_kinds_of_thing() -> None:
    kinds = {
        language: {path.name for path in (LANGUAGES / language).glob("*.toml")} - _OTHERS
        for language in ("en", "de", "fr", "es")
    }
    assert kinds["de"] == kinds["fr"] == kinds["es"] == kinds["en"]
