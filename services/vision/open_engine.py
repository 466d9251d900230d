"""From settings to an engine for one frame at a time."""

from pathlib import Path

from app.settings import ModelSettings
from services.vision.engine import Engine
from services.vision.model import load_model


def open_engine(model: Path, rules: ModelSettings) -> Engine:
    """The engine of the model folder or file ``model``; not warm yet. Raises OperationalError(MODEL_…)."""
    return Engine(
        load_model(model, threads=rules.threads),
        floor_confidence=rules.floor_confidence,
        nms_iou=rules.nms_iou,
        reduced_decode=rules.reduced_decode,
    )
