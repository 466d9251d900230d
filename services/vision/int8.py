"""An INT8 version of a float32 model: static QDQ, activations unsigned, weights signed and per channel.

Both signed would be four times slower on x86. The head's last convolutions and everything after them stay float:
they cost little and carry the boxes' sub-pixels and the scores. Needs the ``onnx`` package; stations do not.
"""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.ports.frame import BgrImage
from services.vision.canvas import Canvas, InputArray, InputTensor
from services.vision.model import Model
from services.vision.model_card import unusable

if TYPE_CHECKING:
    import onnx


def write_int8(model: Model, images: Iterable[BgrImage], target: Path) -> None:
    """Quantise ``model`` with the ranges seen on ``images`` and write it to ``target``, an .onnx file.

    ``images`` are uint8 [height, width, 3] BGR. MODEL_UNUSABLE: it is not a float32 model.
    """
    if model.input.dtype is not np.float32:
        raise unusable(model.path, "only a float32 model can be quantised")
    import onnx
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as folder:
        shaped, part = Path(folder) / "shaped.onnx", Path(folder) / "int8.onnx"
        quant_pre_process(model.path, shaped, skip_symbolic_shape=True)
        prepared = onnx.load(shaped)
        name_nodes(prepared)
        quantize_static(
            prepared,
            part,
            Calibration(model, images),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            nodes_to_exclude=head_nodes(prepared),
        )
        quantised = onnx.load(part)
        del quantised.metadata_props[:]
        onnx.helper.set_model_props(quantised, model.session.get_modelmeta().custom_metadata_map)
        onnx.save(quantised, target)


class Calibration:
    """What onnxruntime.quantization asks for: the model's input for one image after another."""

    def __init__(self, model: Model, images: Iterable[BgrImage]) -> None:
        self._name = model.input.name
        self._inputs = _inputs(model, images)

    def get_next(self) -> dict[str, InputArray] | None:
        """A fresh array each time: the caller keeps them. None at the end."""
        array = next(self._inputs, None)
        return None if array is None else {self._name: array}

    def __iter__(self) -> Iterator[dict[str, InputArray]]:
        return iter(self.get_next, None)


def _inputs(model: Model, images: Iterable[BgrImage]) -> Iterator[InputArray]:
    batch = model.input.static_batch or 1
    canvas = Canvas(model.input.width, model.input.height, batch)
    tensor = InputTensor(canvas, model.input.dtype, channels_last=model.input.channels_last)
    for image in images:
        for slot in range(batch):
            canvas.put_image(slot, image)
            tensor.convert(slot)
        yield tensor.array.copy()


def name_nodes(model: "onnx.ModelProto") -> None:
    """Give every node a name of its own: names are optional in ONNX, and the head is left out by name."""
    for index, node in enumerate(model.graph.node):
        node.name = f"{index}_{node.op_type}"


def head_nodes(model: "onnx.ModelProto") -> list[str]:
    """Names of the nodes from the outputs back to the last real convolutions, those included."""
    weights = {tensor.name: tuple(tensor.dims) for tensor in model.graph.initializer}
    makers = {name: node for node in model.graph.node for name in node.output}
    waiting = [output.name for output in model.graph.output]
    found: dict[str, None] = {}
    while waiting:
        node = makers.get(waiting.pop())
        if node is None or node.name in found:
            continue
        found[node.name] = None
        if node.op_type != "Conv" or _only_averages(node, weights):
            waiting += node.input
    return list(found)


def _only_averages(node: Any, weights: dict[str, tuple[int, ...]]) -> bool:
    """YOLOv8 writes the mean of its box distribution as a convolution to one channel without bias."""
    return len(node.input) == 2 and weights.get(node.input[1], (0,))[0] == 1
