"""Where label chips go, and whether what lies under a box has moved: geometry and pixels, no window."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSizeF

from app.domain.detection import Box, FrameStamp
from ui.live.chip_layout import Form
from ui.live.motion import REACH_S, Trace, Traces, differs, trace_of
from ui.live.placing import Placed, Seat, Shape, chip_place

ROOM = QRectF(0, 0, 800, 450)
GAP = 6.0


def size_of(shrink: float, form: Form) -> QSizeF:
    return QSizeF(500 * shrink, 90 * shrink) if form is Form.ROW else QSizeF(240 * shrink, 150 * shrink)


def placed(box: QRectF, *taken: QRectF, former: Seat | None = None, first: Form = Form.ROW) -> Placed:
    return chip_place(box, size_of, ROOM, taken, GAP, former, first)


@pytest.mark.parametrize(
    "box",
    [
        QRectF(300, 150, 200, 150),
        QRectF(20, 5, 200, 150),
        QRectF(590, 290, 200, 150),
        QRectF(5, 0, 300, 450),
        QRectF(200, 80, 400, 290),
    ],
    ids=["middle", "top", "corner", "full height", "large"],
)
def test_v17_a_chip_stays_in_the_room_and_off_its_part(box: QRectF) -> None:
    rect = placed(box).rect
    assert ROOM.contains(rect)
    assert not rect.intersects(box)


def test_v17_large_comes_before_small_and_above_before_beside() -> None:
    seat = placed(QRectF(300, 150, 200, 150)).seat
    assert seat == Seat(Shape(1.0, Form.ROW), 0)
    assert placed(QRectF(300, 150, 200, 150), first=Form.BLOCK).seat == Seat(Shape(1.0, Form.BLOCK), 4)
    assert placed(QRectF(200, 90, 400, 290)).seat == Seat(Shape(0.8, Form.ROW), 0)
    assert placed(QRectF(5, 0, 300, 450)).seat == Seat(Shape(1.0, Form.BLOCK), 4)


def test_v17_a_cover_that_fills_the_picture_is_hidden_as_little_as_can_be() -> None:
    found = placed(ROOM)
    assert ROOM.contains(found.rect)
    assert found.seat.shape.shrink == 0.5
    off_centre = QRectF(60, 0, 740, 450)
    found = placed(off_centre)
    assert found.rect.left() == GAP, "into the corner where the cover is not"


def test_v17_chips_avoid_each_other_and_other_parts() -> None:
    box, other = QRectF(300, 150, 200, 150), QRectF(100, 20, 600, 110)
    above = placed(box).rect
    assert not placed(box, above).rect.intersects(above)
    assert not placed(box, other).rect.intersects(other)


def test_v17_a_chip_does_not_stand_apart_from_its_box() -> None:
    for box in (QRectF(20, 320, 150, 120), QRectF(640, 10, 150, 120)):
        rect = placed(box).rect
        assert rect.adjusted(-3 * GAP, -3 * GAP, 3 * GAP, 3 * GAP).intersects(box)


def test_v17_a_chip_keeps_its_seat_until_there_is_ample_room_for_a_larger_one() -> None:
    below = Seat(Shape(1.0, Form.ROW), 2)
    assert placed(QRectF(300, 150, 200, 150), former=below).seat == below
    small = Seat(Shape(0.8, Form.ROW), 0)
    just_enough, ample = QRectF(20, 103, 760, 346), QRectF(20, 130, 760, 320)
    assert placed(just_enough).seat.shape.shrink == 1.0
    assert placed(just_enough, former=small).seat == small
    assert placed(ample, former=small).seat.shape.shrink == 1.0


@settings(max_examples=200)
@given(x=st.floats(0, 0.9), y=st.floats(0, 0.9), w=st.floats(0.05, 1), h=st.floats(0.05, 1))
def test_v17_wherever_the_cover_is_the_chip_is_in_the_room(x: float, y: float, w: float, h: float) -> None:
    box = QRectF(x * 800, y * 450, min(w, 1 - x) * 800, min(h, 1 - y) * 450)
    assert ROOM.contains(placed(box).rect)


# -- moved or not -------------------------------------------------------------------------------------------------


def bench_picture(dx: int = 0, light: float = 1.0, seed: int = 0) -> np.ndarray:
    """A lid with a few features, ``dx`` pixels to the right, with the noise of one exposure."""
    image = np.full((360, 640, 3), 90, np.uint8)
    cv2.rectangle(image, (200 + dx, 100), (440 + dx, 260), (200, 200, 200), -1)
    for i in range(6):
        cv2.circle(image, (225 + 38 * i + dx, 150), 12, (60, 60, 60), -1)
    cv2.putText(image, "D26R", (230 + dx, 235), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (40, 40, 40), 4)
    noise = np.random.default_rng(seed).normal(0, 4, image.shape)
    return np.clip(image * light + noise, 0, 255).astype(np.uint8)


LID = Box(200 / 640, 100 / 360, 440 / 640, 260 / 360)


def traces(*pictures: tuple[float, np.ndarray]) -> Traces:
    kept = Traces()
    for number, (at_s, picture) in enumerate(pictures, start=1):
        kept.add(FrameStamp(number, at_s, number), trace_of(picture))
    return kept


def test_a_lid_that_lies_still_has_not_moved_whatever_noise_and_lamp_do() -> None:
    kept = traces((0.0, bench_picture(seed=1)), (0.1, bench_picture(seed=2)), (0.3, bench_picture(light=0.9, seed=3)))
    assert kept.moved(LID, FrameStamp(1, 0.0, 1)) is False


@pytest.mark.parametrize("dx", [12, 30, 120])
def test_a_lid_that_moved_by_a_twentieth_of_its_width_has_moved(dx: int) -> None:
    kept = traces((0.0, bench_picture(seed=1)), (0.05, bench_picture(dx, seed=2)))
    assert kept.moved(LID, FrameStamp(1, 0.0, 1)) is True
    assert kept.moved(LID, FrameStamp(2, 0.05, 2)) is False, "it is on its own picture"


def test_only_what_lies_under_the_box_counts() -> None:
    elsewhere = bench_picture(seed=2)
    cv2.rectangle(elsewhere, (500, 20), (620, 340), (255, 255, 255), -1)
    kept = traces((0.0, bench_picture(seed=1)), (0.1, elsewhere))
    assert kept.moved(LID, FrameStamp(1, 0.0, 1)) is False
    assert kept.moved(Box(0.75, 0, 1, 1), FrameStamp(1, 0.0, 1)) is True


def test_a_picture_just_before_stands_in_for_one_that_was_dropped() -> None:
    kept = traces((0.0, bench_picture(seed=1)), (0.2, bench_picture(30, seed=2)))
    kept_gap = FrameStamp(1, REACH_S, 1)
    assert kept.moved(LID, kept_gap) is True
    assert kept.moved(LID, FrameStamp(1, REACH_S + 0.01, 1)) is None
    assert kept.moved(LID, FrameStamp(0, -1.0, 0)) is None
    assert Traces().moved(LID, kept_gap) is None


def test_plain_pictures_are_alike_and_any_box_can_be_asked_about() -> None:
    plain: Trace = np.full((90, 160), 90, np.uint8)
    assert not differs(plain, plain)
    assert not differs(plain, plain + 20)
    kept = traces((0.0, bench_picture()), (0.1, bench_picture(60)))
    for box in (Box(0, 0, 0, 0), Box(1, 1, 1, 1), Box(-0.5, -0.5, 1.5, 1.5)):
        assert kept.moved(box, FrameStamp(1, 0.0, 1)) in (True, False)
