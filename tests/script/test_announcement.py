"""What a recording says of itself, in each language that has words for it."""

import tomllib
from dataclasses import replace

import pytest

from narrate.model import Article, Block, Recording, Voice
from narrate.script.announcement import announced
from narrate.script.normaliser.language import LANGUAGES
from narrate.script.writer import write

TABLES = sorted(LANGUAGES.glob("*/announcement.toml"))
ARTICLE = Article(
    title="The ferry",
    byline="Ann Smith",
    language="en-GB",
    blocks=(
        Block(kind="title", text="The ferry"),
        Block(kind="standfirst", text="It sails."),
        Block(kind="paragraph", text="It rained."),
    ),
)
ALL = Recording(byline=True, disclosure=True)


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.parent.name)
def test_every_language_says_what_its_examples_say(table):
    for example in tomllib.loads(table.read_text(encoding="utf-8"))["examples"]:
        article = replace(ARTICLE, byline=example["author"], language=table.parent.name)
        assert [block.text for block in announced(article, ALL).blocks[1:3]] == example["said"]


def test_it_is_spoken_after_the_title_and_before_the_standfirst():
    script = write(announced(ARTICLE, ALL), Voice(name="v", engine="tone"))
    assert [(line.role, line.spoken) for line in script.utterances] == [
        ("title", "The ferry"),
        ("body", "By Ann Smith."),
        ("body", "This article is read by a synthetic voice."),
        ("standfirst", "It sails."),
        ("body", "It rained."),
    ]


@pytest.mark.parametrize(
    ("article", "recording"),
    [
        (ARTICLE, Recording()),
        (replace(ARTICLE, byline=""), Recording(byline=True)),
        (replace(ARTICLE, language="xx"), ALL),
    ],
    ids=["not asked for", "nobody is known", "no words in that language"],
)
def test_otherwise_the_article_is_what_it_was(article, recording):
    assert announced(article, recording) is article


def test_a_name_is_not_taken_for_a_pattern():
    article = replace(ARTICLE, byline="{author} \\1 %s")
    assert announced(article, Recording(byline=True)).blocks[1].text == "By {author} \\1 %s."


def test_an_article_without_a_title_begins_with_it():
    article = replace(ARTICLE, blocks=ARTICLE.blocks[2:])
    assert announced(article, Recording(byline=True)).blocks[0].text == "By Ann Smith."
