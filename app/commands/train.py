"""``countersign train``: from nothing to a model that stations can load. Needs the ``train`` extra (PyTorch).

Renders scenes, trains, exports, evaluates, writes the model card. Started again with the same folder it continues.
Needs PyTorch and onnx, see docs/adr/0003-set-up.md.

Exit code: 0; 1 when PyTorch or onnx is not installed.
"""

import argparse
import importlib.util
import itertools
from pathlib import Path

import numpy as np

from app.bootstrap import engine_for
from app.domain.errors import ErrorCode, OperationalError
from app.settings import Settings
from services.synthetic.scenes import render_scene
from services.training.evaluate import Detect
from services.vision import jpeg
from services.vision.golden import write_golden

GOLDEN_SEED = 3_000_000
GOLDEN_COVERS = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, required=True, help="where scenes and checkpoints live; continues there")
    parser.add_argument("--output", type=Path, required=True, help="where the .onnx and model.toml are written")
    parser.add_argument("--name", default="countersign-demo")
    parser.add_argument("--version", default="1.0.0")
    parser.add_argument("--scenes", type=int, default=500, help="scenes of the closing evaluation")


def run(args: argparse.Namespace, settings: Settings) -> int:
    missing = [name for name in ("torch", "onnx", "onnxscript") if importlib.util.find_spec(name) is None]
    if missing:
        raise OperationalError(ErrorCode.EXTRA_MISSING, feature="countersign train", extra="train")
    from services.training.release import produce_model  # PyTorch, only here
    from services.training.train import TrainSettings

    report = produce_model(
        TrainSettings(),
        folder=args.folder,
        output=args.output,
        name=args.name,
        version=args.version,
        load_detector=lambda path: _detector(path, settings),
        evaluation_scenes=args.scenes,
        on_progress=lambda progress: print(progress, flush=True),
    )
    add_golden_frame(args.output, settings)
    print(report.to_json())
    return 0


def add_golden_frame(folder: Path, settings: Settings) -> None:
    """The first drawn scene in which the new model is sure of several covers becomes what it must recognise."""
    engine = engine_for(folder, settings)
    for seed in itertools.count(GOLDEN_SEED):
        image = np.ascontiguousarray(render_scene(seed).image)
        frame = jpeg.encode(image, settings.inference.jpeg_quality)
        seen = engine.infer_jpeg(frame).detections
        if sum(one.confidence >= settings.decision.accept_confidence for one in seen) >= GOLDEN_COVERS:
            write_golden(folder, frame, seen)
            return


def _detector(path: Path, settings: Settings) -> Detect:
    engine = engine_for(path, settings)
    return lambda image: engine.infer_image(image).detections
