"""The model itself: phoneme numbers in, samples and lengths out."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import onnxruntime

from narrate.speech.piper.config import Config
from narrate.speech.piper.graph import LENGTHS, write_reproducible


class Model:
    """A loaded voice, on this process's one core, or on a graphics card that CUDA knows."""

    def __init__(self, path: Path, config: Config, *, cuda: bool) -> None:
        """Raises what onnx and onnxruntime raise for a file that is no model."""
        options = onnxruntime.SessionOptions()
        # One process speaks on each core: more threads would only wait for one another.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        wanted = ["CUDAExecutionProvider"] * cuda + ["CPUExecutionProvider"]
        there = onnxruntime.get_available_providers()
        with tempfile.TemporaryDirectory() as folder:  # onnxruntime would hold on to bytes
            changed = Path(folder) / "voice.onnx"
            write_reproducible(path, changed)
            self._session = onnxruntime.InferenceSession(
                changed, options, providers=[each for each in wanted if each in there]
            )
        self._config = config
        self._inputs = {each.name for each in self._session.get_inputs()}
        self._outputs = [each.name for each in self._session.get_outputs()]

    def speak(
        self, ids: list[int], *, rate: float, speaker: int
    ) -> tuple[np.typing.NDArray[np.float32], list[int]]:
        """Samples from -1 to 1, and for each id the frame where it begins.

        The second is empty where the model does not tell.
        """
        config = self._config
        scales = [config.noise, config.length / rate, config.noise_of_lengths]
        inputs = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array(scales, np.float32),
        }
        if "sid" in self._inputs:
            inputs["sid"] = np.array([speaker], np.int64)
        outputs = dict(zip(self._outputs, self._session.run(None, inputs), strict=True))
        lengths = outputs.pop(LENGTHS, np.zeros(0)).reshape(-1)
        (samples, *_) = outputs.values()
        samples = np.nan_to_num(samples.reshape(-1)).clip(-1, 1)
        if len(lengths) != len(ids) or not lengths.sum():
            return samples, []
        ends = np.cumsum(lengths) * (len(samples) / lengths.sum())
        return samples, [0, *ends[:-1].round().astype(int).tolist()]
