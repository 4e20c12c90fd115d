"""Each engine: how soon it speaks, how quickly on one core and on two, and what it holds.

    python tests/benchmarks/engines.py [tone espeak pyttsx3 …] [--utterances 10000]

- *start*: until the engine's process says that it is ready; *first sound*: from the start of
  Python until the first sentence of an article is a clip.
- *x real time*: seconds of sound in a second, each clip checked, none from the cache.
- *MB*: what the engine's process holds (resident) after 2,000 utterances and after all of them.

Linux. Short sentences, the same every time; medians of ``--runs``.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from main_job import book

from narrate import split_sentences
from narrate.model import Script, SpeechRequest, Token, Utterance, Voice
from narrate.speech.process import EngineProcess
from narrate.speech.synthesis import speak, time_limit

SETTLED = 2000  # utterances, after which a process has held the longest clip and grows no more

_FIRST = """
import sys; sys.path[:] = {path!r}
import narrate
from narrate.model import Voice
from narrate.speech.synthesis import speak
voice = Voice(name="newsreader", engine={engine!r})
script = narrate.write(narrate.clean("The ferry leaves at seven.\\n\\nIt comes back before dark."))
next(speak(script, {{"newsreader": voice}}))
"""


def sentences(words: int) -> list[str]:
    return [text for line in book(words).splitlines() if line for text in split_sentences(line)]


def start(engine: str) -> float:
    """Seconds until the process is ready."""
    began = time.perf_counter()
    process = EngineProcess(engine)
    seconds = time.perf_counter() - began
    process.stop()
    return seconds


def first_sound(engine: str) -> float:
    """Seconds from nothing to the first clip."""
    code = _FIRST.format(path=sys.path, engine=engine)
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - began


def throughput(engine: str, texts: Sequence[str], cores: int) -> tuple[float, float]:
    """Seconds of sound, and utterances, in a second, on so many cores."""
    lines = [
        Utterance(
            block=at,
            tokens=(Token(written=text, spoken=text, start=0, end=len(text)),),
            language="en",
        )
        for at, text in enumerate(texts)
    ]
    script = Script(language="en", lines=tuple(lines))
    usual = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(usual)[:cores])
    try:
        clips = speak(script, {"": Voice(name="", engine=engine)}, processes=cores)
        sound = next(clips).seconds  # the engine has started
        began = time.perf_counter()
        sound += sum(clip.seconds for clip in clips)
        seconds = time.perf_counter() - began
    finally:
        os.sched_setaffinity(0, usual)
    return sound / seconds, len(texts) / seconds


def memory(engine: str, texts: Sequence[str], utterances: int) -> tuple[float, float]:
    """MB that the process holds once it has settled, and at the end."""
    process = EngineProcess(engine)
    settled = 0.0
    for number in range(utterances):
        text = texts[number % len(texts)]
        process.speak(SpeechRequest(text=text, language="en"), time_limit(text))
        if number == SETTLED - 1:
            settled = _resident(process._child.pid)
    end = _resident(process._child.pid)
    process.stop()
    return settled or end, end


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("engines", nargs="*", default=["tone", "espeak", "pyttsx3"])
    parser.add_argument("--words", type=int, default=10_000)
    parser.add_argument("--utterances", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    texts = sentences(options.words)
    print(f"{len(texts)} sentences, {options.utterances} utterances for memory")
    print("engine    start s  first sound s  x real time: 1 core  2 cores  utterances/s"
          "  MB at 2,000  MB after all")  # fmt: skip
    for engine in options.engines:
        ready, sound = (
            statistics.median(measure(engine) for _ in range(options.runs))
            for measure in (start, first_sound)
        )
        runs = [[throughput(engine, texts, cores) for cores in (1, 2)] for _ in range(options.runs)]
        one, two = (statistics.median(run[at][0] for run in runs) for at in (0, 1))
        rate = statistics.median(run[0][1] for run in runs)
        settled, end = memory(engine, texts, options.utterances)
        print(
            f"{engine:9} {ready:7.2f} {sound:14.2f} {one:20.0f} {two:8.0f} {rate:13.0f}"
            f" {settled:11.1f} {end:13.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
