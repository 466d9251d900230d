import numpy as np
import pytest

from services.vision.letterbox import FloatArray, Letterbox
from services.vision.postprocess import MAX_DETECTIONS, read_rows, recognise_layout, select

FRAME = Letterbox.fit(1280, 720, 640, 384)
LABELS = ("left", "right")
Row = tuple[float, float, float, float, float, float]
"""cx, cy, w, h in input pixels, score of left, score of right."""


def detect(*rows: Row, floor: float = 0.25, iou: float = 0.5):
    output: FloatArray = np.array(rows, np.float32).reshape(-1, 6).T
    return select(read_rows(output, floor), FRAME, LABELS, iou=iou)


def test_a_box_is_normalised_to_the_frame_not_to_the_input() -> None:
    (one,) = detect((320, 192, 320, 180, 0.9, 0.1))
    assert (one.label, one.confidence) == ("left", pytest.approx(0.9))
    assert (one.box.x1, one.box.y1, one.box.x2, one.box.y2) == pytest.approx((0.25, 0.25, 0.75, 0.75))


def test_the_floor_is_included() -> None:
    assert [one.confidence for one in detect((320, 192, 90, 90, 0.25, 0), (90, 90, 50, 50, 0.24, 0))] == [0.25]


def test_overlapping_boxes_of_one_class_are_one_object() -> None:
    (one,) = detect((320, 192, 100, 100, 0.8, 0), (322, 192, 100, 100, 0.9, 0))
    assert one.confidence == pytest.approx(0.9)


def test_overlapping_boxes_of_two_classes_are_two_objects_best_first() -> None:
    found = detect((320, 192, 100, 100, 0.6, 0), (320, 192, 100, 100, 0, 0.7))
    assert [one.label for one in found] == ["right", "left"]


def test_boxes_are_clipped_to_the_frame_and_those_outside_it_are_not_there() -> None:
    in_the_grey_rows = (320, 4, 50, 6, 0.9, 0)
    (one,) = detect((0, 192, 100, 100, 0.8, 0), in_the_grey_rows)
    assert one.box.x1 == 0.0


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), -5.0])
def test_sizes_that_are_no_sizes_are_not_there(odd: float) -> None:
    found = detect((320, 192, odd, 50, 0.9, 0), (100, 100, 50, 50, 0.5, 0))
    assert all(0 <= one.box.x1 < one.box.x2 <= 1 for one in found)
    assert found[-1].confidence == 0.5


def test_scores_that_are_no_numbers_are_not_there() -> None:
    assert detect((320, 192, 50, 50, float("nan"), 0)) == ()


def test_nothing_found() -> None:
    assert detect() == ()
    assert detect((320, 192, 50, 50, 0.1, 0.1)) == ()


def test_a_model_that_sees_objects_everywhere_is_bounded() -> None:
    grid = [(x, y, 2, 2, 0.9, 0) for x in range(3, 640, 4) for y in range(14, 370, 4)]
    assert len(detect(*grid)) == MAX_DETECTIONS


@pytest.mark.parametrize(
    ("shape", "known"),
    [
        (["batch", 6, 5040], True),
        ([1, 6, "anchors"], True),
        ([1, 5040, 6], False),
        ([1, 300, 6], False),
        ([1, 7, 5040], False),
        ([6, 5040], False),
        ([], False),
    ],
)
def test_layouts(shape: list[object], known: bool) -> None:
    assert (recognise_layout(shape, 2) is not None) is known
