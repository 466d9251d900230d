"""Small honest ONNX models, written with onnx.helper: they look at the picture, without having learnt anything."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

CLASSES = ("red_cover", "green_cover")
WIDTH, HEIGHT = 64, 32
BOX = (0.25, 0.25, 0.75, 0.75)
"""Where :func:`colour_model` says the object is, normalised to a 2:1 frame."""


def colour_model(
    path: Path, *, names: str | None = str(dict(enumerate(CLASSES))), repeat: int = 1, dtype: int = TensorProto.FLOAT
) -> Path:
    """YOLOv8's layout, [batch, 4 + 2, 3]: one box in the middle, scored by how red and how green the frame is.

    Anchor 0 is the box, anchor 1 the same box a little weaker (suppression has work), anchor 2 scores 0.
    ``repeat`` > 1 computes the mean that many times, for a model that takes its time.
    """
    x1, y1, x2, y2 = BOX
    centre = [(x1 + x2) / 2 * WIDTH, (y1 + y2) / 2 * HEIGHT, (x2 - x1) * WIDTH, (y2 - y1) * HEIGHT]
    nodes = [
        helper.make_node("Cast", ["images"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("Div", ["pixels", "full"], ["scaled"]),
        *_slow_copy("scaled", "picture", repeat),
        helper.make_node("ReduceMean", ["picture", "pixel_axes"], ["means"], keepdims=0),
        helper.make_node("Gather", ["means", "red_green"], ["colours"], axis=1),
        helper.make_node("Unsqueeze", ["colours", "last"], ["column"]),
        helper.make_node("Mul", ["column", "weights"], ["scores"]),
        helper.make_node("Mul", ["scores", "zero"], ["nothing"]),
        helper.make_node("ReduceSum", ["nothing", "class_axis"], ["blank"], keepdims=1),
        helper.make_node("Add", ["blank", "boxes"], ["placed"]),
        helper.make_node("Concat", ["placed", "scores"], ["output0"], axis=1),
    ]
    full = 255.0 if dtype == TensorProto.UINT8 else 1.0
    constants = {
        "full": np.float32(full),
        "pixel_axes": np.array([2, 3], np.int64),
        "red_green": np.array([0, 1], np.int64),
        "last": np.array([2], np.int64),
        "class_axis": np.array([1], np.int64),
        "weights": np.array([[[1.0, 0.95, 0.0]]], np.float32),
        "zero": np.float32(0),
        "boxes": np.repeat(np.array(centre, np.float32).reshape(1, 4, 1), 3, axis=2),
    }
    return _save(path, nodes, constants, [("output0", ["batch", 6, 3])], names, dtype)


def model_with_outputs(path: Path, *shapes: Sequence[int]) -> Path:
    """A model that answers zeros of these shapes."""
    nodes = [helper.make_node("ConstantOfShape", [f"shape{index}"], [f"output{index}"]) for index in range(len(shapes))]
    constants = {f"shape{index}": np.array(shape, np.int64) for index, shape in enumerate(shapes)}
    outputs = [(f"output{index}", shape) for index, shape in enumerate(shapes)]
    return _save(path, nodes, constants, outputs, str(dict(enumerate(CLASSES))))


def with_external_data(path: Path) -> Path:
    """A valid model whose weights lie in a second file."""
    model = onnx.load(colour_model(path))
    onnx.save(model, path, save_as_external_data=True, size_threshold=0, location="weights.bin")
    return path


def _slow_copy(source: str, target: str, repeat: int) -> list[onnx.NodeProto]:
    """Sin and Asin in turn: dear, and nearly the identity on 0..1."""
    nodes, name = [], source
    for index in range(repeat - 1):
        nodes.append(helper.make_node("Sin", [name], [f"sin{index}"]))
        nodes.append(helper.make_node("Asin", [f"sin{index}"], [f"asin{index}"]))
        name = f"asin{index}"
    return [*nodes, helper.make_node("Identity", [name], [target])]


def _save(
    path: Path,
    nodes: list[onnx.NodeProto],
    constants: Mapping[str, object],
    outputs: Sequence[tuple[str, Sequence[int | str]]],
    names: str | None,
    dtype: int = TensorProto.FLOAT,
) -> Path:
    graph = helper.make_graph(
        nodes,
        "fake",
        [helper.make_tensor_value_info("images", dtype, ["batch", 3, HEIGHT, WIDTH])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape)) for name, shape in outputs],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    if names is not None:
        helper.set_model_props(model, {"names": names})
    onnx.save(model, path)
    return path
