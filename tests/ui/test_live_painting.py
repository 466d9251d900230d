"""Pictures, chips and the watchdog: the parts of the live side with logic of their own."""

import logging
import time

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from app.domain.detection import FrameStamp
from app.domain.grade import Grade
from app.ports.frame import Frame
from tests.ui.conftest import Bench, cover
from ui.live.overlay import chip_place
from ui.live.picture import fitted, picture_of
from ui.shell.watchdog import BLOCKED_S, GuiWatchdog, stack_of
from ui.theme.tokens import GRADE_COLOURS

ROOM = QRectF(0, 0, 800, 450)
CHIP = (200.0, 80.0)


def test_a_picture_is_fitted_without_changing_its_shape() -> None:
    assert fitted(1280, 720, (828, 465)) == (827, 465)
    assert fitted(640, 480, (800, 450)) == (600, 450)


def test_a_picture_keeps_its_colours_and_does_not_see_later_writes() -> None:
    image = np.zeros((72, 128, 3), np.uint8)
    image[:] = (10, 20, 200)
    picture = picture_of(Frame(FrameStamp(1, 0.0, 1), image), (64, 36))
    image[:] = 0
    colour = picture.image.pixelColor(30, 20)
    assert (colour.red(), colour.green(), colour.blue()) == (200, 20, 10)
    assert picture.image.size().toTuple() == (64, 36)


@pytest.mark.parametrize(
    "box",
    [QRectF(300, 150, 200, 150), QRectF(20, 5, 200, 150), QRectF(590, 290, 200, 150), QRectF(5, 0, 300, 450)],
    ids=["middle", "top", "corner", "full height"],
)
def test_a_chip_stays_in_the_picture_and_off_its_part(box: QRectF) -> None:
    place = chip_place(box, CHIP, ROOM, [], 6)
    assert ROOM.contains(place)
    assert not place.intersects(box)


def test_a_chip_without_room_goes_inside_the_lower_edge() -> None:
    place = chip_place(ROOM, CHIP, ROOM, [], 6)
    assert ROOM.contains(place)
    assert place.top() > ROOM.height() / 2


def test_chips_avoid_each_other_and_other_parts() -> None:
    box = QRectF(300, 150, 200, 150)
    above = chip_place(box, CHIP, ROOM, [], 6)
    elsewhere = chip_place(box, CHIP, ROOM, [above], 6)
    assert not elsewhere.intersects(above)


def test_a_blocked_gui_thread_is_logged_with_its_stack(qtbot, caplog: pytest.LogCaptureFixture) -> None:
    watchdog = GuiWatchdog()
    with caplog.at_level(logging.WARNING, "ui.shell.watchdog"):
        watchdog.start()
        qtbot.waitUntil(lambda: watchdog.beating)
        block_until_logged(caplog)
        watchdog.close()
    assert "block_until_logged" in caplog.text


def block_until_logged(caplog: pytest.LogCaptureFixture) -> None:
    deadline = time.monotonic() + 50 * BLOCKED_S
    while not caplog.records and time.monotonic() < deadline:
        time.sleep(0.001)


def test_an_unknown_thread_has_no_stack() -> None:
    assert stack_of(1) == "(gone)"


def test_a_picture_is_painted_with_its_boxes(bench: Bench) -> None:
    bench.open_note()
    bench.show(cover(), frames=4)
    painted = bench.window.live.painted
    grey = bench.window.live.grab().toImage()
    assert bench.window.live.painted > painted
    box = bench.window.live.state.marks[0].box
    left, middle = round(box.x1 * grey.width()), round((box.y1 + box.y2) / 2 * grey.height())
    assert grey.pixelColor(left, middle).name().upper() == GRADE_COLOURS[Grade.GREEN]
