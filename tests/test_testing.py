"""check_engine says which promise an engine breaks."""

import pytest

from narrate.model import EngineVoice
from narrate.speech.engines import tone
from narrate.testing import check_engine


def test_an_engine_that_keeps_the_contract_passes():
    check_engine("tone")


def test_an_engine_without_a_voice_for_the_language_is_told():
    with pytest.raises(AssertionError, match="no voice for 'tlh'"):
        check_engine("pyttsx3", language="tlh")
    assert tone.Engine().voices() == [
        EngineVoice(id="tone", language="", description="a beep for every word")
    ]
