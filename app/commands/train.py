"""``countersign train``: from nothing to a model that stations can load. Needs the ``train`` extra (PyTorch)."""

import argparse
import importlib.util
from pathlib import Path

from app.bootstrap import engine_for
from app.domain.errors import ErrorCode, OperationalError
from app.settings import Settings
from services.training.evaluate import Detect


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
    print(report.to_json())
    return 0


def _detector(path: Path, settings: Settings) -> Detect:
    engine = engine_for(path, settings)
    return lambda image: engine.infer_image(image).detections
