"""The engine finds what the reference pipeline finds: full decode, letterbox in floats, plain suppression."""

from dataclasses import dataclass

import cv2
import numpy as np
import pytest

from app.domain.detection import Box, Detection
from services.synthetic.scenes import render_scene
from services.vision import jpeg
from services.vision.engine import Engine
from services.vision.letterbox import GREY, FloatArray
from services.vision.model import Model, load_model
from services.vision.model_file import model_path

FLOOR, IOU = 0.25, 0.5
FIRST_SEED = 1_000_000
LEAST_IOU, MOST_CONFIDENCE = 0.99, 0.01
MOST_OF_TIES = 0.02


@dataclass(frozen=True)
class Reference:
    """What was found, and every candidate before suppression."""

    found: list[Detection]
    candidates: list[Detection]


def reference(model: Model, data: bytes, *, resize_floats: bool) -> Reference:
    """Written anew, with nothing of the engine's but the session."""
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    height, width = image.shape[:2]
    scale = min(model.input.width / width, model.input.height / height)
    inner_width, inner_height = round(width * scale), round(height * scale)
    left, top = (model.input.width - inner_width) // 2, (model.input.height - inner_height) // 2
    canvas = np.full((model.input.height, model.input.width, 3), GREY / 255, np.float32)
    source = image.astype(np.float32) if resize_floats else image
    resized = cv2.resize(source, (inner_width, inner_height), interpolation=cv2.INTER_LINEAR)
    canvas[top : top + inner_height, left : left + inner_width] = resized.astype(np.float32) / 255
    (output,) = model.session.run(None, {model.input.name: canvas[None, :, :, ::-1].transpose(0, 3, 1, 2).copy()})
    return plain_suppression(model, output[0].T, (left, top, inner_width, inner_height))


def plain_suppression(model: Model, rows: FloatArray, content: tuple[int, int, int, int]) -> Reference:
    found: list[Detection] = []
    candidates: list[Detection] = []
    for row in sorted(rows[rows[:, 4:].max(axis=1) >= FLOOR], key=lambda row: -row[4:].max()):
        label, confidence = model.classes[int(row[4:].argmax())], float(row[4:].max())
        box = on_frame(row[:4], content)
        candidates.append(Detection(label, confidence, clipped(box)))
        if all(one.label != label or one.box.iou(box) <= IOU for one in found):
            found.append(Detection(label, confidence, box))
    return Reference([Detection(one.label, one.confidence, clipped(one.box)) for one in found], candidates)


def on_frame(row: FloatArray, content: tuple[int, int, int, int]) -> Box:
    left, top, width, height = content
    x, y, half_w, half_h = (float(value) for value in row * (1, 1, 0.5, 0.5))
    return Box(
        (x - half_w - left) / width,
        (y - half_h - top) / height,
        (x + half_w - left) / width,
        (y + half_h - top) / height,
    )


def clipped(box: Box) -> Box:
    return Box(*(min(max(edge, 0.0), 1.0) for edge in (box.x1, box.y1, box.x2, box.y2)))


def equal(one: Detection, other: Detection, most: float) -> bool:
    near = abs(one.confidence - other.confidence) <= most
    return one.label == other.label and near and one.box.iou(other.box) >= LEAST_IOU


def differences(expected: Reference, found: tuple[Detection, ...], *, ties: bool = False) -> list[str]:
    """Within a confidence of 0.01 of the floor, a detection may be on either side of it.

    With ``ties``, another candidate for the same object may have won when it was as confident to within 0.01, and an
    object that the model hesitates about may differ by 0.02: half-way up, half a grey value moves a confidence most.
    """
    most = MOST_OF_TIES if ties else MOST_CONFIDENCE
    left = list(found)
    wrong = []
    for one in expected.found:
        same_object = [each for each in expected.candidates if ties and each.box.iou(one.box) > IOU]
        rivals = [one, *(each for each in same_object if abs(each.confidence - one.confidence) <= MOST_CONFIDENCE)]
        match = next((each for each in left if any(equal(rival, each, most) for rival in rivals)), None)
        if match is not None:
            left.remove(match)
        elif one.confidence > FLOOR + MOST_CONFIDENCE:
            wrong.append(f"missing {one}")
    return wrong + [f"too much {one}" for one in left if one.confidence > FLOOR + MOST_CONFIDENCE]


@pytest.mark.parametrize("resize_floats", [False, True], ids=["resized as bytes", "resized as floats"])
@pytest.mark.parametrize("count", [20, pytest.param(200, marks=pytest.mark.slow)])
@pytest.mark.timeout(600)
def test_the_same_detections_as_the_reference_at_full_scale(count: int, resize_floats: bool) -> None:
    """Resized as floats, the input differs by up to half a grey value: enough to turn a tie, not to lose an object."""
    model = load_model(model_path("demo"), threads=1)
    engine = Engine(model, floor_confidence=FLOOR, nms_iou=IOU, reduced_decode=False)
    compared = 0
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        data = jpeg.encode(render_scene(seed).image, 82)
        expected = reference(model, data, resize_floats=resize_floats)
        found = engine.infer_jpeg(data).detections
        assert differences(expected, found, ties=resize_floats) == [], seed
        compared += len(expected.found)
    assert compared >= count  # the frames had something in them


def test_a_difference_is_noticed() -> None:
    one = Detection("left", 0.9, Box(0.1, 0.1, 0.5, 0.5))
    rival = Detection("left", 0.895, Box(0.11, 0.1, 0.5, 0.5))
    expected = Reference([one], [one, rival])
    assert differences(expected, (one,)) == []
    assert differences(expected, (rival,), ties=True) == []
    for other in (
        Detection("right", 0.9, one.box),
        Detection("left", 0.88, one.box),
        Detection("left", 0.9, Box(0.12, 0.1, 0.5, 0.5)),
    ):
        assert differences(expected, (other,))
        assert differences(expected, (other,), ties=True)
    assert differences(expected, (rival,))
    assert differences(expected, ())
    assert differences(Reference([], []), (one,))
