"""Engines that misbehave, installed as a real package would be."""

import json
import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from narrate.model import Script, Token, Utterance, Voice

InstallEngine = Callable[[str], str]

# What every engine of these tests begins with: a plausible clip of any length.
_BEGINNING = """
import ctypes, os, pathlib, signal, subprocess, sys, tempfile, time
from narrate.model import AudioFormat, Clip, EngineVoice

HERE = pathlib.Path(__file__).parent
ANY_LANGUAGE = [EngineVoice(id="any", language="")]

def clip(text, sample=9000):
    frames = round(8000 * 0.06 * len(text))
    return Clip(format=AudioFormat(rate=8000), pcm=sample.to_bytes(2, "little") * frames)

def is_first(what):
    "True once for each name, over all processes."
    try:
        (HERE / what).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
"""


@pytest.fixture
def install_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> InstallEngine:
    """Install a package with an engine of the given source; its name is returned."""

    def install(source: str) -> str:
        site = tmp_path / "site"
        metadata = site / "strange_engine-1.0.dist-info"
        metadata.mkdir(parents=True)
        (site / "strange_engine.py").write_text(_BEGINNING + textwrap.dedent(source))
        (metadata / "METADATA").write_text(
            "Metadata-Version: 2.1\nName: strange-engine\nVersion: 1.0\n"
        )
        (metadata / "entry_points.txt").write_text(
            "[narrate.speech.engines]\nstrange = strange_engine\n"
        )
        monkeypatch.syspath_prepend(str(site))
        return "strange"

    return install


@pytest.fixture
def profile() -> Callable[..., dict[str, Voice]]:
    """Profiles by name, one: ``profile("tone")``."""
    return lambda engine, **more: {"test": Voice(name="test", engine=engine, **more)}


@pytest.fixture
def script() -> Callable[..., Script]:
    """A script of one utterance for each text, or (text, language)."""

    def make(texts: Iterable[str | tuple[str, str]]) -> Script:
        lines = []
        for block, line in enumerate(texts):
            text, language = (line, "en") if isinstance(line, str) else line
            token = Token(written=text, spoken=text, start=0, end=len(text))
            lines.append(Utterance(block=block, tokens=(token,), voice="test", language=language))
        return Script(language="en", lines=tuple(lines))

    return make


