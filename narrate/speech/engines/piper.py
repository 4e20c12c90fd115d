"""piper: neural voices that run on this machine, one file of 20 to 120 MB each.

The voices are those of the Piper project. What speaks them here is onnxruntime (MIT), with
phonemes from libespeak-ng, which we bring in any case: piper-tts itself is GPL, and gives
neither the same sound twice nor the times of words for the voices that are published.

``[options]`` of a profile: ``speaker`` (a name or a number, for a voice that holds several),
``cuda = true`` (on a graphics card, where onnxruntime-gpu is installed and finds one).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.errors import MissingExtraError, VoiceError
from narrate.model import AudioFormat, Clip, EngineVoice, Mark, SpeechRequest
from narrate.plugins import did_you_mean
from narrate.resources import user_voices
from narrate.speech.pieces import pieces
from narrate.speech.piper.config import QUALITIES, SUFFIX, Config, read
from narrate.speech.piper.phonemes import Phonemiser
from narrate.speech.piper.reading import Reader, Start

if TYPE_CHECKING:
    from narrate.speech.piper.model import Model

LONGEST_TEXT = 400  # characters: some 25 seconds; the voices were trained on single sentences
NOTHING_SAID = 0.1  # seconds of silence for a text that has no phoneme: "…"
OPTIONS = ("speaker", "cuda")
UNKNOWN = "und"  # BCP 47: the language of a voice whose description cannot be read


class Engine:
    """See the module's docstring."""

    def __init__(self) -> None:
        """Raises MissingExtraError without the extra, OSError without libespeak-ng."""
        try:
            import numpy
            import onnx  # noqa: F401 - needed for every voice: found missing now, not then
            import onnxruntime
        except ImportError as error:
            raise MissingExtraError(
                f"neural voices need the extra [piper]: {error}",
                advice='Install it: pip install "narrate[piper]"',
            ) from None
        self._numpy = numpy
        self._phonemiser = Phonemiser()
        self.version = f"onnxruntime {onnxruntime.__version__}"
        self._found = dict(_installed(user_voices()))
        self._models: dict[tuple[Path, bool], Model] = {}

    def voices(self) -> Sequence[EngineVoice]:
        return [
            EngineVoice(
                id=path.name.removesuffix(SUFFIX),
                language=found.language if isinstance(found, Config) else UNKNOWN,
                description=_described(found),
                version=_state(path),
            )
            for path, found in sorted(self._found.items(), key=_best_first)
        ]

    def speak(self, request: SpeechRequest) -> Clip:
        """Raises VoiceError for a voice, an option or a speaker that is not right, and what
        onnxruntime raises for a model that does not run."""
        for option in request.options:
            if option not in OPTIONS:
                advice = did_you_mean(option, list(OPTIONS))
                raise VoiceError(f"piper has no option '{option}'", advice=advice)
        path = user_voices() / f"{request.engine_voice}{SUFFIX}"
        config = self._found[path]
        if isinstance(config, VoiceError):
            raise config
        speaker = config.speaker(request.options.get("speaker", 0))
        model = self._model(path, config, cuda=bool(request.options.get("cuda")))
        np = self._numpy
        sounds: list[Any] = []
        marks: list[Mark] = []
        at = frame = 0
        for piece in pieces(request.text, LONGEST_TEXT):
            at = request.text.index(piece, at)
            reading = Reader(config, self._phonemiser).read(piece)
            if reading.starts:
                samples, frames = model.speak(reading.ids, rate=request.rate, speaker=speaker)
                marks += _marks(reading.starts, frames, at, frame)
            else:
                samples = np.zeros(round(config.rate * NOTHING_SAID), np.float32)
            sounds.append(samples)
            frame += len(samples)
            at += len(piece)
        pcm = (np.concatenate(sounds) * (32767 * request.volume)).astype("<i2").tobytes()
        return Clip(format=AudioFormat(rate=config.rate), pcm=pcm, marks=tuple(marks))

    def _model(self, path: Path, config: Config, *, cuda: bool) -> Model:
        from narrate.speech.piper.model import Model

        if (path, cuda) not in self._models:
            self._models[path, cuda] = Model(path, config, cuda=cuda)
        return self._models[path, cuda]


def _marks(starts: list[Start], frames: list[int], at: int, frame: int) -> Iterator[Mark]:
    """The marks of a piece of text that begins at a character and a frame.

    Where the model does not tell its lengths, only the piece's own beginning is known.
    """
    for each in starts if frames else starts[:1]:
        yield Mark(
            kind=each.kind,
            frame=frame + (frames[each.at] if frames else 0),
            start=at + each.start,
            end=at + each.end,
        )


def _installed(folder: Path) -> Iterator[tuple[Path, Config | VoiceError]]:
    """Every model in the folder that has a description, and that, or what is wrong with it."""
    for description in folder.glob(f"*{SUFFIX}.json"):
        path = description.with_suffix("")
        if path.is_file():
            try:
                yield path, read(description)
            except VoiceError as error:
                yield path, error


def _best_first(item: tuple[Path, Config | VoiceError]) -> tuple[int, str]:
    path, config = item
    quality = config.quality if isinstance(config, Config) else ""
    rank = QUALITIES.index(quality) if quality in QUALITIES else len(QUALITIES)
    return rank, path.name


def _described(config: Config | VoiceError) -> str:
    if isinstance(config, VoiceError):
        return str(config)
    speakers = f", {config.speaker_count} speakers" if config.speaker_count > 1 else ""
    return f"{config.quality or 'quality not stated'}{speakers}"


def _state(path: Path) -> str:
    """Another one when the file is exchanged for another of the same name."""
    facts = path.stat()
    return f"{facts.st_size}-{facts.st_mtime_ns}"
