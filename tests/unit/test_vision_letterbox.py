import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.vision.letterbox import GREY, InputBuffer, Letterbox


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


def test_the_buffer_is_rgb_0_to_1_with_grey_around() -> None:
    buffer = InputBuffer(64, 48, np.float32)
    image = np.zeros((36, 64, 3), np.uint8)
    image[:] = (10, 20, 250)  # BGR
    buffer.fill(image, Letterbox.fit(64, 36, 64, 48))
    assert buffer.array.shape == (1, 3, 48, 64)
    assert buffer.array[0, :, 0, 0] == pytest.approx([GREY / 255] * 3)
    assert buffer.array[0, :, 24, 30] == pytest.approx([250 / 255, 20 / 255, 10 / 255])
    assert (buffer.array[0, 0] > 0.9).sum() == 36 * 64


def test_a_uint8_buffer_keeps_the_values() -> None:
    buffer = InputBuffer(64, 48, np.uint8)
    buffer.fill(np.full((72, 128, 3), 7, np.uint8), Letterbox.fit(128, 72, 64, 48))
    assert buffer.array.dtype == np.uint8
    assert set(np.unique(buffer.array)) == {7, GREY}


def test_a_frame_of_another_shape_leaves_nothing_of_the_one_before() -> None:
    buffer = InputBuffer(64, 48, np.float32)
    buffer.fill(np.full((48, 64, 3), 255, np.uint8), Letterbox.fit(64, 48, 64, 48))
    buffer.fill(np.zeros((100, 50, 3), np.uint8), Letterbox.fit(50, 100, 64, 48))
    assert buffer.array.max() == pytest.approx(GREY / 255)