@pytest.fixture
def piper_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Put a small Piper voice into the user's folder of voices, and give its path.

    Its weights are random; its inputs, its noise, its lengths and its output are as the
    Piper project's voices have them, so that what loads and runs those runs this.
    """
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "data" / "narrate" / "voices"
    folder.mkdir(parents=True)

    def install(name: str = "en_US-random-low", *, speakers: int = 1, **said: object) -> Path:
        path = folder / f"{name}.onnx"
        _random_voice(path, speakers)
        description = {
            "audio": {"sample_rate": 16000, "quality": "low"},
            "espeak": {"voice": "en-us"},
            "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
            "phoneme_id_map": {letter: [at] for at, letter in enumerate(_PHONEMES)},
            "num_speakers": speakers,
            "speaker_id_map": {f"speaker {n}": n for n in range(speakers)} if speakers > 1 else {},
            "language": {"code": "en_US"},
        }
        path.with_name(f"{name}.onnx.json").write_text(json.dumps(description | said))
        return path

    return install


_PHONEMES = (
    "_^$ !',-.:;?abcdefhijklmnopqrstuvwxyzæçðøħŋœɐɑɒɔɕəɚɛɜɡɣɪɫɬɯɲɵɹɾʁʃʊʌʒʔʲˈˌːθᵻ\u0303\u0329\u032f"
)
_STEP = 256  # samples that the decoder makes of one step


def _random_voice(path: Path, speakers: int) -> None:
    """A model that hums a tone for each phoneme, of a random pitch and length."""
    random = np.random.default_rng(7)
    count = len(_PHONEMES)
    weights = {
        "lengths": random.uniform(2, 6, (count, 1)).astype("f4"),
        "pitches": random.uniform(0.02, 0.2, (count,)).astype("f4"),
        "voices": random.uniform(0.5, 1.5, (speakers,)).astype("f4"),
        "half": np.array(0.3, "f4"),
        "faint": np.array(0.02, "f4"),
        "zero": np.array(0, "i8"),
        "one": np.array(1, "i8"),
        "first": np.array([0], "i8"),
        "second": np.array([1], "i8"),
        "rest": np.array([2], "i8"),
        "step": np.array([1, _STEP], "i8"),
        "row": np.array([-1], "i8"),
        "column": np.array([-1, 1], "i8"),
        "shape": np.array([1, 1, -1], "i8"),
        "no_voice": np.array([0], "i8"),
        "last": np.array(-1, "i8"),
    }
    nodes = [
        # How long each phoneme lasts: its own length, a little noise, the rate; rounded up.
        ("Gather", "lengths input", "own"),
        ("Transpose", "own", "turned", {"perm": [0, 2, 1]}),
        ("RandomNormalLike", "turned", "noise_w", {"dtype": 1}),
        ("Gather", "scales rest", "much_w"),
        ("Mul", "noise_w much_w", "moved"),
        ("Add", "turned moved", "uneven"),
        ("Relu", "uneven", "positive"),
        ("Gather", "scales second", "slow"),
        ("Mul", "positive slow", "asked"),
        ("Ceil", "asked", "w_ceil"),
        # Which phoneme each step of the decoder is in: as many as have ended by then.
        ("Reshape", "w_ceil row", "flat"),
        ("CumSum", "flat zero", "ends_f"),
        ("Cast", "ends_f", "ends", {"to": 7}),
        ("Gather", "ends last", "steps"),
        ("Range", "zero steps one", "each"),
        ("Reshape", "each column", "each_column"),
        ("GreaterOrEqual", "each_column ends", "ended"),
        ("Cast", "ended", "ended_i", {"to": 7}),
        ("ReduceSum", "ended_i one_axis", "index", {"keepdims": 0}),
        ("Reshape", "input row", "ids"),
        ("Gather", "ids index", "phonemes"),
        # A tone of its pitch, and some noise.
        ("Gather", "pitches phonemes", "pitch"),
        ("Gather", "voices sid" if speakers > 1 else "voices no_voice", "voice"),
        ("Mul", "pitch voice", "sung"),
        ("Reshape", "sung column", "sung_column"),
        ("Expand", "sung_column step", "every_sample"),
        ("Reshape", "every_sample row", "speed"),
        ("CumSum", "speed zero", "phase"),
        ("Sin", "phase", "tone"),
        ("RandomNormalLike", "tone", "noise", {"dtype": 1}),
        ("Gather", "scales first", "much"),
        ("Mul", "noise much", "hiss"),
        ("Mul", "hiss faint", "soft_hiss"),
        ("Mul", "tone half", "soft_tone"),
        ("Add", "soft_tone soft_hiss", "sound"),
        ("Reshape", "sound shape", "output"),
    ]
    weights["one_axis"] = np.array([1], "i8")
    integer, real = onnx.TensorProto.INT64, onnx.TensorProto.FLOAT
    inputs = [("input", integer, [1, None]), ("input_lengths", integer, [1])]
    inputs += [("scales", real, [3])] + [("sid", integer, [1])] * (speakers > 1)
    graph = helper.make_graph(
        [
            helper.make_node(kind, given.split(), [made], **dict(*more))
            for kind, given, made, *more in nodes
        ],
        "random voice",
        [helper.make_tensor_value_info(*each) for each in inputs],
        [helper.make_tensor_value_info("output", real, [1, 1, None])],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    opset = helper.make_opsetid("", 15)
    onnx.save(helper.make_model(graph, ir_version=8, opset_imports=[opset]), str(path))
