"""From settings to an engine."""

import os
from functools import partial
from pathlib import Path

from app.settings import Settings
from services.inference.server.engine import Engine
from services.inference.server.local_engine import Load, Loaded, LocalEngine
from services.inference.server.models import Catalogue
from services.inference.server.simulated import SimulatedDevice, SimulatedEngine
from services.inference.server.synthetic import SyntheticEngine
from services.vision import jpeg
from services.vision.batch_engine import OnnxBatchEngine
from services.vision.model import load_model

GPU_SLOTS = 2
"""One batch is decoded while the other is computed."""


def build_engine(settings: Settings) -> Engine:
    """Nothing is loaded before its ``start``."""
    catalogue = Catalogue.of(settings)
    return LocalEngine(_load(settings), catalogue.at_start(), instead=catalogue.configured)


def _load(settings: Settings) -> Load:
    if settings.server.synthetic:
        return lambda _: Loaded(SyntheticEngine, slots=1, batches=True)
    if settings.server.engine == "simulated":
        device, batch_max = SimulatedDevice(), settings.server.batch_max
        return lambda _: Loaded(
            lambda: SimulatedEngine(device, max_batch=batch_max), GPU_SLOTS, batches=True, refusal=jpeg.refusal
        )
    return lambda path: _open(settings, path)


def _open(settings: Settings, path: Path) -> Loaded:
    """Two engines for a GPU. For a CPU one single-threaded engine a core, all over the same weights, and another that
    has every core to itself, for a frame that is alone."""
    model = load_model(path, threads=1)
    batches = model.on_gpu or (model.input.static_batch or 1) > 1
    new_engine = partial(
        OnnxBatchEngine,
        floor_confidence=settings.model.floor_confidence,
        nms_iou=settings.model.nms_iou,
        max_batch=settings.server.batch_max if batches else 1,
        reduced_decode=settings.model.reduced_decode,
    )
    slots = settings.server.workers or (GPU_SLOTS if model.on_gpu else _cores())
    lone = None
    if slots > 1 and not model.on_gpu:
        lone = partial(new_engine, load_model(path, threads=slots))
    return Loaded(partial(new_engine, model), slots, batches, jpeg.refusal, lone)


def _cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
