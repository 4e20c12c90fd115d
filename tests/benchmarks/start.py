"""How soon things happen: the program's help, the first sound of an article, a second run.

    python tests/benchmarks/start.py [--voice newsreader] [--runs 7]

- *play*: from the start of the program until the loudspeaker takes the first sound that is no
  silence. The loudspeaker is miniaudio's "NULL", which every machine has. The first time no
  clip is in the cache, the second time all are.
- *make*: a short article, from nothing; again with every clip in the cache and no files; and
  again with the files standing.

Medians of seconds, by the clock and by the processor (of *play*, our own process alone). Linux.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ARTICLE = Path(__file__).parents[1] / "fixtures" / "articles" / "the-night-ferry.html"
Seconds = tuple[float, float]

_PROGRAM = "from narrate.cli.app import main; main()"

# What is printed: the clock at the first sound, and the processor's seconds.
_HEARD = """
import os, signal, time
import miniaudio

class Loudspeaker(miniaudio.PlaybackDevice):
    def __init__(self, **settings):
        super().__init__(**settings | {"backends": [miniaudio.Backend.NULL]})

    def start(self, stream):
        listener = heard(stream)
        next(listener)
        super().start(listener)

def heard(stream):
    wanted = yield b""
    while not any(sound := stream.send(wanted)):
        wanted = yield sound
    print(time.time(), time.process_time(), flush=True)
    os.kill(os.getpid(), signal.SIGINT)
    while True:
        yield bytes(len(sound))

miniaudio.PlaybackDevice = Loudspeaker
"""


def run(code: str, *arguments: str, home: str) -> Seconds:
    """A fresh interpreter, from its start until its end."""
    began = time.time()
    child = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.DEVNULL, env=_env(home)
    )
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"it failed: {arguments}")
    return time.time() - began, usage.ru_utime + usage.ru_stime


def first_sound(*arguments: str, home: str) -> Seconds:
    """From the start of the program until it is heard; then it is interrupted."""
    began = time.time()
    child = subprocess.run(
        [sys.executable, "-c", _HEARD + _PROGRAM, "play", *arguments],
        capture_output=True,
        text=True,
        env=_env(home),
    )
    if not child.stdout:
        raise SystemExit(f"nothing was heard: {child.stderr}")
    at, processor = map(float, child.stdout.split())
    return at - began, processor


def _env(home: str) -> dict[str, str]:
    return os.environ | {"XDG_CACHE_HOME": home, "PYTHONPATH": os.pathsep.join(sys.path)}


def once(voice: str) -> dict[str, Seconds]:
    """Everything, one time."""
    with tempfile.TemporaryDirectory() as home:
        recording = Path(home) / "story.mp3"
        spoken = str(ARTICLE), "--voice", voice
        make = "make", *spoken, "-o", str(recording), "--quiet"
        found = {
            "import narrate": run("import narrate", home=home),
            "narrate --help": run(_PROGRAM, "--help", home=home),
            "play: first sound": first_sound(*spoken, home=home),
            "make": run(_PROGRAM, *make, home=home),
        }
        for file in recording.parent.glob("story.*"):
            file.unlink()
        return found | {
            "play again: first sound": first_sound(*spoken, home=home),
            "make again, clips in the cache": run(_PROGRAM, *make, home=home),
            "make again, files standing": run(_PROGRAM, *make, home=home),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--voice", default="newsreader")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    runs = [once(options.voice) for _ in range(options.runs)]
    print(f"{'':32} {'clock':>6} {'processor':>10}")
    for name in runs[0]:
        clock, processor = (statistics.median(each[name][at] for each in runs) for at in (0, 1))
        print(f"{name:32} {clock:6.2f} {processor:10.2f}")


if __name__ == "__main__":
    main()
