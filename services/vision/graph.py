"""What a graph itself says about its input and output; nothing here is a setting."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import onnxruntime as ort

from services.vision.canvas import InputDtype
from services.vision.layout import Layout, expected, recognise
from services.vision.model_card import unusable
from services.vision.model_file import ModelFile
from services.vision.providers import RUNTIME_ERRORS, first_line

_DTYPES: Mapping[str, InputDtype] = {
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
    "tensor(uint8)": np.uint8,
}
_FLOATS = frozenset({"tensor(float)", "tensor(float16)"})
_MAX_STATIC_BATCH = 64


@dataclass(frozen=True, slots=True)
class GraphInput:
    """RGB pictures [batch, 3, height, width], or [batch, height, width, 3] when ``channels_last``.

    ``static_batch`` is None when the graph takes any number of pictures.
    """

    name: str
    width: int
    height: int
    dtype: InputDtype
    channels_last: bool
    static_batch: int | None

    def shape(self, batch: int) -> tuple[int, int, int, int]:
        if self.channels_last:
            return batch, self.height, self.width, 3
        return batch, 3, self.height, self.width


def read_input(file: ModelFile, session: ort.InferenceSession, metadata: Mapping[str, str]) -> GraphInput:
    """MODEL_UNUSABLE when it is not a batch of pictures of a known size and type."""
    nodes = session.get_inputs()
    shape = nodes[0].shape if len(nodes) == 1 else []
    batch = shape[0] if shape and isinstance(shape[0], int) else None
    if len(shape) != 4 or 3 not in (shape[1], shape[3]) or (batch is not None and not 1 <= batch <= _MAX_STATIC_BATCH):
        raise unusable(file.path, f"its input is {described(nodes)}, not pictures [batch, 3, height, width]")
    if nodes[0].type not in _DTYPES:
        raise unusable(file.path, f"its input is {described(nodes)}, not float32, float16 or uint8")
    channels_last = shape[1] != 3
    height, width = (shape[1], shape[2]) if channels_last else (shape[2], shape[3])
    if not (isinstance(width, int) and isinstance(height, int)):
        width, height = _size_beside(file, metadata)
    return GraphInput(nodes[0].name, width, height, _DTYPES[nodes[0].type], channels_last, batch)


def _size_beside(file: ModelFile, metadata: Mapping[str, str]) -> tuple[int, int]:
    """The input size of a graph that leaves it open: from the card, else from ``imgsz`` [height, width]."""
    if file.card and file.card.input:
        return file.card.input.width, file.card.input.height
    try:
        height, width = ast.literal_eval(metadata.get("imgsz", "")[:100])
        size = int(width), int(height)
    except (ValueError, SyntaxError, TypeError):
        raise unusable(file.path, "neither the graph nor model.toml gives its input size") from None
    if not all(32 <= side <= 4096 for side in size):
        raise unusable(file.path, f"its input size {size[0]}×{size[1]} is out of range")
    return size


def read_layout(file: ModelFile, session: ort.InferenceSession, graph_input: GraphInput, classes: int) -> Layout:
    """MODEL_UNUSABLE, with the output shapes it has, when they are none of a known family."""
    nodes = session.get_outputs()
    shapes: list[Sequence[int]] = [node.shape for node in nodes]
    if any(not isinstance(side, int) for shape in shapes for side in shape[1:]) or not all(shapes):
        shapes = _computed_shapes(file, session, graph_input)
    layout = recognise(shapes, classes, (graph_input.width, graph_input.height))
    if layout is None or nodes[0].type not in _FLOATS:
        raise unusable(file.path, f"its output is {described(nodes)}, not float {expected(classes)}")
    return layout


def _computed_shapes(file: ModelFile, session: ort.InferenceSession, graph_input: GraphInput) -> list[Sequence[int]]:
    """A graph that leaves its output open is asked by running it once on black."""
    black = np.zeros(graph_input.shape(graph_input.static_batch or 1), graph_input.dtype)
    try:
        return [np.shape(output) for output in session.run(None, {graph_input.name: black})]
    except RUNTIME_ERRORS as error:
        raise unusable(file.path, f"it fails when it is run ({first_line(error)})") from error


def described(nodes: Sequence[ort.NodeArg]) -> str:
    """``float [batch, 3, 384, 640]``; several joined by "and"."""
    return " and ".join(
        f"{node.type.removeprefix('tensor(').removesuffix(')')} [{', '.join(map(str, node.shape))}]" for node in nodes
    )
