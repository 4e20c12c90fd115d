"""Whether a neural voice speaks several sentences at a time sooner than one by one, on one core.

    python tests/benchmarks/batches.py VOICE.onnx

Sentences in a batch are padded to the longest of them. Prints CPU seconds, the median of five
runs over the same 24 sentences, and each beside speaking them one by one.
"""

from __future__ import annotations

import statistics
import sys
import time

import numpy as np
import onnxruntime

SENTENCES = 24
SHORTEST, LONGEST = 40, 180  # phoneme ids
RUNS = 5


def main(voice: str) -> None:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(voice, options)
    random = np.random.default_rng(0)
    lengths = random.integers(SHORTEST, LONGEST, SENTENCES)
    sentences = sorted((random.integers(10, 50, n) for n in lengths), key=len)
    scales = np.array([0.667, 1.0, 0.8], np.float32)

    def speak(batch: list[np.typing.NDArray[np.int64]]) -> None:
        ids = np.zeros((len(batch), len(batch[-1])), np.int64)
        for row, sentence in zip(ids, batch, strict=True):
            row[: len(sentence)] = sentence
        session.run(
            None,
            {
                "input": ids,
                "input_lengths": np.array([len(sentence) for sentence in batch]),
                "scales": scales,
            },
        )

    def seconds(size: int) -> float:
        began = time.process_time()
        for at in range(0, len(sentences), size):
            speak(sentences[at : at + size])
        return time.process_time() - began

    speak(sentences[:1])
    sizes = (1, 2, 4, 8)
    taken = {size: statistics.median(seconds(size) for _ in range(RUNS)) for size in sizes}
    print("at a time  CPU s  beside one by one")
    for size, spent in taken.items():
        print(f"{size:9}  {spent:5.2f}  {spent / taken[1]:17.2f}")


if __name__ == "__main__":
    main(sys.argv[1])
