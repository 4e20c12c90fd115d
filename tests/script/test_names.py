"""Names that nobody has said how to say."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from narrate.model import Article, Block
from narrate.script.names import unknown_names
from narrate.script.normaliser.language import LANGUAGES


def article(*texts: str, language: str = "en", url: str = "") -> Article:
    blocks = tuple(Block(kind="paragraph", text=text) for text in texts)
    return Article(title="", blocks=blocks, language=language, url=url)


def found(*articles: Article, lexicons: tuple[str, ...] = ()) -> list[str]:
    return [name.written for name in unknown_names(articles, lexicons)]


def test_names_stand_by_reach_each_with_a_sentence() -> None:
    first = article("Then Sergei Shoigu spoke. Nobody asked Shoigu’s staff.", "They met Oduya.")
    second = article("The note names Oduya twice: once as Oduya.")
    names = unknown_names([first, second])
    assert [(n.written, n.articles, n.times) for n in names] == [
        ("Oduya", 2, 3),
        ("Sergei Shoigu", 1, 1),
        ("Shoigu", 1, 1),
    ]
    assert names[1].sentence == "Then Sergei Shoigu spoke."


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "He met Ursula von der Leyen and Yusuf al-Assad.",
            ["Ursula von der Leyen", "Yusuf al-Assad"],
        ),
        ("On Monday in March the IMF met.", []),
        ("Yesterday he said I’m sure it rained.", []),
        ("The day was long. It rained on the Day of Rest, and rest is short.", []),
        (
            "We saw Sen. Elizabeth Warren of the United States.",
            ["Elizabeth Warren", "United States"],
        ),
        ("Ferries left. Oakmere slept.", []),  # the first word always has a capital
        ("It was Jean-Luc O’Hara.", ["Jean-Luc O’Hara"]),
        ("Oakmere slept. Nobody in Oakmere woke.", ["Oakmere"]),  # both times
        ("We heard Anna Petrova’s Oakmere songs.", ["Anna Petrova", "Oakmere"]),
        ("The Oduya-led and AI-powered LLMs met Kim Jong-un.", ["Kim Jong-un", "Oduya"]),
        ("She called al-Sharaa and el-Sisi.", ["al-Sharaa", "el-Sisi"]),
    ],
)
def test_what_is_a_name(text: str, names: list[str]) -> None:
    assert found(article(text)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Gestern sprach der Minister Sergei Schoigu über die Lage an der Grenze.",
            ["Sergei Schoigu"],
        ),
        ("Heute lobte Anna Oduya das Haus. Am Abend schwieg Oduya.", ["Oduya", "Anna Oduya"]),
        ("Man traf Jørgensen in der Stadt.", ["Jørgensen"]),
        ("Das kostet mit Bau Millionen Euro. Der Bau beginnt. Sie lesen Ihren Brief.", []),
    ],
)
def test_german_nouns_are_no_names(text: str, names: list[str]) -> None:
    assert sorted(found(article(text, language="de"))) == sorted(names)


def test_the_examples_of_languages_whose_nouns_have_capitals() -> None:
    files = sorted(LANGUAGES.glob("*/nouns.toml"))
    assert files
    for file in files:
        for example in tomllib.loads(file.read_text("utf-8"))["examples"]:
            text = article(example["text"], language=file.parent.name)
            assert sorted(found(text)) == sorted(example["names"])


def test_an_article_that_is_elided_is_no_part_of_a_name() -> None:
    assert found(article("Il parle de l’Ostrevie et d’Oduya.", language="fr")) == [
        "Oduya",
        "Ostrevie",
    ]


def test_what_a_lexicon_has_is_known_where_it_holds(tmp_path: Path) -> None:
    file = tmp_path / "names.toml"
    file.write_text('[[entries]]\nwritten = "Shoigu"\nspoken = "Shoy-goo"\nsite = "example.org"\n')
    text = "Then Shoigu spoke."
    there = article(text, url="https://news.example.org/a")
    assert found(there, lexicons=(str(file),)) == []
    assert found(article(text), lexicons=(str(file),)) == ["Shoigu"]
