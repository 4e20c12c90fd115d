"""Work done in a copy of this process leaves this one as it was."""

import os
import signal

import pytest

from narrate.speech.copy import CAN_COPY, in_a_copy

pytestmark = pytest.mark.skipif(not CAN_COPY, reason="POSIX only")


def test_the_answer_comes_back_and_the_change_does_not():
    seen: list[int] = []
    _, length, process = in_a_copy(lambda: (seen.append(1), len(seen), os.getpid()))
    assert length == 1
    assert process != os.getpid()
    assert seen == []


def test_an_exception_comes_back():
    with pytest.raises(KeyError, match="ferry"):
        in_a_copy(lambda: {}["ferry"])


def test_a_large_answer_comes_back_whole():
    assert in_a_copy(lambda: bytes(5_000_000)) == bytes(5_000_000)


@pytest.mark.parametrize(
    ("end", "how"),
    [
        (lambda: os._exit(3), "exit status 3"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "SIGKILL"),
    ],
)
def test_a_copy_that_dies_is_an_error_that_says_how(end, how):
    with pytest.raises(ChildProcessError, match=how):
        in_a_copy(end)
