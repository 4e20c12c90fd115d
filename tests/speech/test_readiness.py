"""Which voices can speak now."""

from narrate.model import Voice
from narrate.speech.readiness import missing


def test_a_voice_is_ready_or_says_what_it_lacks() -> None:
    found = missing(
        [
            Voice(name="beep", engine="tone", language="de"),
            Voice(name="gone", engine="tome"),
            Voice(name="alien", engine="pyttsx3", language="tlh"),
            Voice(name="lost", engine="pyttsx3", engine_voice="gmw/atlantean"),
            Voice(name="plain", engine="pyttsx3"),
        ]
    )
    assert found["beep"] is None
    assert found["plain"] is None
    assert "there is no engine 'tome'. Did you mean 'tone'?" in str(found["gone"])
    assert "no voice speaks the language 'tlh'" in str(found["alien"])
    assert "the engine has no voice 'gmw/atlantean'" in str(found["lost"])
