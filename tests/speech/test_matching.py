import pytest

from narrate.model import EngineVoice
from narrate.speech.matching import best_voice, with_accent

VOICES = [
    EngineVoice(id=tag, language=tag) for tag in ("de", "en-gb", "en-us", "es-419", "pt-BR", "pt")
]


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        ("en-US", "en-us"),  # the exact tag, whatever its case
        ("en_GB", "en-gb"),
        ("en", "en-gb"),  # any variety, the first the engine names
        ("en-AU", "en-gb"),  # a near variety rather than none
        ("de-AT", "de"),
        ("es", "es-419"),
        ("pt-PT", "pt"),  # the plain language before a foreign variety
    ],
)
def test_the_nearest_variety_speaks(language: str, voice: str) -> None:
    found = best_voice(VOICES, language)
    assert found is not None
    assert found.id == voice


def test_no_voice_speaks_an_unknown_language() -> None:
    assert best_voice(VOICES, "fr") is None


def test_a_voice_without_a_language_speaks_any() -> None:
    anyone = EngineVoice(id="tone", language="")
    assert best_voice([*VOICES, anyone], "fr") == anyone


def test_a_profile_prefers_an_accent_only_where_the_article_names_none() -> None:
    accents = {"en": "en-US"}
    assert with_accent("en", accents) == "en-US"
    assert with_accent("en-GB", accents) == "en-GB"
