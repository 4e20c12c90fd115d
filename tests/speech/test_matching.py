import sys

import pytest

from narrate.errors import VoiceError
from narrate.model import EngineVoice, SpeechRequest
from narrate.speech.matching import best_voice, with_accent, with_voice

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


@pytest.mark.parametrize(
    ("system", "step"),
    [
        ("linux", "sudo apt install espeak-ng"),
        ("darwin", "System Settings > Accessibility > Spoken Content"),
        ("win32", "Settings > Time & language"),
    ],
)
def test_a_language_nobody_speaks_says_what_to_install(monkeypatch, system, step):
    monkeypatch.setattr(sys, "platform", system)
    with pytest.raises(VoiceError, match="no voice speaks the language 'fr'") as caught:
        with_voice(SpeechRequest(text="Bonjour.", language="fr"), VOICES)
    assert step in caught.value.advice
    assert "--voice" in caught.value.advice
