"""Memory that is asked for again and again comes without asking the system."""

import platform

import numpy as np
import pytest

from narrate import memory

resource = pytest.importorskip("resource")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="others' allocators do as they do")
def test_the_sound_of_a_sentence_takes_the_memory_of_the_one_before():
    memory.keep()

    def sentence():
        for _ in range(4):
            np.concatenate([np.ones(100_000, np.float32), np.ones(100_000, np.float32)])

    sentence()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(50):
        sentence()
    pages = 50 * 4 * 4 * 400_000 // resource.getpagesize()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before < pages / 10
