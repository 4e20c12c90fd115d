"""Several requests at once, and never many."""

import threading
import time
from pathlib import Path

import pytest

from narrate.publishing.abreast import AT_ONCE, abreast
from narrate.publishing.place import place

STORE = place("memory://x/")


@pytest.mark.parametrize("folder", [Path("here"), STORE])
def test_results_come_in_order(folder):
    assert list(abreast(lambda n: n * n, range(100), folder)) == [n * n for n in range(100)]
    assert list(abreast(str, [], folder)) == []


def test_items_are_drawn_as_they_are_needed():
    drawn = []
    results = abreast(str, (drawn.append(n) or n for n in range(1000)), STORE)
    next(results)
    assert len(drawn) <= AT_ONCE + 1


def test_in_a_store_a_few_are_asked_at_once_and_here_one():
    at_work, most, lock = 0, 0, threading.Lock()

    def ask(_):
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        time.sleep(0.005)
        with lock:
            at_work -= 1

    list(abreast(ask, range(40), STORE))
    assert 1 < most <= AT_ONCE
    most = 0
    list(abreast(ask, range(3), Path("here")))
    assert most == 1


def test_after_a_failure_none_is_begun():
    begun = []

    def ask(n):
        begun.append(n)
        if n == 3:
            raise ValueError(n)

    with pytest.raises(ValueError, match="3"):
        list(abreast(ask, range(1000), STORE))
    assert len(begun) <= 3 + 2 * AT_ONCE
