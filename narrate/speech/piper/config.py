"""What a Piper voice says of itself: ``NAME.onnx.json`` beside ``NAME.onnx``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from narrate.errors import VoiceError
from narrate.model.voice import Option

SUFFIX = ".onnx"
LARGEST = 4 << 20  # bytes; a voice of 900 speakers has 30,000

# Best first: how much the model was made to hold.
QUALITIES = ("high", "medium", "low", "x_low")

Letters = Literal["espeak", "text"]
"""What the model reads: phonemes from espeak-ng, or the letters themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    rate: int
    """Frames a second."""
    language: str
    """BCP 47."""
    letters: Letters
    espeak_voice: str
    quality: str
    ids: Mapping[str, tuple[int, ...]]
    """The model's numbers for a phoneme, or a letter."""
    length: float
    """How slow the voice is by itself."""
    noise: float
    noise_of_lengths: float
    speakers: Mapping[str, int]
    speaker_count: int

    def speaker(self, name: Option) -> int:
        """The number of a speaker who is named, or numbered. Raises VoiceError."""
        number = self.speakers.get(str(name), name)
        if type(number) is int and 0 <= number < max(1, self.speaker_count):
            return number
        some = ", ".join(list(self.speakers)[:12])
        raise VoiceError(
            f"the voice has no speaker '{name}'",
            advice=f"It has {self.speaker_count}: {some or 'numbered from 0'}.",
        )


def read(path: Path) -> Config:
    """The configuration in a file. Raises VoiceError naming the file where it is not one."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise ValueError(f"it is larger than {LARGEST >> 20} MiB")
        return _config(json.loads(content))
    except KeyError as error:
        why = f"{error} is missing"
    except (OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        why = str(error)
    raise VoiceError(
        f"{path.name} is not the description of a Piper voice: {why}",
        subject=str(path.parent),
        advice="Install the voice again: narrate voices install NAME",
    )


def _config(said: Mapping[str, Any]) -> Config:
    letters: Letters = said.get("phoneme_type") or "espeak"
    if letters not in get_args(Letters):
        raise ValueError(f"its phonemes are of a kind that is not known here, '{letters}'")
    rate = said["audio"]["sample_rate"]
    if type(rate) is not int or not 8_000 <= rate <= 192_000:
        raise ValueError(f"it has {rate!r} frames a second")
    ids = {letter: tuple(map(int, numbers)) for letter, numbers in said["phoneme_id_map"].items()}
    if not {"^", "$", "_"} <= ids.keys():
        raise ValueError("it has no numbers for ^, $ and _")
    scales = said.get("inference", {})
    espeak_voice = str(said.get("espeak", {}).get("voice", ""))
    language = said.get("language", {}).get("code") or espeak_voice
    return Config(
        rate=rate,
        language=str(language).replace("_", "-"),
        letters=letters,
        espeak_voice=espeak_voice,
        quality=str(said["audio"].get("quality", "")),
        ids=ids,
        length=float(scales.get("length_scale", 1.0)),
        noise=float(scales.get("noise_scale", 0.667)),
        noise_of_lengths=float(scales.get("noise_w", 0.8)),
        speakers={str(name): int(at) for name, at in (said.get("speaker_id_map") or {}).items()},
        speaker_count=int(said.get("num_speakers", 1)),
    )
