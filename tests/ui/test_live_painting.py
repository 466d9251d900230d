"""Pictures, chips and the watchdog: the parts of the live side with logic of their own."""

import logging
import time
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.domain.advice import Advice
from app.domain.decision import Accepted, Decision, Evidence, Refused, RefusedReason, Undecided, UndecidedReason
from app.domain.detection import Box, Detection, DetectorSource, FrameDetections, FrameStamp, ModelIdentity, Timing
from app.domain.grade import Grade
from app.ports.camera import CameraState
from app.ports.frame import Frame
from app.use_cases.inspect import Inspected
from tests.fakes.station_parts import SetClock
from tests.ui.conftest import D26R, D26R_LABEL, Bench, cover
from ui.live.chip_layout import Form, chip_layout
from ui.live.overlay import stroke_of
from ui.live.picture import Buffers, Picture, fitted, picture_of
from ui.live.view import LiveView
from ui.live.view_model import BoxMark, Hold, Veil, Verdict
from ui.live.words import chip_text, veil_words
from ui.shell.watchdog import BLOCKED_S, GuiWatchdog, stack_of
from ui.theme.icons import ICONS
from ui.theme.tokens import GRADE_COLOURS, PALETTES, VEIL_TEXT, VEIL_WARNING, WRONG_COLOUR, sizes

MODEL = ModelIdentity("covers", "3")


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


def test_memory_is_used_again_and_never_while_a_picture_lives() -> None:
    buffers, image = Buffers(), np.full((72, 128, 3), 50, np.uint8)

    def made(room: tuple[int, int] = (64, 36)) -> Picture:
        return picture_of(Frame(FrameStamp(1, 0.0, 1), image), room, buffers)

    held, other = made(), made()
    where = other.pixels.ctypes.data
    assert held.pixels.ctypes.data != where
    del other
    again = made()
    assert again.pixels.ctypes.data == where
    image[:] = 200
    made()
    assert held.image.pixelColor(5, 5).red() == 50
    assert made((32, 18)).image.size().toTuple() == (32, 18), "a window of another size gets memory of its own"


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
    box, place = bench.window.live.state.marks[0].box, bench.window.live._picture_place()
    left = round(place.left() + box.x1 * place.width())
    middle = round(place.top() + (box.y1 + box.y2) / 2 * place.height())
    assert grey.pixelColor(left, middle).name().upper() == GRADE_COLOURS[Grade.GREEN]


# -- what the live view shows, by its pixels --------------------------------------------------------------------------

PLACE = Box(0.30, 0.35, 0.70, 0.80)
SIZE = (960, 540)
GREY = np.full((360, 640, 3), 90, np.uint8)


class Screen:
    """A live view of its own on a set clock; ``look`` paints it now."""

    def __init__(self, qtbot, theme: str = "dark") -> None:
        self.clock = SetClock(10.0)
        self.view = LiveView(self.clock, PALETTES[theme], sizes(1366, 768, 3.78))
        qtbot.addWidget(self.view)
        self.view.resize(*SIZE)
        self.view.refresh(CameraState.LIVE)
        self._frames = 0

    def picture(self, image: np.ndarray = GREY) -> FrameStamp:
        self._frames += 1
        stamp = FrameStamp(self._frames, self.clock.now_s, self._frames)
        self.view.add_picture(picture_of(Frame(stamp, image), self.view.room))
        return stamp

    def result(self, stamp: FrameStamp, *decisions: Decision, advice: Advice = Advice.NONE) -> None:
        found = tuple(Detection(D26R_LABEL, each.evidence.confidence, each.evidence.box) for each in decisions)
        frame = FrameDetections(stamp, found, MODEL, DetectorSource.SERVER, Timing(), self.clock.now_s)
        self.view.set_inspected(Inspected(frame, decisions, {1: advice} if decisions else {}))

    def look(self) -> QImage:
        return self.view.grab().toImage()


def evidence(confidence: float, box: Box = PLACE, track_id: int = 1) -> Evidence:
    return Evidence(track_id, D26R_LABEL, (1, 2, 3), (confidence,) * 3, confidence, 1.0, 0.9, box, 1, MODEL)


