import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import pytest

from app.commands import bench_vision
from app.settings import Settings
from services.vision.batch_engine import OnnxBatchEngine
from services.vision.model import load_model
from services.vision.speed_graph import speed_graph


def test_the_graph_for_speed_is_valid_and_gives_suppression_its_work(tmp_path: Path) -> None:
    data = speed_graph(128, 96)
    onnx.checker.check_model(onnx.load_from_string(data))
    weights = sum(int(np.prod(each.dims)) for each in onnx.load_from_string(data).graph.initializer)
    assert weights == pytest.approx(3.0e6, rel=0.05)
    (tmp_path / "speed.onnx").write_bytes(data)
    model = load_model(tmp_path / "speed.onnx", threads=1)
    engine = OnnxBatchEngine(model, floor_confidence=0.25, nms_iou=0.5)
    (frame,) = engine.infer_images([np.zeros((72, 128, 3), np.uint8)]).frames
    assert set(frame.classes.tolist()) == {0, 1, 2, 3, 4}


def test_the_bench_reports_every_stage(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    bench_vision.add_arguments(parser)
    report = bench_vision.measure(parser.parse_args(["--frames", "3", "--scenes", "2"]), Settings())
    (check,) = report.checks
    assert 0 < check.value < 100
    assert {"decode_ms", "letterbox_ms", "infer_ms", "nms_ms"} < set(report.figures["yolov8n_sized"])  # type: ignore[call-overload]
    assert json.dumps(report.figures)
