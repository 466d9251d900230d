"""``countersign quantize MODEL``: an INT8 version beside the model, with its speed and accuracy before and after.

The INT8 model is calibrated, and lies in a folder of its own. It is used only when ``model.path`` names it. Needs the
``train`` extra.

Exit code: 0 when written; 1 when the model cannot be used or the extra is missing.
"""

import argparse
import hashlib
import importlib.util
import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from app.commands.evaluate import FIRST_UNSEEN_SEED
from app.domain.errors import ErrorCode, OperationalError
from app.ports.frame import BgrImage
from app.settings import Settings
from services.synthetic.parts import CLASS_LABELS
from services.synthetic.scenes import Conditions, render_scene
from services.training.evaluate import evaluate
from services.vision import jpeg
from services.vision.engine import Engine
from services.vision.golden import write_golden
from services.vision.int8 import write_int8
from services.vision.model import Model, load_model
from services.vision.model_card import CARD_NAME, read_card_values, write_card_values
from services.vision.model_file import model_path
from services.vision.pictures import read_picture

CALIBRATION_SCENES = 64
CALIBRATION_SEED = 500_000
"""Neither trained on nor evaluated on."""
SUFFIX = "+int8"
_TIMED_RUNS = 40
_GOLDEN_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians of a frame's milliseconds, taken in turns with the other model's. Accuracy None: not measured."""

    version: str
    megabytes: float
    one_thread_ms: float
    two_threads_ms: float
    map50: float | None
    map50_95: float | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="MODEL", help="model folder or .onnx file, or demo")
    parser.add_argument("--output", type=Path, required=True, help="folder for the INT8 model; must be new or empty")
    parser.add_argument(
        "--scenes", type=int, default=200, help="scenes to measure accuracy on, for a model of their classes"
    )
    parser.add_argument("--images", type=Path, help="folder of JPEG or PNG pictures to calibrate on, not on scenes")
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace, settings: Settings) -> int:
    if importlib.util.find_spec("onnx") is None:
        raise OperationalError(ErrorCode.EXTRA_MISSING, feature="countersign quantize", extra="train")
    source = model_path(args.model)
    model = load_model(source, threads=1)
    _prepare(args.output)
    target = args.output / "model.onnx"
    write_int8(model, _calibration_images(args.images), target)
    _write_card(source, model, args.output)
    scenes = args.scenes if set(model.classes) <= set(CLASS_LABELS) else 0
    figures = _compare((source, args.output), (model.path, target), scenes, settings)
    _complete_card(args.output, figures[1], _calibration_images(args.images), settings)
    print(json.dumps([asdict(each) for each in figures], indent=2) if args.json else _words(figures, args.output))
    return 0


def _prepare(output: Path) -> None:
    try:
        output.mkdir(parents=True, exist_ok=True)
        taken = any(output.iterdir())
    except OSError as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(output), problem=error.strerror or error) from error
    if taken:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(output), problem="the folder is not empty")


def _calibration_images(folder: Path | None) -> Iterator[BgrImage]:
    if folder is None:
        for seed in range(CALIBRATION_SEED, CALIBRATION_SEED + CALIBRATION_SCENES):
            yield render_scene(seed).image
        return
    pictures = sorted(path for path in folder.glob("*") if path.suffix.lower() in {".jpg", ".jpeg", ".png"})
    if not pictures:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(folder), problem="it holds no pictures")
    yield from map(read_picture, pictures)


def _write_card(source: Path, model: Model, output: Path) -> None:
    """The source's card, of another version and content; what was measured or must be recognised is not copied."""
    card = (read_card_values(source / CARD_NAME) if source.is_dir() else None) or {}
    kept = {key: value for key, value in card.items() if key not in {"file", "metrics", "golden"}}
    digest = hashlib.sha256((output / "model.onnx").read_bytes()).hexdigest()
    own = {
        "name": model.identity.name,
        "version": model.identity.version + SUFFIX,
        "sha256": digest,
        "classes": list(model.classes),
        "input": {"width": model.input.width, "height": model.input.height},
    }
    write_card_values(output / CARD_NAME, kept | own)


def _complete_card(output: Path, figures: Figures, images: Iterator[BgrImage], settings: Settings) -> None:
    """What was measured, and the first of ``images`` that the model is sure of as its golden frame."""
    values: dict[str, Any] = read_card_values(output / CARD_NAME) or {}
    metrics = {key: value for key, value in asdict(figures).items() if key != "version" and value is not None}
    write_card_values(output / CARD_NAME, values | {"metrics": metrics})
    engine = _engine(output, 1, settings)
    for image in islice(images, _GOLDEN_CANDIDATES):
        frame = jpeg.encode(np.ascontiguousarray(image), settings.inference.jpeg_quality)
        seen = engine.infer_jpeg(frame).detections
        if any(one.confidence >= settings.decision.accept_confidence for one in seen):
            write_golden(output, frame, seen)
            return


def _engine(path: Path, threads: int, settings: Settings) -> Engine:
    engine = Engine(
        load_model(path, threads=threads),
        floor_confidence=settings.model.floor_confidence,
        nms_iou=settings.model.nms_iou,
    )
    engine.warm_up()
    return engine


def _compare(
    paths: tuple[Path, Path], files: tuple[Path, Path], scenes: int, settings: Settings
) -> tuple[Figures, Figures]:
    """Both models in turns, so that whatever else the machine does meets both."""
    engines = {(path, threads): _engine(path, threads, settings) for path in paths for threads in (1, 2)}
    spent: dict[tuple[Path, int], list[float]] = {key: [] for key in engines}
    image = render_scene(CALIBRATION_SEED).image
    for _ in range(_TIMED_RUNS):
        for key, engine in engines.items():
            began = time.perf_counter()
            engine.infer_image(image)
            spent[key].append((time.perf_counter() - began) * 1e3)
    before, after = (
        _figures(engines[path, 1], [spent[path, threads] for threads in (1, 2)], file, scenes)
        for path, file in zip(paths, files, strict=True)
    )
    return before, after


def _figures(engine: Engine, spent: list[list[float]], file: Path, scenes: int) -> Figures:
    seeds = range(FIRST_UNSEEN_SEED, FIRST_UNSEEN_SEED + scenes)
    report = evaluate(lambda image: engine.infer_image(image).detections, seeds, Conditions()) if scenes else None
    one, two = (round(statistics.median(each), 2) for each in spent)
    accuracy = (round(report.map50, 4), round(report.map50_95, 4)) if report else (None, None)
    return Figures(engine.model.version, round(file.stat().st_size / 1e6, 2), one, two, *accuracy)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _words(figures: tuple[Figures, Figures], output: Path) -> str:
    rows = [f"{'':<16}{'MB':>8}{'1 thread':>12}{'2 threads':>12}{'mAP50':>9}{'mAP50-95':>10}"]
    rows += [
        f"{each.version:<16}{each.megabytes:>8.2f}{each.one_thread_ms:>9.1f} ms{each.two_threads_ms:>9.1f} ms"
        f"{_share(each.map50):>9}{_share(each.map50_95):>10}"
        for each in figures
    ]
    rows.append(f"written to {output}; set model.path to it to use it")
    return "\n".join(rows)