def low(confidence: float, reason: UndecidedReason = UndecidedReason.CONFIDENCE_LOW) -> Undecided:
    return Undecided(reason, confidence, evidence(confidence))


def colours(image: QImage, area: QRectF | None = None) -> Counter[str]:
    """How often each colour is there."""
    pixels = image.convertToFormat(QImage.Format.Format_RGB32)
    place = (area or QRectF(image.rect())).toRect()
    x1, y1, x2, y2 = place.left(), place.top(), place.right() + 1, place.bottom() + 1
    return Counter(pixels.pixelColor(x, y).name().upper() for y in range(y1, y2, 2) for x in range(x1, x2, 2))


def around(box: Box = PLACE) -> QRectF:
    """The pixels of a box's edge and a little more."""
    width, height = SIZE
    return QRectF(box.x1 * width - 8, box.y1 * height, 16, (box.y2 - box.y1) * height)


@pytest.fixture
def screen(qtbot, dressed) -> Screen:
    return Screen(qtbot)


@pytest.mark.parametrize(
    ("decision", "colour"),
    [
        (Accepted(D26R, evidence(0.95)), GRADE_COLOURS[Grade.GREEN]),
        (Refused(RefusedReason.NOT_ON_NOTE, D26R, evidence(0.95)), WRONG_COLOUR),
        (low(0.72), GRADE_COLOURS[Grade.ORANGE]),
        (low(0.50), GRADE_COLOURS[Grade.AMBER]),
        (low(0.30), GRADE_COLOURS[Grade.DIM]),
    ],
    ids=["right", "wrong", "orange", "amber", "dim"],
)
def test_each_state_has_its_own_colour_and_its_own_line(screen: Screen, decision: Decision, colour: str) -> None:
    screen.result(screen.picture(), decision)
    edge = colours(screen.look(), around())
    assert edge[colour] > 20
    assert not set(edge) & ({*GRADE_COLOURS.values(), WRONG_COLOUR} - {colour})


def test_line_styles_differ_where_colours_may_not(screen: Screen) -> None:
    """The share of the edge that is drawn: dots, dashes, a line, and a thick one with corners."""
    drawn = []
    for decision in (low(0.30), low(0.50), low(0.72), Accepted(D26R, evidence(0.95))):
        screen.result(screen.picture(), decision)
        (mark,) = screen.view.state.marks
        drawn.append(colours(screen.look(), around())[stroke_of(mark, 1.0).colour.name().upper()])
    assert drawn == sorted(drawn)
    assert len(set(drawn)) == 4


def test_the_chip_stands_off_the_part_and_its_name_is_ten_millimetres_high(screen: Screen) -> None:
    screen.result(screen.picture(), low(0.72), advice=Advice.CLOSER)
    image = screen.look()
    (chip,) = screen.view._overlay.chips
    part = QRectF(PLACE.x1 * 960, PLACE.y1 * 540, (PLACE.x2 - PLACE.x1) * 960, (PLACE.y2 - PLACE.y1) * 540)
    assert not chip.intersects(part)
    name = chip_layout(chip_text(screen.view.state.marks[0]), sizes(1366, 768, 3.78).hero, Form.ROW, bar=True).name
    rows = [
        y
        for y in range(round(chip.top()), round(chip.bottom()))
        if any(
            image.pixelColor(x, y).lightness() > 240
            for x in range(round(chip.left() + name.left()), round(chip.left() + name.right()))
        )
    ]
    lettering = [y for y in rows if y < chip.top() + name.bottom()]
    assert lettering[-1] - lettering[0] + 1 >= 10 * 3.78 - 1


def test_the_bar_glides_at_the_rate_of_the_pictures_and_reaches_the_goal(screen: Screen) -> None:
    bars = []
    screen.result(screen.picture(), low(0.42))
    for confidence in (0.42, *[0.84] * 12):
        screen.clock.now_s += 1 / 30
        screen.result(screen.picture(), low(confidence))
        screen.look()
        bars.append(screen.view._bars._stood[1])
    steps = [after - before for before, after in pairwise(bars)]
    assert bars[0] == pytest.approx(0.42, abs=0.001)
    assert all(0 < step < 0.15 for step in steps)
    assert bars[-1] == pytest.approx(0.84, abs=0.03)


