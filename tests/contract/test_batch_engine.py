"""Every BatchEngine keeps the same promises, whatever batch its model takes."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.domain.detection import ModelIdentity
from services.vision import jpeg
from services.vision.batch import BatchEngine
from services.vision.batch_engine import OnnxBatchEngine
from services.vision.jpeg import Rejection
from services.vision.model import load_model
from tests.fakes.onnx_models import CLASSES, colour_model, family_model

MakeModel = Callable[[Path], Path]
MODELS: dict[str, MakeModel] = {
    "batch of 1": lambda path: family_model(path, "rows", batch=1),
    "batch of 4": lambda path: family_model(path, "rows", batch=4),
    "free batch": colour_model,
    "free batch, suppressed in the graph": lambda path: family_model(path, "final"),
}


@pytest.fixture(params=MODELS, scope="module")
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BatchEngine:
    path = MODELS[request.param](tmp_path_factory.mktemp("model") / "colour.onnx")
    made: BatchEngine = OnnxBatchEngine(load_model(path, threads=1), floor_confidence=0.25, nms_iou=0.5, max_batch=4)
    made.warm_up()
    return made


def frame(red: int = 0, green: int = 0, *, width: int = 256, height: int = 128) -> bytes:
    image = np.zeros((height, width, 3), np.uint8)
    image[..., 2], image[..., 1] = red, green
    return jpeg.encode(image, 95)


RED, GREEN, NOTHING = frame(red=230), frame(green=200), frame()
BAD = {b"": Rejection.EMPTY, b"GIF89a": Rejection.NOT_JPEG, RED[:-40]: Rejection.DAMAGED}


def in_batches(engine: BatchEngine, frames: list[bytes]) -> list[list[str]]:
    """Labels of each frame, as many frames a call as the engine takes."""
    labels = []
    for start in range(0, len(frames), engine.max_batch):
        result = engine.infer(frames[start : start + engine.max_batch])
        labels += [[result.labels[index] for index in each.classes] for each in result.frames]
    return labels


def test_one_result_a_frame_in_the_order_given(engine: BatchEngine) -> None:
    frames = [RED, NOTHING, GREEN, RED, GREEN, GREEN]
    red, green = [CLASSES[0]], [CLASSES[1]]
    assert in_batches(engine, frames) == [red, [], green, red, green, green]


def test_arrays_are_of_the_promised_shapes_and_types(engine: BatchEngine) -> None:
    for data in (RED, NOTHING, b""):
        (one,) = engine.infer([data]).frames
        count = len(one.scores)
        assert [str(each.dtype) for each in (one.boxes, one.scores, one.classes)] == ["float32", "float32", "int32"]
        assert (one.boxes.shape, one.classes.shape) == ((count, 4), (count,))
        assert ((one.boxes >= 0) & (one.boxes <= 1)).all()


def test_boxes_are_normalised_to_each_frame_s_own_shape(engine: BatchEngine) -> None:
    wide, (tall,) = engine.infer([RED]).frames[0], engine.infer([frame(red=230, width=64, height=128)]).frames
    assert wide.boxes[0].tolist() == pytest.approx([0.25, 0.25, 0.75, 0.75], abs=0.01)
    assert len(tall.boxes) == 0 or tall.boxes[0, 0] == 0  # the same place of the input is another of this frame


@pytest.mark.parametrize("bad", BAD, ids=lambda data: BAD[data].name)
def test_a_frame_that_is_rejected_does_not_spoil_its_neighbours(engine: BatchEngine, bad: bytes) -> None:
    frames = [bad, RED, bad, GREEN][: engine.max_batch]
    results = engine.infer(frames).frames
    assert [each.rejected for each in results] == [str(BAD[bad]), "", str(BAD[bad]), ""][: len(frames)]
    assert [len(each.scores) for each in results] == [0, 1, 0, 1][: len(frames)]
    assert in_batches(engine, [RED]) == [[CLASSES[0]]]


def test_a_batch_of_rejected_frames_is_answered(engine: BatchEngine) -> None:
    result = engine.infer([b""] * engine.max_batch)
    assert all(each.rejected for each in result.frames)


def test_no_frames_no_results(engine: BatchEngine) -> None:
    assert engine.infer([]).frames == ()


def test_more_than_it_takes_is_a_bug_of_the_caller(engine: BatchEngine) -> None:
    with pytest.raises(ValueError, match="batch of at most"):
        engine.infer([RED] * (engine.max_batch + 1))


def test_a_result_says_who_computed_it(engine: BatchEngine) -> None:
    result = engine.infer([RED])
    assert isinstance(result.model, ModelIdentity)
    assert (result.model, result.labels) == (engine.model, engine.labels)
    assert engine.labels == CLASSES
    assert result.decode_ms > 0
    assert result.infer_ms > 0


def test_alone_or_among_others_a_frame_is_answered_the_same(engine: BatchEngine) -> None:
    (alone,) = engine.infer([RED]).frames
    for each in engine.infer([RED] * engine.max_batch).frames:
        assert each.boxes == pytest.approx(alone.boxes, abs=1e-5)
        assert each.scores == pytest.approx(alone.scores, abs=1e-5)
