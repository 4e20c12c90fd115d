"""The quality of recordings, one line a format: loudness, peak, pauses, cues, clicks.

    python tests/benchmarks/sound.py --voice newsreader [ARTICLE]

An article is narrated once, saved in every format, and each file decoded again. Cue errors
come from the tone engine, whose every word is a beep: the distance from a word's cue to the
nearest beginning of a beep. Pauses are those of the voice, against its script.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

import numpy as np

import narrate
from narrate.audio.encoder import FORMATS
from narrate.audio.loudness import Samples
from narrate.inspection import findings
from narrate.inspection.decoder import decode
from narrate.inspection.sound import measure
from narrate.model import Narration, Voice

ARTICLE = Path(__file__).parent.parent / "fixtures" / "articles" / "the-night-ferry.html"
TONE = Voice(name="beeps", engine="tone")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("article", nargs="?", type=Path, default=ARTICLE)
    parser.add_argument("--voice", default="newsreader")
    arguments = parser.parse_args()
    spoken = narrate.narrate(arguments.article, voice=arguments.voice)
    beeping = narrate.narrate(arguments.article, voice=TONE)
    minutes = spoken.timeline.seconds / 60
    print(f"{arguments.article.name}, {minutes:.1f} minutes, voice {arguments.voice}\n")
    print("format  LUFS    dBTP   pauses ms (worst, 95 %)  cues ms  clicks  kb/s  s an hour")
    for file_format in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            print(line(file_format, spoken, beeping, Path(folder)))


def line(file_format: str, spoken: Narration, beeping: Narration, folder: Path) -> str:
    path = folder / f"voice.{file_format}"
    began = time.process_time()
    episode = narrate.save(spoken, path)
    cost = time.process_time() - began
    decoded = decode(path)
    measured = measure(decoded.samples, decoded.rate, decoded.channels)
    record = json.loads(path.with_suffix(".json").read_text())
    off = [1000 * abs(heard - said) for said, heard in findings.pauses(measured, record)] or [0]
    return (
        f"{file_format:6} {measured.loudness:6.2f} {measured.true_peak:7.2f} "
        f"{max(off):14.1f} {np.percentile(off, 95):10.1f} {cue_error(beeping, path):12.1f} "
        f"{len(measured.clicks):6} {8 * episode.bytes / episode.seconds / 1000:7.0f} "
        f"{cost / episode.seconds * 3600:8.1f}"
    )


def cue_error(beeping: Narration, path: Path) -> float:
    """Milliseconds from the word cue that is furthest off to the beep it belongs to."""
    path = path.with_stem("beeps")
    narrate.save(beeping, path)
    decoded = decode(path)
    sound: Samples = np.concatenate(list(decoded.samples), axis=1)[0]
    loud = np.flatnonzero(np.abs(sound) > 0.15 * np.abs(sound).max())
    begins = np.flatnonzero(np.diff(loud) > 0.03 * decoded.rate) + 1
    onsets = loud[np.concatenate([[0], begins])] / decoded.rate
    cues = json.loads(path.with_suffix(".json").read_text())["cues"]
    words = [word[0] / 1000 for cue in cues for word in cue["words"]]
    return 1000 * max(float(np.abs(onsets - word).min()) for word in words)


if __name__ == "__main__":
    main()
