import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.vision.letterbox import Letterbox


def test_a_16_to_9_frame_in_384_by_640_has_12_grey_rows_above_and_below() -> None:
    assert Letterbox.fit(1280, 720, 640, 384) == Letterbox(0.5, 0, 12, 640, 360)


def test_a_tall_frame_is_centred_between_grey_columns() -> None:
    assert Letterbox.fit(480, 640, 640, 384) == Letterbox(0.6, 176, 0, 288, 384)


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_boxes_go_into_the_input_and_back(width: int, height: int) -> None:
    letterbox = Letterbox.fit(width, height, 640, 384)
    boxes = np.array([[0, 0, 1, 1], [0.25, 0.5, 0.75, 0.875]], np.float32)
    there = letterbox.to_input(boxes)
    assert (there >= 0).all()
    assert (there <= (640, 384, 640, 384)).all()
    assert letterbox.to_frame(there) == pytest.approx(boxes, abs=1e-3)


def test_boxes_outside_the_frame_are_clipped() -> None:
    box = np.array([[-20, 0, 700, 384]], np.float32)
    assert Letterbox.fit(1280, 720, 640, 384).to_frame(box).tolist() == [[0, 0, 1, 1]]
