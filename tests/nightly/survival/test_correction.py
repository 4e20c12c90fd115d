"""An article that was corrected: only its changed sentences are spoken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from narrate.config import Settings
from tests.nightly.conftest import Newsroom, night

SENTENCES = [
    f"On day {number} the council measured the tide at the old pier." for number in range(1, 31)
]


def spoken() -> dict[str, int]:
    """The clips that an engine made, and their files' numbers: one made again has another."""
    cache = Path(os.environ["XDG_CACHE_HOME"])
    return {str(path): path.stat().st_ino for path in cache.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_of_a_corrected_article_only_the_changed_sentences_are_spoken(
    here: Settings, newsroom: Newsroom
) -> None:
    newsroom.stories.clear()
    newsroom.write(1)
    story = newsroom.stories["/story/1"]
    story.text = "\n".join(SENTENCES)
    assert len(night(here).of("narrated")) == 1
    before = spoken()
    assert len(before) == 1 + len(SENTENCES), "the title, and each sentence"
    corrected = [*SENTENCES, "Correction: on day 4 it was the new pier."]
    corrected[3] = "On day 4 the council measured the tide at the new pier."
    story.text = "\n".join(corrected)
    again = night(here, 1)
    assert [article.outcome for article in again.articles] == ["narrated"]
    after = spoken()
    assert len(after.items() - before.items()) == 2
    assert before.items() <= after.items(), "no other was made again"
