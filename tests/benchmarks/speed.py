"""The speed of making recordings, in one table: ours, the usual script, and the floor.

    python tests/benchmarks/speed.py [--words 50000] [--usual-words 2000]

- *espeak-ng, LAME*: what cannot be saved: espeak-ng's library speaking the same sentences, and
  LAME encoding that, in one process and with nothing else. Their processor time, spread over
  the cores, is the floor.
- *ours*: ``narrate make`` as a user starts it, no clip in its cache; then again where the
  recording stands, and where only its clips do.
- *the usual script*: pyttsx3, a file for each sentence; pydub's ``+=`` over all of them; export.
  What it costs grows with the square of the length, for ``+=`` copies all that came before: it
  gets a text of its own length, and the whole one only with ``--usual-words`` as large.

On a machine that is busy with other things, wall times say little; processor times do.
The peak is that of the largest process. ``main_job.py`` has the text.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from main_job import Run, book, run, timed

import narrate
from narrate.audio.mp3 import Mp3Encoder
from narrate.model import AudioFormat
from narrate.speech.engines.espeak import Engine

CORES = len(os.sched_getaffinity(0))

_USUAL = """
import re, sys, time
from pathlib import Path
from narrate.speech.espeak_library import make_loadable
make_loadable()
import pyttsx3
from pydub import AudioSegment
text, folder, target = Path(sys.argv[1]).read_text(), Path(sys.argv[2]), sys.argv[3]
engine = pyttsx3.init()
whole = AudioSegment.empty()
files = []
for number, sentence in enumerate(re.split(r"(?<=[.!?])\\s+|\\n\\n", text)):
    if sentence.strip():
        files.append(folder / f"{number}.wav")
        engine.save_to_file(sentence, str(files[-1]))
        engine.runAndWait()
for file in files:
    for _ in range(1000):  # runAndWait may return before the file is there
        if file.exists() and file.stat().st_size > 44:
            break
        time.sleep(0.01)
    whole += AudioSegment.from_wav(str(file))
whole.export(target, format=Path(target).suffix[1:])
print(len(whole) / 1000)
"""


def floor(text: str) -> Iterator[tuple[str, Run]]:
    """espeak-ng's library on the sentences of our script, and LAME on what it says."""
    script = narrate.write(narrate.clean(text), voice="reader")
    engine = Engine()
    library = engine._library
    library.espeak_SetVoiceByName(b"gmw/en-US")
    with tempfile.TemporaryFile() as spoken:
        engine._pcm = spoken  # type: ignore[assignment] - where its callback writes
        wall, cpu = time.perf_counter(), time.process_time()
        for utterance in script.utterances:
            said = utterance.spoken.encode() + b"\0"
            library.espeak_Synth(said, ctypes.c_size_t(len(said)), 0, 1, 0, 0x1001, None, None)
        seconds = spoken.tell() / 44100
        yield (
            "espeak-ng, the library alone",
            Run(wall=time.perf_counter() - wall, cpu=time.process_time() - cpu, audio=seconds),
        )
        spoken.seek(0)
        wall, cpu = time.perf_counter(), time.process_time()
        with tempfile.TemporaryFile() as file:
            encoder = Mp3Encoder(file, AudioFormat(rate=22050))
            while pcm := spoken.read(1 << 18):
                encoder.write(pcm)
            encoder.finish()
        yield (
            "LAME alone",
            Run(wall=time.perf_counter() - wall, cpu=time.process_time() - cpu, audio=seconds),
        )


def usual(source: Path) -> Run:
    folder = Path(tempfile.mkdtemp(dir=source.parent))
    target = folder / ("usual.mp3" if shutil.which("ffmpeg") else "usual.wav")
    made, said = timed([sys.executable, "-c", _USUAL, source, folder, target])
    return made.lasting(float(said.split()[-1]))


def start(code: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def row(name: str, made: Run, least: float = 0.0) -> None:
    over = f"{made.wall / least:>8.2f} {made.cpu / least / CORES:>8.2f}" if least else ""
    print(
        f"{name:<42} {made.audio / 60:>8.1f} {made.wall:>8.1f} {made.cpu:>8.1f} "
        f"{made.peak:>6.0f} {made.audio / made.wall:>10.0f} {over}",
        flush=True,
    )


def ours(voice: str, source: Path, least: float) -> None:
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(dir=source.parent)
    row(f"ours, {voice}", run(source, voice), least)
    row("… again, the recording stands", run(source, voice), least)
    for made in source.parent.glob(f"{source.stem}.*"):
        if made != source:
            made.unlink()
    row("… again, only its clips stand", run(source, voice), least)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--words", type=int, default=50_000)
    parser.add_argument("--usual-words", type=int, default=2000)
    parser.add_argument("--voices", nargs="+", default=["reader", "newsreader"])
    options = parser.parse_args()
    print(f"{options.words} words, {CORES} cores; others may be at work on them: "
          f"load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
    print(f"{'':<42} {'audio min':>8} {'wall s':>7} {'cpu s':>8} {'MB':>6} {'x real time':>10} "
          "  wall / floor, cpu / floor")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "book.txt"
        source.write_text(book(options.words))
        least = 0.0
        for name, made in floor(source.read_text()):
            row(name, made)
            least += made.cpu / CORES
        print(f"{'the floor: both, on all cores':<42} {'':8} {least:>8.1f}")
        for voice in options.voices:
            ours(voice, source, least)
        source = Path(folder) / "usual.txt"
        source.write_text(book(options.usual_words))
        row(f"the usual script, {options.usual_words} words", usual(source))
    for name, code in (
        ("import narrate", "import narrate"),
        ("narrate --help", "import sys; sys.argv[1:] = ['--help']\n"
                           "from narrate.cli.app import main; main()"),
        ("python itself", ""),
    ):  # fmt: skip
        print(f"{name:<42} {statistics.median(start(code) for _ in range(7)):>17.2f} s")


if __name__ == "__main__":
    main()
