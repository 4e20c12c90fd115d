"""What is heard while it is being made."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrate import playback
from narrate.audio.stitcher import stitch
from narrate.errors import ArticleError
from narrate.pipeline import prepare, speak
from narrate.sources.reader import read

FERRY = Path(__file__).parent / "fixtures" / "articles" / "the-night-ferry.html"


def test_what_is_heard_at_once_is_all_of_the_article(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []
    monkeypatch.setattr(
        playback.player, "play", lambda pieces: heard.extend(piece.pcm for piece in pieces)
    )
    playback.play(FERRY)
    _, script, _ = prepare(read(FERRY))
    whole = stitch(script, speak(script))
    assert b"".join(heard) == b"".join(piece.pcm for piece in whole)


def test_an_article_of_which_nothing_is_read_is_not_played(tmp_path: Path) -> None:
    page = tmp_path / "signs.txt"
    page.write_text("— — — — — —\n\n* * * * * *\n")
    with pytest.raises(ArticleError):
        playback.play(page)
