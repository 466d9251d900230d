import numpy as np
import pytest

from app.domain.detection import Detection
from services.vision.batch_engine import detections
from services.vision.layout import read_columns, read_final, read_rows
from services.vision.letterbox import FloatArray, Letterbox
from services.vision.postprocess import MAX_DETECTIONS, select

FRAME = Letterbox.fit(1280, 720, 640, 384)
LABELS = ("left", "right")
Row = tuple[float, float, float, float, float, float]
"""cx, cy, w, h in input pixels, score of left, score of right."""


def detect(*rows: Row, floor: float = 0.25, iou: float | None = 0.5) -> tuple[Detection, ...]:
    output: FloatArray = np.array(rows, np.float32).reshape(-1, 6).T
    return detections(select(read_rows(output, floor, 2), FRAME, iou=iou), LABELS)


def test_a_box_is_normalised_to_the_frame_not_to_the_input() -> None:
    (one,) = detect((320, 192, 320, 180, 0.9, 0.1))
    assert one.label == "left"
    assert one.confidence == pytest.approx(0.9)
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


def test_arrays_are_of_the_promised_types() -> None:
    for rows in (np.empty((6, 0), np.float32), np.array([[320, 192, 90, 90, 0.9, 0]], np.float32).T):
        result = select(read_rows(rows, 0.25, 2), FRAME, iou=0.5)
        assert [str(each.dtype) for each in (result.boxes, result.scores, result.classes)] == [
            "float32",
            "float32",
            "int32",
        ]
        assert result.boxes.shape == (len(result.scores), 4)


def test_what_the_graph_suppressed_is_not_suppressed_again() -> None:
    assert len(detect((320, 192, 90, 90, 0.9, 0), (320, 192, 90, 90, 0.8, 0), iou=None)) == 2


def test_the_rival_is_the_loudest_other_class_in_the_same_place() -> None:
    same_anchor, suppressed, elsewhere = (320, 192, 100, 100, 0.9, 0.06), (324, 192, 100, 100, 0.5, 0.12), 0.2
    (one,) = detect(same_anchor, suppressed, (90, 90, 100, 100, 0.1, elsewhere))
    assert one.rival == pytest.approx(0.12)


def test_a_rival_counts_below_the_floor_and_above_it() -> None:
    (one,) = detect((320, 192, 100, 100, 0.9, 0), (322, 192, 100, 100, 0.0, 0.24))
    assert one.rival == pytest.approx(0.24)
    first, second = detect((320, 192, 100, 100, 0.9, 0), (322, 192, 100, 100, 0.0, 0.3))
    assert (first.rival, second.rival) == pytest.approx((0.3, 0.9))


def test_nothing_else_heard_is_no_rival() -> None:
    assert [one.rival for one in detect((320, 192, 100, 100, 0.9, 0), (90, 90, 50, 50, 0.9, 0))] == [0, 0]


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), -5.0])
def test_a_box_that_is_none_is_no_rival(odd: float) -> None:
    assert detect((320, 192, 100, 100, 0.9, 0), (320, 192, odd, 50, 0, 0.9))[0].rival == 0


def test_the_other_layouts_tell_rivals_too() -> None:
    columns = np.array([[320, 192, 90, 90, 0.9, 1.0, 0.1], [320, 192, 90, 90, 0.2, 0.0, 1.0]], np.float32)
    (one,) = detections(select(read_columns(columns, 0.25, 2), FRAME, iou=0.5), LABELS)
    assert one.rival == pytest.approx(0.2)
    final = np.array([[275, 147, 365, 237, 0.9, 0], [275, 147, 365, 237, 0.12, 1]], np.float32)
    (one,) = detections(select(read_final(final, 0.25, 2), FRAME, iou=None), LABELS)
    assert one.rival == pytest.approx(0.12)


def test_yolov5_multiplies_objectness_and_class() -> None:
    rows = np.array([[320, 192, 90, 90, 0.8, 0.5, 0.9], [320, 192, 90, 90, 0.3, 0.5, 0.6]], np.float32)
    found = read_columns(rows, 0.25, 2)
    assert found.scores.tolist() == pytest.approx([0.72])
    assert found.classes.tolist() == [1]
    assert found.boxes.tolist() == [[275, 147, 365, 237]]
    assert read_columns(rows, 0.9, 2).boxes.shape == (0, 4)


def test_final_rows_of_no_known_class_are_not_there() -> None:
    nan = float("nan")
    rows = np.array([[0, 0, 9, 9, 0.9, kind] for kind in (0, 1, 2, -1, nan)] + [[0] * 6], np.float32)
    assert read_final(rows, 0.25, 2).classes.tolist() == [0, 1]
