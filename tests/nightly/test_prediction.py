"""How long an article will be heard, before it is read."""

from __future__ import annotations

from narrate.model import Entry, Known, Source
from narrate.nightly.prediction import CHARACTERS_A_MINUTE, MINUTES, predictor


def entry(page: str = "a", content: bytes | None = None, of: str = "news") -> Entry:
    source = Source(kind="feed entry", uri=f"https://a.example/{page}", content=content)
    return Entry(source=source, subscription=of, mark="")


def known(page: str, minutes: float, of: str = "news") -> Known:
    return Known(uri=f"https://a.example/{page}", subscription=of, seconds=60 * minutes)


def test_by_the_text_that_a_feed_carries() -> None:
    text = b"<p class='long long long'>" + "é".encode() * CHARACTERS_A_MINUTE * 3 + b"</p>"
    minutes, _ = predictor([], {})(entry(content=text), "v")
    assert round(minutes, 1) == 3.0


def test_by_the_past_of_the_article_of_its_source_of_all() -> None:
    predict = predictor([known("a", 2), known("b", 4), known("c", 30), known("d", 8, "map")], {})
    assert predict(entry("a"), "v")[0] == 2
    assert predict(entry("x"), "v")[0] == 4
    assert predict(entry("x", of="elsewhere"), "v")[0] == 6
    assert predictor([], {})(entry(), "v")[0] == MINUTES


def test_cost_is_by_the_voice_s_price_for_a_million_characters() -> None:
    minutes, cost = predictor([known("a", 10)], {"dear": 15.0})(entry("a"), "dear")
    assert cost == minutes * CHARACTERS_A_MINUTE * 15 / 1e6
    assert predictor([known("a", 10)], {"dear": 15.0})(entry("a"), "free")[1] == 0
