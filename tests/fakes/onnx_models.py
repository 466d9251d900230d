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


KINDS = ("rows", "columns", "final", "nms")
"""Families of detectors, by their output: YOLOv8, YOLOv5, end-to-end, and suppression in the graph."""


def family_model(
    path: Path,
    kind: str,
    *,
    dtype: int = TensorProto.FLOAT,
    batch: int | str = "batch",
    open_size: bool = False,
    channels_last: bool = False,
    open_output: bool = False,
) -> Path:
    """What :func:`colour_model` sees, written as detectors of ``kind`` write it; float16 answers float16."""
    axes = [1, 2] if channels_last else [2, 3]
    x1, y1, x2, y2 = BOX
    corners = np.array([x1 * WIDTH, y1 * HEIGHT, x2 * WIDTH, y2 * HEIGHT], np.float32)
    centre = np.concatenate(((corners[:2] + corners[2:]) / 2, corners[2:] - corners[:2]))
    constants: dict[str, object] = {
        "full": np.float32(255.0 if dtype == TensorProto.UINT8 else 1.0),
        "pixel_axes": np.array(axes, np.int64),
        "red_green": np.array([0, 1], np.int64),
        "last": np.array([2], np.int64),
        "zero": np.float32(0),
        "one": np.float32(1),
        "weights": np.array([[[1.0, 0.95, 0.0]]], np.float32),
        "class_axis": np.array([1], np.int64),
        "boxes": np.repeat(centre.reshape(1, 4, 1), 3, axis=2),
    }
    nodes = [
        helper.make_node("Cast", ["images"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("Div", ["pixels", "full"], ["picture"]),
        helper.make_node("ReduceMean", ["picture", "pixel_axes"], ["means"], keepdims=0),
        helper.make_node("Gather", ["means", "red_green"], ["colours"], axis=1),
        helper.make_node("Unsqueeze", ["colours", "last"], ["column"]),
        helper.make_node("Mul", ["column", "weights"], ["scores"]),
        helper.make_node("Mul", ["scores", "zero"], ["nothing"]),
        helper.make_node("ReduceSum", ["nothing", "class_axis"], ["blank"], keepdims=1),
        helper.make_node("Add", ["blank", "boxes"], ["placed"]),
        *_ENDS[kind](constants, corners),
    ]
    answer = TensorProto.FLOAT16 if dtype == TensorProto.FLOAT16 else TensorProto.FLOAT
    nodes.append(helper.make_node("Cast", ["answer"], ["output0"], to=answer))
    size: list[int | str] = ["height", "width"] if open_size else [HEIGHT, WIDTH]
    shape = [batch, *size, 3] if channels_last else [batch, 3, *size]
    output: list[int | str] = [batch, *(("a", "b") if open_output else _ROWS[kind])]
    names = str(dict(enumerate(CLASSES)))
    return _save(path, nodes, constants, [("output0", output)], names, dtype, shape=shape, answer=answer)


_ROWS: Mapping[str, tuple[int | str, int]] = {"rows": (6, 3), "columns": (3, 7), "final": (2, 6), "nms": ("found", 6)}


def _end_rows(constants: dict[str, object], corners: np.ndarray) -> list[onnx.NodeProto]:
    return [helper.make_node("Concat", ["placed", "scores"], ["answer"], axis=1)]


def _end_columns(constants: dict[str, object], corners: np.ndarray) -> list[onnx.NodeProto]:
    return [
        helper.make_node("Add", ["blank", "one"], ["objectness"]),
        helper.make_node("Concat", ["placed", "objectness", "scores"], ["rows"], axis=1),
        helper.make_node("Transpose", ["rows"], ["answer"], perm=[0, 2, 1]),
    ]


def _end_final(constants: dict[str, object], corners: np.ndarray) -> list[onnx.NodeProto]:
    """Two rows: each class's score on the same box; the confidence stands between corners and class."""
    constants["corners"] = np.stack([corners, corners])[None]
    constants["classes"] = np.array([[[0.0], [1.0]]], np.float32)
    return [
        helper.make_node("Mul", ["column", "zero"], ["zeros"]),
        helper.make_node("Add", ["zeros", "corners"], ["where"]),
        helper.make_node("Add", ["zeros", "classes"], ["which"]),
        helper.make_node("Concat", ["where", "column", "which"], ["answer"], axis=2),
    ]


def _end_nms(constants: dict[str, object], corners: np.ndarray) -> list[onnx.NodeProto]:
    """NonMaxSuppression over a batch of one, and its selection gathered into final rows."""
    constants |= {
        "corners": np.repeat(corners[None, None], 3, axis=1),
        "most": np.array([10], np.int64),
        "iou": np.array([0.5], np.float32),
        "least": np.array([0.25], np.float32),
        "anchor_at": np.array([2], np.int64),
        "class_at": np.array([1], np.int64),
        "first_axis": np.array([0], np.int64),
    }
    return [
        helper.make_node("NonMaxSuppression", ["corners", "scores", "most", "iou", "least"], ["chosen"]),
        helper.make_node("Gather", ["chosen", "anchor_at"], ["anchor"], axis=1),
        helper.make_node("Gather", ["chosen", "class_at"], ["class"], axis=1),
        helper.make_node("Squeeze", ["corners", "first_axis"], ["all_corners"]),
        helper.make_node("Squeeze", ["anchor", "class_axis"], ["anchor_index"]),
        helper.make_node("Gather", ["all_corners", "anchor_index"], ["where"], axis=0),
        helper.make_node("Concat", ["class", "anchor"], ["place"], axis=1),
        helper.make_node("Squeeze", ["scores", "first_axis"], ["all_scores"]),
        helper.make_node("GatherND", ["all_scores", "place"], ["score"]),
        helper.make_node("Unsqueeze", ["score", "class_axis"], ["confidence"]),
        helper.make_node("Cast", ["class"], ["which"], to=TensorProto.FLOAT),
        helper.make_node("Concat", ["where", "confidence", "which"], ["rows"], axis=1),
        helper.make_node("Unsqueeze", ["rows", "first_axis"], ["answer"]),
    ]


_ENDS = {"rows": _end_rows, "columns": _end_columns, "final": _end_final, "nms": _end_nms}


def convolution_model(path: Path) -> Path:
    """:func:`colour_model`'s layout and box, with a convolution before the mean: something to quantise."""
    weights = np.zeros((3, 3, 1, 1), np.float32)
    weights[range(3), range(3)] = 1
    x1, y1, x2, y2 = BOX
    centre = [(x1 + x2) / 2 * WIDTH, (y1 + y2) / 2 * HEIGHT, (x2 - x1) * WIDTH, (y2 - y1) * HEIGHT]
    nodes = [
        helper.make_node("Conv", ["images", "identity"], ["seen"]),
        helper.make_node("Conv", ["seen", "identity2"], ["picture"]),
        helper.make_node("ReduceMean", ["picture", "pixel_axes"], ["means"], keepdims=0),
        helper.make_node("Gather", ["means", "red_green"], ["colours"], axis=1),
        helper.make_node("Unsqueeze", ["colours", "last_axis"], ["scores"]),
        helper.make_node("Mul", ["scores", "zero"], ["nothing"]),
        helper.make_node("ReduceSum", ["nothing", "class_axis"], ["blank"], keepdims=1),
        helper.make_node("Add", ["blank", "boxes"], ["placed"]),
        helper.make_node("Concat", ["placed", "scores"], ["output0"], axis=1),
    ]
    constants = {
        "identity": weights,
        "identity2": weights,
        "pixel_axes": np.array([2, 3], np.int64),
        "red_green": np.array([0, 1], np.int64),
        "last_axis": np.array([2], np.int64),
        "class_axis": np.array([1], np.int64),
        "zero": np.float32(0),
        "boxes": np.array(centre, np.float32).reshape(1, 4, 1),
    }
    return _save(path, nodes, constants, [("output0", ["batch", 6, 1])], str(dict(enumerate(CLASSES))))


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
    *,
    shape: Sequence[int | str] = ("batch", 3, HEIGHT, WIDTH),
    answer: int = TensorProto.FLOAT,
) -> Path:
    graph = helper.make_graph(
        nodes,
        "fake",
        [helper.make_tensor_value_info("images", dtype, list(shape))],
        [helper.make_tensor_value_info(name, answer, list(sides)) for name, sides in outputs],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    if names is not None:
        helper.set_model_props(model, {"names": names, "imgsz": str([HEIGHT, WIDTH])})
    onnx.save(model, path)
    return path
