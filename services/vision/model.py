"""A detection model in ONNX Runtime: opened, understood, and named, or refused with one clear phrase."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort

from app.domain.detection import ModelIdentity
from services.vision.canvas import InputArray
from services.vision.class_names import class_names
from services.vision.graph import GraphInput, described, read_input, read_layout
from services.vision.layout import Candidates, Layout
from services.vision.letterbox import FloatArray
from services.vision.model_card import Thresholds, unusable
from services.vision.model_file import Golden, ModelFile, read_model_file
from services.vision.providers import RUNTIME_ERRORS, first_line, open_session

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Model:
    """An open model. ``run`` may be called from several threads at once; they share the weights."""

    identity: ModelIdentity
    path: Path
    classes: tuple[str, ...]
    input: GraphInput
    layout: Layout
    thresholds: Thresholds
    golden: Golden | None
    session: ort.InferenceSession
    output_name: str

    @property
    def provider(self) -> str:
        """ONNX Runtime's name of the execution provider that computes it."""
        return str(self.session.get_providers()[0])

    @property
    def on_gpu(self) -> bool:
        return self.provider.startswith(("Tensorrt", "CUDA", "Dml"))

    def run(self, images: InputArray) -> FloatArray:
        """[batch, …] in, [batch, …] out; one of RUNTIME_ERRORS when the graph cannot be computed."""
        (output,) = self.session.run([self.output_name], {self.input.name: images})
        return np.asarray(output, np.float32)

    def candidates(self, output: FloatArray, floor: float) -> Candidates:
        """What one frame's ``output`` (without the batch axis) says at ``floor`` or above."""
        return self.layout.read(output, floor, len(self.classes))


def load_model(path: Path, *, threads: int) -> Model:
    """Open a model folder or .onnx file; ``threads`` compute one frame together. MODEL_MISSING, MODEL_UNUSABLE."""
    file = read_model_file(path)
    try:
        session = open_session(file.data, threads)
    except RUNTIME_ERRORS as error:
        raise unusable(file.path, f"ONNX Runtime refuses it ({first_line(error)})") from error
    metadata = session.get_modelmeta().custom_metadata_map
    classes = class_names(file, metadata)
    graph_input = read_input(file, session, metadata)
    layout = read_layout(file, session, graph_input, len(classes))
    model = Model(
        _identity(file, metadata),
        file.path,
        classes,
        graph_input,
        layout,
        file.card.thresholds if file.card else Thresholds(),
        file.golden,
        session,
        session.get_outputs()[0].name,
    )
    _log_opened(model)
    return model


def _log_opened(model: Model) -> None:
    seen = described(model.session.get_inputs())
    log.info(
        "model %s: %s, %d classes, %s, %s", model.identity, model.layout.name, len(model.classes), seen, model.provider
    )


def _identity(file: ModelFile, metadata: Mapping[str, str]) -> ModelIdentity:
    """Card, else metadata, else file name and content. A version without a name is the exporter's, not the model's."""
    if file.card:
        return ModelIdentity(file.card.name, file.card.version)
    if metadata.get("name") and metadata.get("version"):
        return ModelIdentity(metadata["name"], metadata["version"])
    return ModelIdentity(file.path.stem, file.sha256[:8])
