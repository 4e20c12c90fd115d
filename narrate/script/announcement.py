"""What a recording says of itself before it begins: who wrote the article, and who speaks."""

from __future__ import annotations

from dataclasses import replace

from narrate.model import Article, Block, Recording
from narrate.script.normaliser.language import load


def announced(article: Article, recording: Recording) -> Article:
    """The article with its byline and the disclosure as paragraphs after its title, where the
    profile wants them spoken and the article's language has words for them."""
    known = load(article.language or "en")
    words = known.table("announcement") if known else {}
    said: list[str] = []
    if recording.byline and article.byline and "byline" in words:
        said.append(words["byline"].replace("{author}", article.byline))
    if recording.disclosure and "disclosure" in words:
        said.append(words["disclosure"])
    if not said:
        return article
    kinds = [block.kind for block in article.blocks]
    after_title = kinds.index("title") + 1 if "title" in kinds else 0
    paragraphs = tuple(Block(kind="paragraph", text=text) for text in said)
    blocks = article.blocks[:after_title] + paragraphs + article.blocks[after_title:]
    return replace(article, blocks=blocks)
