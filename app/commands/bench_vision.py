"""``countersign bench vision``: where the time of a frame goes, and that it goes to the model.

The goal is for a YOLOv8n-sized float32 graph at 384×640 on one core; the shipped model's own shares are shown beside
it. On a CPU the clock is that of the one thread that computes everything, so that a busy machine changes no share.
``--scenes N`` also measures what decoding at reduced scale costs in accuracy.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from app.commands.bench import BenchReport, Check
from app.commands.evaluate import FIRST_UNSEEN_SEED
from app.settings import Settings
from services.synthetic.scenes import render_scene
from services.training.evaluate import EvalReport, SceneResult, report_on
from services.vision import jpeg
from services.vision.batch_engine import OnnxBatchEngine
from services.vision.engine import Engine
from services.vision.model import Model, load_model
from services.vision.model_file import model_path
from services.vision.providers import CPU
from services.vision.speed_graph import speed_graph

WIDTH, HEIGHT = 640, 384
GOAL_PERCENT = 5
LEAST_VISIBLE = 0.25
"""Covers of which less is in view count neither for nor against the model."""
STAGES = ("decode", "letterbox", "infer", "nms")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--frames", type=int, default=100, help="frames measured")
    parser.add_argument("--scenes", type=int, default=0, help="scenes for the cost of decoding at reduced scale")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    frames = _frames(settings.inference.jpeg_quality)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speed.onnx"
        path.write_bytes(speed_graph(WIDTH, HEIGHT))
        sized_like_v8n = _stages(load_model(path, threads=1), frames, args.frames, settings)
    own_model = load_model(model_path(settings.model.path), threads=1)
    own = _stages(own_model, frames, args.frames, settings)
    figures: dict[str, object] = {
        "yolov8n_sized": _figures(sized_like_v8n),
        str(own_model.identity): _figures(own),
        "frame_kb": round(statistics.mean(map(len, frames)) / 1e3, 1),
    }
    if args.scenes:
        figures["reduced_decode"] = _cost_of_reduced_decode(own_model, args.scenes, settings)
    share = round(_share_besides_infer(sized_like_v8n), 2)
    return BenchReport((Check("all but inference, percent of the total", share, f"<= {GOAL_PERCENT}"),), figures)


def _frames(quality: int) -> list[bytes]:
    """1280×720 scenes as a station sends them."""
    seeds = range(FIRST_UNSEEN_SEED, FIRST_UNSEEN_SEED + 8)
    return [jpeg.encode(render_scene(seed).image, quality) for seed in seeds]


def _stages(model: Model, frames: list[bytes], count: int, settings: Settings) -> dict[str, float]:
    """Median milliseconds of each stage, one frame at a time on one thread."""
    clock = time.thread_time if model.provider == CPU else time.perf_counter
    engine = OnnxBatchEngine(
        model,
        floor_confidence=settings.model.floor_confidence,
        nms_iou=settings.model.nms_iou,
        reduced_decode=settings.model.reduced_decode,
    )
    engine.warm_up()
    spent = [_one(engine, frames[index % len(frames)], clock) for index in range(count)]
    return {stage: statistics.median(column) for stage, column in zip(STAGES, zip(*spent, strict=True), strict=True)}


def _one(engine: OnnxBatchEngine, data: bytes, clock: Callable[[], float]) -> tuple[float, ...]:
    began = clock()
    letterbox = engine.put(0, data)
    decoded = clock()
    engine.convert(0)
    ready = clock()
    output = engine.run(1)
    computed = clock()
    engine.read(output[0], letterbox)
    done = clock()
    moments = (began, decoded, ready, computed, done)
    return tuple((later - earlier) * 1e3 for earlier, later in pairwise(moments))


def _share_besides_infer(stages: dict[str, float]) -> float:
    """Percent of the total that is not inference."""
    total = sum(stages.values())
    return 100 * (total - stages["infer"]) / total


def _figures(stages: dict[str, float]) -> dict[str, float]:
    rounded = {f"{stage}_ms": round(spent, 3) for stage, spent in stages.items()}
    return rounded | {
        "total_ms": round(sum(stages.values()), 2),
        "besides_infer_percent": round(_share_besides_infer(stages), 2),
    }


def _cost_of_reduced_decode(model: Model, scenes: int, settings: Settings) -> dict[str, dict[str, float]]:
    """Accuracy on the same JPEGs decoded at full and at reduced scale."""
    rules = settings.model
    engines = {
        name: Engine(model, floor_confidence=rules.floor_confidence, nms_iou=rules.nms_iou, reduced_decode=reduced)
        for name, reduced in (("full", False), ("reduced", True))
    }
    results: dict[str, list[SceneResult]] = {name: [] for name in engines}
    for seed in range(FIRST_UNSEEN_SEED, FIRST_UNSEEN_SEED + scenes):
        scene = render_scene(seed)
        data = jpeg.encode(scene.image, settings.inference.jpeg_quality)
        for name, engine in engines.items():
            results[name].append(SceneResult(seed, scene.covers, engine.infer_jpeg(data).detections))
    return {name: _accuracy(report_on(each, LEAST_VISIBLE)) for name, each in results.items()}


def _accuracy(report: EvalReport) -> dict[str, float]:
    return {"map50": round(report.map50, 4), "map50_95": round(report.map50_95, 4), "accepted": report.accepted}
