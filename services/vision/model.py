"""A detection model in ONNX Runtime: opened, understood, and named, or refused with one clear phrase."""

import ast
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from app.domain.detection import ModelIdentity
from services.vision.letterbox import FloatArray, InputArray
from services.vision.model_file import ModelFile, read_model_file, unusable
from services.vision.postprocess import ReadOutput, recognise_layout

log = logging.getLogger(__name__)

RUNTIME_ERRORS = (
    ort_errors.EPFail,
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
)
"""What ONNX Runtime raises for a model it cannot open or run; they have no common class of their own."""

_CUDA, _CPU = "CUDAExecutionProvider", "CPUExecutionProvider"
_DTYPES: Mapping[str, type[np.float32] | type[np.uint8]] = {"tensor(float)": np.float32, "tensor(uint8)": np.uint8}
_MAX_NAMES_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Model:
    """An open model. ``run`` may be called from several threads at once; they share the weights.

    Input: ``input_dtype`` [batch, 3, input_height, input_width], RGB. ``read_output`` reads the output of one frame.
    """

    identity: ModelIdentity
    path: Path
    classes: tuple[str, ...]
    input_width: int
    input_height: int
    input_dtype: type[np.float32] | type[np.uint8]
    read_output: ReadOutput
    session: ort.InferenceSession
    input_name: str
    output_name: str

    @property
    def on_gpu(self) -> bool:
        return bool(self.session.get_providers()[0] == _CUDA)

    def run(self, images: InputArray) -> FloatArray:
        """[batch, …] in, [batch, …] out; one of :data:`RUNTIME_ERRORS` when the graph cannot be computed."""
        (output,) = self.session.run([self.output_name], {self.input_name: images})
        return np.asarray(output, np.float32)


def load_model(path: Path, *, threads: int) -> Model:
    """Open a model folder or .onnx file; ``threads`` compute one frame together. MODEL_MISSING, MODEL_UNUSABLE."""
    file = read_model_file(path)
    session = _open_session(file, threads)
    metadata = session.get_modelmeta().custom_metadata_map
    classes = _classes(file, metadata)
    input_name, width, height, dtype = _understand_input(file, session, metadata)
    output_name, read_output = _understand_output(file, session, len(classes))
    identity = _identity(file, metadata)
    model = Model(identity, file.path, classes, width, height, dtype, read_output, session, input_name, output_name)
    log.info("model %s: %d classes, input %d×%d, %s", identity, len(classes), width, height, session.get_providers()[0])
    return model


def _open_session(file: ModelFile, threads: int) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors; they are also raised
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.load_model_format", "ONNX")
    available = ort.get_available_providers()
    providers = [name for name in (_CUDA, _CPU) if name in available]
    try:
        return ort.InferenceSession(file.data, options, providers=providers)
    except RUNTIME_ERRORS as error:
        raise unusable(file.path, f"ONNX Runtime refuses it ({_first_line(error)})") from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rpartition(" : ")[2].strip()[:200]


def _classes(file: ModelFile, metadata: Mapping[str, str]) -> tuple[str, ...]:
    classes = _names_in(file, metadata["names"]) if "names" in metadata else file.card.classes if file.card else ()
    if not classes:
        raise unusable(file.path, "it does not name its classes")
    if not all(label and label.isprintable() for label in classes):
        raise unusable(file.path, "a class has a name that cannot be shown")
    return classes


def _names_in(file: ModelFile, text: str) -> tuple[str, ...]:
    """``{0: 'label', 1: …}`` as exporters write it."""
    try:
        names = ast.literal_eval(text) if len(text) <= _MAX_NAMES_CHARACTERS else None
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        names = None
    if isinstance(names, list | tuple):
        names = dict(enumerate(names))
    if not isinstance(names, dict) or set(names) != set(range(len(names))):
        raise unusable(file.path, "its class names cannot be read")
    return tuple(str(names[index]) for index in range(len(names)))


def _understand_input(
    file: ModelFile, session: ort.InferenceSession, metadata: Mapping[str, str]
) -> tuple[str, int, int, type[np.float32] | type[np.uint8]]:
    inputs = session.get_inputs()
    shape = inputs[0].shape if len(inputs) == 1 else []
    if len(shape) != 4 or shape[1] != 3 or (isinstance(shape[0], int) and shape[0] != 1):
        raise unusable(file.path, f"its input is {_described(inputs)}, not one picture [batch, 3, height, width]")
    if inputs[0].type not in _DTYPES:
        raise unusable(file.path, f"its input is {_described(inputs)}, neither float32 nor uint8")
    width, height = shape[3], shape[2]
    if not (isinstance(width, int) and isinstance(height, int)):
        width, height = _size_beside(file, metadata)
    return inputs[0].name, width, height, _DTYPES[inputs[0].type]


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


def _understand_output(file: ModelFile, session: ort.InferenceSession, classes: int) -> tuple[str, ReadOutput]:
    outputs = session.get_outputs()
    read = recognise_layout(outputs[0].shape, classes) if len(outputs) == 1 else None
    if read is None or outputs[0].type != "tensor(float)":
        wanted = f"float [batch, {4 + classes}, anchors] for its {classes} classes"
        raise unusable(file.path, f"its output is {_described(outputs)}, not {wanted}")
    return outputs[0].name, read


def _described(nodes: list[ort.NodeArg]) -> str:
    return " and ".join(
        f"{node.type.removeprefix('tensor(').removesuffix(')')} [{', '.join(map(str, node.shape))}]" for node in nodes
    )


def _identity(file: ModelFile, metadata: Mapping[str, str]) -> ModelIdentity:
    """Card, else metadata, else file name and content. A version without a name is the exporter's, not the model's."""
    if file.card:
        return ModelIdentity(file.card.name, file.card.version)
    if metadata.get("name") and metadata.get("version"):
        return ModelIdentity(metadata["name"], metadata["version"])
    return ModelIdentity(file.path.stem, file.sha256[:8])
