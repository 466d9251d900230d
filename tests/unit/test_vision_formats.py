"""Every family of detectors × type × batch × size is recognised from the graph alone, and computes."""

from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto

from app.domain.errors import ErrorCode, OperationalError
from services.vision import jpeg
from services.vision.batch_engine import OnnxBatchEngine, detections
from services.vision.model import load_model
from tests.fakes.onnx_models import BOX, HEIGHT, KINDS, WIDTH, family_model, model_with_outputs

KINDS_AND_BATCHES = [
    (kind, batch)
    for kind in KINDS
    for batch in (1, 3, "batch")
    if kind != "nms" or batch == 1  # the fake suppresses one frame at a time
]
DTYPES = {"float32": TensorProto.FLOAT, "float16": TensorProto.FLOAT16, "uint8": TensorProto.UINT8}


def engine_of(path: Path, max_batch: int = 1) -> OnnxBatchEngine:
    return OnnxBatchEngine(load_model(path, threads=1), floor_confidence=0.25, nms_iou=0.5, max_batch=max_batch)


def frame(red: int, green: int) -> bytes:
    image = np.zeros((360, 720, 3), np.uint8)
    image[..., 2], image[..., 1] = red, green
    return jpeg.encode(image, 95)


def sees(engine: OnnxBatchEngine, *frames: bytes) -> list[list[str]]:
    """The labels of each frame, after their boxes and confidences are found to be right."""
    labels = []
    for result in engine.infer(frames).frames:
        found = detections(result, engine.labels)
        for one in found:
            assert one.confidence == pytest.approx(230 / 255, abs=0.01)
            assert (one.box.x1, one.box.y1, one.box.x2, one.box.y2) == pytest.approx(BOX, abs=0.01)
        labels.append([one.label for one in found])
    return labels


@pytest.mark.parametrize("open_size", [False, True], ids=["fixed size", "open size"])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("kind", "batch"), KINDS_AND_BATCHES)
def test_every_kind_is_recognised_and_computed(
    tmp_path: Path, kind: str, dtype: str, batch: int | str, open_size: bool
) -> None:
    path = family_model(tmp_path / "m.onnx", kind, dtype=DTYPES[dtype], batch=batch, open_size=open_size)
    engine = engine_of(path, max_batch=2)
    engine.warm_up()
    assert engine.max_batch == {1: 1, 3: 3, "batch": 2}[batch]
    frames = [frame(230, 0), frame(0, 230), frame(10, 10)][: engine.max_batch]
    assert sees(engine, *frames) == [["red_cover"], ["green_cover"], []][: engine.max_batch]
    assert sees(engine, frames[0]) == [["red_cover"]]


@pytest.mark.parametrize("dtype", DTYPES)
def test_channels_may_come_last(tmp_path: Path, dtype: str) -> None:
    engine = engine_of(family_model(tmp_path / "m.onnx", "rows", dtype=DTYPES[dtype], channels_last=True))
    assert sees(engine, frame(230, 0)) == [["red_cover"]]


@pytest.mark.parametrize("kind", ["rows", "columns", "final"])
def test_an_output_left_open_is_told_by_running_it(tmp_path: Path, kind: str) -> None:
    assert sees(engine_of(family_model(tmp_path / "m.onnx", kind, open_output=True)), frame(0, 230)) == [
        ["green_cover"]
    ]


def test_the_size_left_open_comes_from_the_metadata(tmp_path: Path) -> None:
    model = load_model(family_model(tmp_path / "m.onnx", "rows", open_size=True), threads=1)
    assert (model.input.width, model.input.height) == (WIDTH, HEIGHT)


@pytest.mark.parametrize("shapes", [[(1, 9, 9)], [(1, 2000, 6)], [(6, 100)], [(1, 38, 100), (1, 32, 8, 8)]])
def test_what_is_not_recognised_is_refused_with_its_shapes(tmp_path: Path, shapes: list[tuple[int, ...]]) -> None:
    with pytest.raises(OperationalError) as caught:
        load_model(model_with_outputs(tmp_path / "m.onnx", *shapes), threads=1)
    assert caught.value.code is ErrorCode.MODEL_UNUSABLE
    assert all(str(list(shape)) in str(caught.value.details["problem"]) for shape in shapes)
