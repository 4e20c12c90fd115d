"""``narrate lexicon``: add, look, try, and what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's own lexicon will stand."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "narrate" / "voices" / "lexicons" / "own.toml"


def test_what_is_added_is_said_by_every_voice(program, own: Path) -> None:
    done = program("lexicon", "add", "Oduya", "Oh-doo-yah")
    assert (done.returncode, done.stdout) == (0, f"added in {own}\n"), done.stderr
    assert program("lexicon", "add", "Oduya", "Oh-doo-ya").stdout == f"changed in {own}\n"
    done = program("lexicon", "try", "Kyiv heard Oduya’s song.")
    assert done.stdout.splitlines() == [
        "lexicon:world: Kyiv -> Keev",
        "lexicon:own: Oduya -> Oh-doo-ya",
        "Keev heard Oh-doo-ya’s song.",
    ]


def test_an_entry_for_one_article_is_tried_there(program, own: Path) -> None:
    address = "https://example.org/a?utm_source=mail"
    program("lexicon", "add", "Reading", "Redding", "--match-case", "--article", address)
    assert own.read_text("utf-8").splitlines()[-1] == 'article = "https://example.org/a"'
    tried = program("lexicon", "try", "Reading", "--article", "https://example.org/a")
    assert tried.stdout.splitlines()[-1] == "Redding"
    assert program("lexicon", "try", "Reading").stdout == "Reading\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Oduya"], "say how"),
        ([" ", "x"], "nothing to say"),
        (["Oduya", "x", "--site", "https://example.org/"], "host alone"),
        (["Oduya", "x", "--to", "../names"], "ends in .toml"),
    ],
)
def test_a_wrong_command_line_adds_nothing(
    program, own: Path, arguments: list[str], told: str
) -> None:
    done = program("lexicon", "add", *arguments)
    assert done.returncode == 2
    assert told in " ".join(done.stderr.replace("│", " ").split())
    assert not own.exists()


def test_lists_name_language_size_and_place(program, own: Path) -> None:
    program("lexicon", "add", "GmbH", "--spell", "--to", "firms")
    (own.parent / "broken.toml").write_text("entrys = []\n")
    done = program("lexicon", "list", "--json")
    assert done.returncode == 1
    assert "broken.toml:1: “entrys” is not known" in done.stderr
    firms, world = map(json.loads, done.stdout.splitlines())
    assert (firms["name"], firms["language"], firms["entries"]) == ("firms", "any", 1)
    assert (world["name"], world["language"]) == ("world", "en")
    assert program("lexicon", "list", "firms").stdout == "GmbH  ->  letter by letter\n"


def test_names_that_no_lexicon_has_are_listed(program, own: Path, tmp_path: Path) -> None:
    text = "The ferry\n\nThe captain met Anna Oduya in Kyiv. Nobody else saw Anna Oduya there.\n"
    story = tmp_path / "story.txt"
    story.write_text(text, "utf-8")
    done = program("lexicon", "names", story, "--json")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {
            "written": "Anna Oduya",
            "articles": 1,
            "times": 2,
            "sentence": "The captain met Anna Oduya in Kyiv.",
        }
    ]
    done = program("lexicon", "names", story, tmp_path / "none.txt")
    assert done.returncode == 1
    assert "Anna Oduya" in done.stdout
