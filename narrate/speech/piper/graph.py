"""A Piper model changed so that it says the same thing the same way, and when it says it.

The models draw noise inside the graph, from a generator that nobody outside can set back:
here the noise becomes a table in the graph. And how long each phoneme lasts is computed
inside and thrown away: here it becomes an output.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

LENGTHS = "narrate_lengths"
"""The output that says how long each phoneme lasts, in steps of the decoder."""

_NOISE = "narrate_noise"
_NOISES = 262_147  # a prime: the table does not come round in step with rows of the model


def write_reproducible(path: Path, to: Path) -> None:
    """Write the model of a file into another, with its noise fixed and its lengths given out.

    A model without noise, or with other lengths than VITS has, is left so. Raises OSError
    and google.protobuf's DecodeError.
    """
    model = onnx.load(str(path))
    graph = model.graph
    nodes = list(graph.node)
    drawn = [node for node in nodes if node.op_type == "RandomNormalLike"]
    rounded = [node for node in nodes if node.op_type == "Ceil"]
    if drawn:
        noise = np.random.RandomState(0).standard_normal(_NOISES).astype(np.float32)
        constants: dict[str, Any] = {
            _NOISE: noise,
            f"{_NOISE}_size": np.array(_NOISES, np.int64),
            f"{_NOISE}_zero": np.array(0, np.int64),
            f"{_NOISE}_one": np.array(1, np.int64),
        }
        graph.initializer.extend(
            numpy_helper.from_array(value, name) for name, value in constants.items()
        )
    if len(rounded) == 1:  # VITS rounds once: the length of each phoneme, up
        nodes.append(helper.make_node("Identity", rounded[0].output, [LENGTHS]))
        graph.output.append(helper.make_tensor_value_info(LENGTHS, onnx.TensorProto.FLOAT, None))
    del graph.node[:]
    for node in nodes:
        graph.node.extend(_from_table(node) if node in drawn else [node])
    onnx.save(model, str(to))


def _from_table(node: onnx.NodeProto) -> list[onnx.NodeProto]:
    """What stands in for a node that draws noise in the shape of its input.

    The table is read from its beginning, over and over, until the shape is full.
    """
    (like,), (noise,) = node.input, node.output
    shape, count, places, within, values = (f"{noise}/{part}" for part in "scpwv")
    return [
        helper.make_node("Shape", [like], [shape]),
        helper.make_node("ReduceProd", [shape], [count], keepdims=0),
        helper.make_node("Range", [f"{_NOISE}_zero", count, f"{_NOISE}_one"], [places]),
        helper.make_node("Mod", [places, f"{_NOISE}_size"], [within]),
        helper.make_node("Gather", [_NOISE, within], [values]),
        helper.make_node("Reshape", [values, shape], [noise]),
    ]
