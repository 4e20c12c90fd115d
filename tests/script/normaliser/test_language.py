"""A language is a folder of tables; it says as much as its tables know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from narrate.script.normaliser import language
from narrate.script.normaliser.spoken import to_spoken

_NUMBERS = """
[format]
decimal = [","]
group = ["."]

[words]
minus = "meno"
plus = "più"
point = "virgola"
and = "e"
to = "a"
by = "per"
over = "su"
digits = ["zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"]

[rules.cardinal]
0 = "zero"
1 = "uno"
2 = "due"
3 = "tre"
4 = "quattro"
5 = "cinque"
6 = "sei"
7 = "sette"
8 = "otto"
9 = "nove"
10 = "molti"

[rules.denominator]
0 = "{=:cardinal}"

[rules.denominator-plural]
0 = "{=:cardinal}"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of tables for the language "xx"."""
    monkeypatch.setattr(language, "LANGUAGES", tmp_path)
    (tmp_path / "xx").mkdir()
    language._language.cache_clear()
    yield tmp_path / "xx"
    language._language.cache_clear()


def test_numbers_alone_are_enough_to_say_numbers(folder: Path) -> None:
    (folder / "numbers.toml").write_text(_NUMBERS, encoding="utf-8")
    text = "Sono 5, anzi 2,5 kg e 3 € [1] 🎉: vedi www.sito.it/a."
    assert to_spoken(text, "xx") == "Sono cinque, anzi due virgola cinque kg e tre €: vedi sito.it."


def test_another_table_adds_what_it_knows(folder: Path) -> None:
    (folder / "numbers.toml").write_text(_NUMBERS, encoding="utf-8")
    (folder / "units.toml").write_text(
        'per = "al"\nclose = []\n[powers]\n[units]\nkg = ["chilo", "chili"]\n', encoding="utf-8"
    )
    assert to_spoken("Sono 5 kg e 1 kg.", "xx-CH") == "Sono cinque chili e uno chilo."


def test_a_folder_without_numbers_leaves_them_to_the_engine(folder: Path) -> None:
    assert to_spoken("Sono 5 [1].", "xx") == "Sono 5."


def test_unknown_languages_share_one_object() -> None:
    assert language.load("qq") is language.load("zz-Latn") is language.load("no code")