def test_the_target_is_marked_on_the_bar(screen: Screen) -> None:
    screen.result(screen.picture(), low(0.42), advice=Advice.CLOSER)
    image = screen.look()
    (chip,) = screen.view._overlay.chips
    layout = chip_layout(chip_text(screen.view.state.marks[0]), sizes(1366, 768, 3.78).hero, Form.ROW, bar=True)
    assert layout.bar is not None
    bar = layout.bar.translated(chip.topLeft())
    y = round(bar.center().y())
    tick = image.pixelColor(round(bar.left() + 0.85 * bar.width()), y)
    assert tick.lightness() > 240
    filled = image.pixelColor(round(bar.left() + 0.2 * bar.width()), y).name().upper()
    assert filled == GRADE_COLOURS[Grade.AMBER]
    wanted = image.pixelColor(round(bar.left() + 0.95 * bar.width()), y)
    assert wanted.green() > wanted.red() + 30, "the stretch to reach is tinted green"


def test_a_result_is_painted_with_the_next_picture_and_not_by_itself(screen: Screen, qtbot) -> None:
    screen.view.show()
    qtbot.waitExposed(screen.view)
    stamp = screen.picture()
    qtbot.waitUntil(lambda: screen.view.painted > 0)
    QApplication.processEvents()
    before = screen.view.painted
    for _ in range(5):
        screen.result(stamp, low(0.72))
        QApplication.processEvents()
    assert screen.view.painted == before
    screen.picture()
    qtbot.waitUntil(lambda: screen.view.painted == before + 1)
    screen.clock.now_s += 0.6
    screen.view.refresh(CameraState.LIVE)
    qtbot.waitUntil(lambda: screen.view.painted == before + 2)
    assert [mark.hold for mark in screen.view.state.marks] == [Hold.OLD], "no picture came, and the boxes grew old"


def test_the_newest_picture_is_shown_at_once_and_its_boxes_hold_while_nothing_moves(screen: Screen) -> None:
    lid = GREY.copy()
    lid[130:280, 200:440] = 200
    first = screen.picture(lid)
    screen.result(first, Accepted(D26R, evidence(0.95)))
    screen.clock.now_s += 0.3
    newest = screen.picture(lid)
    assert screen.view.shown == newest
    assert [mark.verdict for mark in screen.view.state.marks] == [Verdict.RIGHT]
    screen.clock.now_s += 0.033
    newest = screen.picture(np.ascontiguousarray(np.roll(lid, 40, axis=1)))
    assert screen.view.shown == newest
    assert [mark.hold for mark in screen.view.state.marks] == [Hold.MOVED]
    assert GRADE_COLOURS[Grade.GREEN] not in colours(screen.look(), around())


@pytest.mark.parametrize("camera", [state for state in CameraState if state is not CameraState.LIVE])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_trouble_is_said_over_the_picture_and_nothing_is_green_then(
    qtbot, dressed, camera: CameraState, theme: str
) -> None:
    screen = Screen(qtbot, theme)
    screen.result(screen.picture(), Accepted(D26R, evidence(0.95)))
    assert colours(screen.look())[GRADE_COLOURS[Grade.GREEN]] > 100
    screen.view.refresh(camera)
    image = screen.look()
    seen = colours(image)
    assert seen[GRADE_COLOURS[Grade.GREEN]] == 0
    assert seen[VEIL_TEXT] > 200, "the words, large"
    middle = colours(image, QRectF(400, 40, 160, 250))
    assert (middle[VEIL_WARNING] > 100) is (camera is not CameraState.OPENING)
    assert veil_words(screen.view.state.veil).what


def test_every_advice_has_words_and_an_icon_that_exists() -> None:
    said = {}
    for each in Advice:
        if each is not Advice.NONE:
            text = chip_text(BoxMark(PLACE, "D26R", "", 0.7, 70, Grade.ORANGE, Verdict.LOOKING, advice=each))
            assert (ICONS / f"{text.icon}.svg").is_file()
            said[text.words] = text.icon
    assert len(said) == len(Advice) - 1
    assert all((ICONS / f"{veil_words(veil).icon}.svg").is_file() for veil in Veil if veil is not Veil.NONE)
