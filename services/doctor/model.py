"""The station's own model: loaded, warmed up with its golden frame, and timed."""

import statistics
import time
from pathlib import Path

import numpy as np

from app.domain.health_facts import ModelFacts
from services.vision.engine import Engine
from services.vision.model import Model
from services.vision.model_file import read_model_file

_TIMED = 7


def model_facts(path: Path, model: Model, engine: Engine, *, demo: bool) -> ModelFacts:
    """Some seconds of computing. MODEL_MISSING, MODEL_UNUSABLE: also when the golden frame is not recognised."""
    file = read_model_file(path)
    engine.warm_up()
    return ModelFacts(
        identity=f"{model.identity.name}@{model.identity.version}",
        demo=demo,
        carded=file.card is not None and bool(file.card.sha256),
        golden=file.golden is not None,
        frame_ms=_frame_ms(engine, model),
        provider=model.provider.removesuffix("ExecutionProvider"),
    )


def _frame_ms(engine: Engine, model: Model) -> float:
    blank = np.zeros((model.input.height, model.input.width, 3), np.uint8)
    return statistics.median(_timed_ms(engine, blank) for _ in range(_TIMED))


def _timed_ms(engine: Engine, image: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> float:
    began_s = time.perf_counter()
    engine.infer_image(image)
    return (time.perf_counter() - began_s) * 1e3
