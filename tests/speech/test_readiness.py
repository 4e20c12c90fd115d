"""Which voices can speak now."""

import pytest

from narrate.model import Voice
from narrate.speech.readiness import missing


def test_a_voice_is_ready_or_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("A_KEY_OF_NOBODY", raising=False)
    here = {"base_url": "https://api.openai.com/v1"}
    found = missing(
        [
            Voice(name="beep", engine="tone", language="de"),
            Voice(name="gone", engine="tome"),
            Voice(name="alien", engine="pyttsx3", language="tlh"),
            Voice(name="lost", engine="pyttsx3", engine_voice="gmw/atlantean"),
            Voice(name="plain", engine="pyttsx3"),
            Voice(name="locked", engine="openai", options=here | {"key": "A_KEY_OF_NOBODY"}),
        ]
    )
    assert found["beep"] is None
    assert found["plain"] is None
    assert "there is no engine 'tome'. Did you mean 'tone'?" in str(found["gone"])
    assert "no voice speaks the language 'tlh'" in str(found["alien"])
    assert "the engine has no voice 'gmw/atlantean'" in str(found["lost"])
    assert "no key for api.openai.com" in str(found["locked"])
