"""The public surface, and the contract that everything else leans on."""

from pathlib import Path

import pytest

import narrate

FERRY = Path(__file__).parent / "fixtures" / "articles" / "the-night-ferry.html"


def test_the_public_names() -> None:
    assert set(narrate.__all__) == {
        *("narrate", "save", "make", "read", "clean", "write", "speak"),
        *("split_sentences", "to_spoken"),
        *("Source", "Page", "Article", "Block", "Script", "Voice", "Clip", "Narration", "Episode"),
        *("NarrateError", "SourceError", "ArticleError", "VoiceError", "SpeechError"),
        *("OutputError", "ConfigError", "MissingExtraError"),
    }
    for name in narrate.__all__:
        assert getattr(narrate, name) is not None


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        narrate.nonsense  # noqa: B018


def test_the_text_front_end_by_itself() -> None:
    text = "Dr. Kim paid $5.2m. It rained."
    assert narrate.split_sentences(text, language="en") == ["Dr. Kim paid $5.2m.", "It rained."]
    spoken = "Doctor Kim paid five point two million dollars."
    assert narrate.to_spoken("Dr. Kim paid $5.2m.", language="en") == spoken


def test_each_stage_alone(tone_voice: str) -> None:
    page = narrate.read(FERRY)
    article = narrate.clean(page)
    assert article.text.startswith("The night ferry sails again")
    script = narrate.write(article, voice=tone_voice)
    clips = list(narrate.speak(script))
    assert len(clips) == len(script.utterances)
    assert all(clip.frames for clip in clips)


def test_clean_takes_html_and_text_as_they_are() -> None:
    html = (
        "<html><body><h1>The lamp</h1><p>It was carried up the hill by the club.</p></body></html>"
    )
    text = "The lamp\n\nIt was carried up the hill by the club."
    for page in (html, html.encode(), text, text.encode()):
        article = narrate.clean(page, url="https://example.org/lamp", language="en")
        assert article.text == "The lamp\n\nIt was carried up the hill by the club."
        assert (article.url, article.language) == ("https://example.org/lamp", "en")


@pytest.mark.parametrize(
    "bad",
    [
        lambda: narrate.read("no-such-file.html"),
        lambda: narrate.clean(b""),
        lambda: narrate.clean(b"\x89PNG\r\n\x1a\n" + bytes(500)),
        lambda: narrate.narrate(FERRY, voice="nobody"),
        lambda: narrate.write(narrate.clean(narrate.read(FERRY)), voice="../newsreader"),
    ],
)
def test_bad_input_raises_only_our_errors(bad) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(narrate.NarrateError) as raised:
        bad()
    assert str(raised.value).endswith((".", "?"))
