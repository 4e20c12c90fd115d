"""So many at a time, and so many a minute."""

import threading
import time

import pytest

from narrate.speech.turns import Turns


def test_no_more_than_so_many_speak_at_a_time():
    turns, lock, now, most = Turns(2), threading.Lock(), 0, 0

    def work() -> None:
        nonlocal now, most
        with turns:
            with lock:
                now, most = now + 1, max(most, now + 1)
            time.sleep(0.01)
            with lock:
                now -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def test_turns_of_a_minute_are_even():
    turns, begun = Turns(4, a_minute=1200), []
    for _ in range(4):
        with turns:
            begun.append(time.monotonic())
    assert begun[-1] - begun[0] >= 3 * 60 / 1200 * 0.99


def test_a_failure_gives_its_turn_back():
    turns = Turns(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="x"), turns:
            raise ValueError("x")
