"""What speaking costs is said before it is paid, and never more is paid than was allowed."""

import logging

import pytest

from narrate.errors import SpeechError
from narrate.model import Voice
from narrate.speech.cost import Bill

DEAR = Voice(name="dear", engine="openai", price=100.0)
CAPPED = Voice(name="capped", engine="openai", price=10.0, max_cost=0.01)
FREE = Voice(name="free", engine="tone")


def test_the_estimate_counts_what_has_a_price(caplog):
    Bill([DEAR, FREE]).state([(DEAR, "a" * 1500), (FREE, "b" * 9999)])
    assert "1,500 characters to speak, about 0.1500 at the voice's price." in caplog.text


def test_nothing_is_said_of_what_is_free(caplog):
    caplog.set_level(logging.DEBUG)
    Bill([FREE]).state([(FREE, "b" * 9999)])
    assert caplog.text == ""


def test_a_cap_holds_for_the_whole_recording_whoever_speaks():
    with pytest.raises(SpeechError, match=r"over the cap of 0\.01") as caught:
        Bill([FREE, DEAR, CAPPED]).state([(DEAR, "a" * 101)])
    assert caught.value.subject == "the voice 'capped'"
    Bill([FREE, DEAR, CAPPED]).state([(DEAR, "a" * 100)])


def test_a_voice_that_steps_in_is_paid_from_the_same_purse():
    bill = Bill([DEAR, CAPPED])
    bill.pay(DEAR, "a" * 60)
    with pytest.raises(SpeechError):
        bill.pay(DEAR, "a" * 60)
    bill.pay(DEAR, "a" * 40)  # what was refused was not paid


def test_the_cap_itself_may_be_reached_in_many_small_parts():
    bill = Bill([CAPPED])
    for _ in range(1000):
        bill.pay(CAPPED, "a")
