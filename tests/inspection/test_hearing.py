"""Heard again by pocketsphinx, spoken by the default engine."""

from __future__ import annotations

import json
import wave
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

import narrate
from narrate.inspection.hearing import listen
from narrate.inspection.inspector import inspect

TEXT = (
    "# The ferry\n\nAfter nineteen months at the quay, the ferry left for the islands with 212"
    " passengers. Doctor Okafor was not on board, and nobody had told her why. The crossing"
    " takes three and a half hours."
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("pocketsphinx")
    folder = tmp_path_factory.mktemp("made")
    (folder / "ferry.md").write_text(TEXT)
    narrate.make(folder / "ferry.md", to=folder / "ferry.mp3", cache=False)
    return folder / "ferry.mp3"


def record(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_suffix(".json").read_text())
    return found


def test_every_word_of_a_recording_is_heard(made: Path) -> None:
    heard = listen(made, record(made))
    assert heard is not None
    assert heard.words > 35
    assert len(heard.longest_run) <= 1
    assert len(heard.doubtful) <= 1
    assert inspect(made).wrong == ()


def test_words_that_nobody_said_are_missed(made: Path) -> None:
    told = record(made)
    spoken = [line for line in told["script"] if "spoken" in line]
    spoken[2]["spoken"] = spoken[2]["spoken"].replace(
        "board", "board of the second steamer from the northern harbour"
    )
    heard = listen(made, told)
    assert heard is not None
    assert {"northern", "harbour"} <= set(heard.longest_run)


def test_a_denial_that_nobody_said_is_doubted(made: Path) -> None:
    told = record(made)
    spoken = [line for line in told["script"] if "spoken" in line]
    spoken[3]["spoken"] = spoken[3]["spoken"].replace("takes", "never takes")
    heard = listen(made, told)
    assert heard is not None
    assert any(word.startswith("never ") for word in heard.doubtful)


def test_a_sentence_that_was_lost_is_wrong(made: Path, tmp_path: Path) -> None:
    told = record(made)
    with av.open(str(made)) as container:
        rate = container.streams.audio[0].rate
        sound = np.concatenate([f.to_ndarray().ravel() for f in container.decode(audio=0)])
    cue = told["cues"][1]
    sound[cue["start"] * rate // 1000 : cue["end"] * rate // 1000] = 0
    path = tmp_path / "ferry.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(np.rint(32767 * sound).astype("<i2").tobytes())
    path.with_suffix(".json").write_text(json.dumps(told))
    assert any("“After nineteen months" in clause for clause in inspect(path).wrong)


def test_nobody_listens_to_other_languages(made: Path) -> None:
    assert listen(made, record(made) | {"language": "de"}) is None
