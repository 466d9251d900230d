"""The note's lines and labels on the screen, tapped, flicked and walked by real events."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScroller, QVBoxLayout, QWidget

from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.notices import InfoCode, Notice, Tone
from app.domain.packing_session import Agreement, PackingSession
from app.domain.part_number import PartNumber
from app.use_cases.desk_state import DeskState, Phase
from tests.ui.conftest import B24RS, D26R, Bench
from ui.packing.part_painter import PartPainter, card_look, list_look
from ui.packing.parts import PartsList
from ui.packing.row_model import RowModel
from ui.packing.type_face import TypeFace
from ui.packing.view import PackingView
from ui.packing.view_model import Stage, packing_state
from ui.theme.style import stylesheet
from ui.theme.tokens import DARK, sizes

SCREENS = [(1024, 600), (1366, 768), (1920, 1080)]
DOTS_PER_MM = 3.78
PARTS = [PartNumber(f"Z-CV01-D{20 + line % 12}RXXX-C{line:03d}-NL-DG00") for line in range(500)]


def note(lines: int) -> DeliveryNote:
    return DeliveryNote(DnNumber("KSS1"), tuple(DeliveryLine(part, 20, "") for part in PARTS[:lines]))


def desk(lines: int = 5, labels: dict[str, int] | None = None, *, flash: int | None = None, step: int = 1) -> DeskState:
    """``labels``: code and line; ``flash``: the line whose label has just counted; ``step``: the revision."""
    scanned = [
        ScannedLabel(LabelCode(code), PARTS[line], 10, "2026-09-01T08:00:00+00:00")
        for code, line in (labels or {}).items()
    ]
    state = DeskState(Phase.PACKING, PackingSession("s", note(lines), tuple(scanned)), revision=step)
    if flash is None:
        return state
    return replace(state, notice=Notice(Tone.GOOD, InfoCode.LABEL_COUNTED, {"part": PARTS[flash]}))


class Side:
    """The packing side in a window of its own, 500 x 700, and whoever answers its choices."""

    def __init__(self, qtbot, text_percent: int = 100) -> None:
        self.qtbot = qtbot
        self.sizes = sizes(1366, 768, DOTS_PER_MM, text_percent)
        self.view = PackingView(DARK, self.sizes)
        self.parts, self.labels = self.view.parts, self.view.labels
        self.taken_back: list[str] = []
        self.chosen: list[PartNumber | None] = []
        self.state = desk()
        self.view.take_back_asked.connect(self.taken_back.append)
        self.view.part_chosen.connect(self._choose)
        self.window = QWidget()
        QVBoxLayout(self.window).addWidget(self.view)
        self.window.setStyleSheet(stylesheet(DARK, self.sizes))
        self.window.resize(500, 700)
        self.window.show()

    def show(self, state: DeskState) -> None:
        self.state = state
        self.view.show_state(packing_state(state, Stage.LIVE, self.chosen[-1] if self.chosen else None))
        QApplication.processEvents()

    def _choose(self, part: PartNumber | None) -> None:
        self.chosen.append(part)
        self.show(self.state)

    def see(self, *parts: PartNumber) -> None:
        """The camera sees them, long enough to mean it."""
        self.view.set_seen(frozenset(parts))
        self.qtbot.waitUntil(lambda: not self.view._settle.isActive())

    def tap(self, part: PartNumber) -> None:
        self.qtbot.mouseClick(self.parts.viewport(), Qt.MouseButton.LeftButton, pos=self.parts.place(part).center())

    def button(self, code: str) -> QPoint:
        self.qtbot.waitUntil(lambda: self.labels.steady)
        return self.labels.take_back_place(code).center()

    def in_sight(self, part: PartNumber) -> bool:
        place = self.parts.place(part)
        return not place.isEmpty() and self.parts.viewport().rect().contains(place.center())

    def words(self, part: PartNumber) -> str:
        index = self.parts.model().index(list(self.parts.rows).index(part), 0)
        return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


@pytest.fixture
def side(qtbot, dressed) -> Iterator[Side]:
    made = Side(qtbot)
    yield made
    made.window.close()
    made.window.deleteLater()


# -- rows are told apart by their key ---------------------------------------------------------------------------------


class Mirror:
    """What a view knows of a model that it only hears of."""

    def __init__(self, model: RowModel[tuple[int, int]]) -> None:
        self.model, self.rows, self.told = model, list(model.rows), 0
        model.rowsInserted.connect(self._inserted)
        model.rowsRemoved.connect(self._removed)
        model.dataChanged.connect(self._changed)

    def _inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.rows[first:first] = self.model.rows[first : last + 1]
        self.told += last - first + 1

    def _removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        del self.rows[first : last + 1]
        self.told += last - first + 1

    def _changed(self, top: QModelIndex, bottom: QModelIndex, _roles: object = ()) -> None:
        self.rows[top.row() : bottom.row() + 1] = self.model.rows[top.row() : bottom.row() + 1]
        self.told += bottom.row() - top.row() + 1


def numbers() -> RowModel[tuple[int, int]]:
    """Rows of (key, value)."""
    return RowModel(lambda row: row[0], lambda row: f"{row[0]}: {row[1]}")


rows_of_numbers = st.dictionaries(st.integers(0, 9), st.integers(0, 2), max_size=8).flatmap(
    lambda rows: st.permutations(list(rows.items()))
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(states=st.lists(rows_of_numbers, min_size=1, max_size=6))
def test_after_any_states_the_rows_are_those_of_the_last_and_every_view_was_told(qapp, states) -> None:
    model = numbers()
    mirror = Mirror(model)
    for state in states:
        model.show_rows(tuple(state))
        assert tuple(mirror.rows) == model.rows == tuple(state)
        assert [model.row(key) for key, _value in state] == state


def test_one_changed_row_of_500_is_told_alone_and_a_new_label_is_one_row_more(qapp) -> None:
    model = numbers()
    model.show_rows(tuple((key, 0) for key in range(500)))
    mirror = Mirror(model)
    model.show_rows(tuple((key, int(key == 250)) for key in range(500)))
    assert mirror.told == 1
    model.show_rows(((500, 0), *model.rows))
    assert mirror.told == 2
    model.show_rows(model.rows)
    assert mirror.told == 2


def test_a_view_is_told_of_rows_that_are_there_and_of_no_others(qapp, qtmodeltester) -> None:
    model = numbers()
    model.show_rows(((1, 0), (2, 0), (3, 0)))
    qtmodeltester.check(model, force_py=True)
    model.show_rows(((3, 1), (1, 0), (4, 0)))
    assert model.data(model.place(3), Qt.ItemDataRole.AccessibleTextRole) == "3: 1"
    assert not model.place(2).isValid()


# -- a line in hand ---------------------------------------------------------------------------------------------------


def test_before_anything_is_in_hand_the_card_says_how_far_the_note_is(side: Side) -> None:
    side.show(desk(labels={"L1": 0, "L2": 0}))
    assert side.view.card.row is None
    assert side.view.card.accessibleName() == "20 of 100 pieces labelled"


def test_what_the_camera_sees_is_lit_at_once_and_in_hand_when_the_view_has_settled(side: Side) -> None:
    side.show(desk())
    side.view.set_seen(frozenset({PARTS[2]}))
    assert side.parts.seen(PARTS[2])
    assert "the camera sees it" in side.words(PARTS[2])
    assert side.view.card.row is None
    side.qtbot.waitUntil(lambda: side.view.card.row == side.parts.rows[PARTS[2]])
    side.view.set_seen(frozenset())
    assert "the camera sees it" not in side.words(PARTS[2])
    side.see()
    assert side.view.card.row == side.parts.rows[PARTS[2]], "the cover went, its line stays in hand"


def test_what_flickers_before_the_camera_moves_nothing(side: Side) -> None:
    side.show(desk())
    side.view.set_seen(frozenset({PARTS[2]}))
    side.view.set_seen(frozenset())
    side.qtbot.waitUntil(lambda: not side.view._settle.isActive())
    assert side.view.card.row is None


def test_a_label_takes_its_line_in_hand_at_once_and_flashes_on_it_alone(side: Side, monkeypatch) -> None:
    side.show(desk())
    side.see(PARTS[1])
    side.show(desk(labels={"L1": 3}, flash=3, step=2))
    assert side.view.card.row == side.parts.rows[PARTS[3]]
    assert side.parts.flashing(PARTS[3])
    assert not side.parts.flashing(PARTS[1])
    QApplication.processEvents()
    painted: set[PartNumber] = set()
    paint_row = PartsList.paint_row

    def watched(parts: PartsList, painter, place, index) -> None:
        painted.add(list(parts.rows)[index.row()])
        paint_row(parts, painter, place, index)

    monkeypatch.setattr(PartsList, "paint_row", watched)
    side.qtbot.waitUntil(lambda: bool(painted))
    assert painted == {PARTS[3]}, "a flash paints its own row and no other"


def test_a_notice_flashes_once(side: Side) -> None:
    state = desk(labels={"L1": 3}, flash=3, step=2)
    side.show(state)
    side.view._flash._fading.stop()
    side.show(state)
    assert not side.parts.flashing(PARTS[3])
    side.show(replace(state, revision=3))
    assert side.parts.flashing(PARTS[3])


def test_a_line_is_read_aloud_whole(side: Side) -> None:
    state = desk(labels={"L1": 3, "L2": 3}, flash=3)
    session = state.session
    assert session is not None
    side.show(replace(state, session=replace(session, inspected=frozenset({PARTS[3]}))))
    words = f"D23R, {PARTS[3]}: 20 of 20 pieces, Terpenuhi, the camera has accepted it"
    assert side.words(PARTS[3]) == side.view.card.accessibleName() == words


# -- rule V14: scrolling ----------------------------------------------------------------------------------------------


def wheel(side: Side, steps: int) -> None:
    """As a mouse does it, over the list."""
    middle = QPointF(side.parts.viewport().rect().center())
    turned = QPoint(0, -120 * steps)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        middle, side.parts.viewport().mapToGlobal(middle), QPoint(), turned, buttons, keys, phase, False
    )
    QApplication.sendEvent(side.parts.viewport(), event)


def test_v14_the_line_in_hand_is_scrolled_into_view(side: Side) -> None:
    side.show(desk(500))
    assert not side.in_sight(PARTS[400])
    side.see(PARTS[400])
    assert side.in_sight(PARTS[400])
    side.show(desk(500, {"L1": 7}, flash=7, step=2))
    assert side.in_sight(PARTS[7])


def test_v14_a_line_in_sight_stays_where_it_is(side: Side) -> None:
    side.show(desk(500))
    side.see(PARTS[1])
    assert side.parts.verticalScrollBar().value() == 0


def test_v14_nothing_scrolls_for_five_seconds_after_a_hand_has(side: Side) -> None:
    side.show(desk(500))
    wheel(side, 3)
    where = side.parts.verticalScrollBar().value()
    assert where > 0
    assert side.parts._by_hand.interval() == 5000
    side.see(PARTS[400])
    side.show(desk(500, {"L1": 300}, flash=300, step=2))
    assert side.parts.verticalScrollBar().value() == where
    side.parts._by_hand.setInterval(0)
    side.qtbot.waitUntil(lambda: not side.parts.scrolled_by_hand)
    side.show(desk(500, {"L1": 300, "L2": 301}, flash=301, step=3))
    assert side.in_sight(PARTS[301])


def test_the_newest_label_is_on_top_again_after_the_next_scan(side: Side) -> None:
    labels = {f"L{number}": number % 3 for number in range(40)}
    side.show(desk(3, labels))
    side.labels.bring("L5")
    assert side.labels.verticalScrollBar().value() > 0
    side.show(desk(3, labels | {"NEW": 0}))
    assert side.labels.verticalScrollBar().value() == 0


# -- fingers ----------------------------------------------------------------------------------------------------------


def drag(side: Side, up_px: int, press: Callable[[QPoint], None], move: Callable[[QPoint], None]) -> QPoint:
    """A finger from the middle of the list upwards, still down."""
    at = side.parts.viewport().rect().center()
    press(at)
    for step in range(1, 11):
        QTest.qWait(5)
        move(at - QPoint(0, up_px * step // 10))
    return at - QPoint(0, up_px)


def test_a_tap_opens_a_lines_labels_and_back_is_one_press(side: Side) -> None:
    side.show(desk(5, {"L1": 0, "L2": 1, "L3": 0}))
    assert list(side.labels.codes) == ["L3", "L2", "L1"]
    side.tap(PARTS[0])
    assert side.chosen == [PARTS[0]]
    assert list(side.labels.codes) == ["L3", "L1"]
    assert not side.parts.isVisible()
    assert side.view.card.row == side.parts.rows[PARTS[0]]
    side.qtbot.mouseClick(side.view._back, Qt.MouseButton.LeftButton)
    assert side.chosen == [PARTS[0], None]
    assert side.parts.isVisible()
    assert list(side.labels.codes) == ["L3", "L2", "L1"]


def test_two_quick_taps_are_two_taps(side: Side) -> None:
    side.show(desk(5))
    place = side.parts.place(PARTS[1]).center()
    side.view.part_chosen.disconnect(side._choose)
    side.view.part_chosen.connect(side.chosen.append)
    side.qtbot.mouseClick(side.parts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(side.parts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseRelease(side.parts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert side.chosen == [PARTS[1], PARTS[1]]


def test_a_finger_that_is_let_go_elsewhere_has_opened_nothing(side: Side) -> None:
    side.show(desk(5))
    viewport = side.parts.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=side.parts.place(PARTS[0]).center())
    assert side.parts.pressed_key == PARTS[0]
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=side.parts.place(PARTS[1]).center())
    assert side.chosen == []
    assert side.parts.pressed_key is None


def test_a_touch_scrolls_and_a_touched_line_opens(side: Side) -> None:
    screen = QTest.createTouchDevice()
    assert isinstance(screen, QPointingDevice)
    side.show(desk(500))
    viewport = side.parts.viewport()

    def press(at: QPoint) -> None:
        QTest.touchEvent(viewport, screen).press(0, at, viewport).commit()

    def move(at: QPoint) -> None:
        QTest.touchEvent(viewport, screen).move(0, at, viewport).commit()

    def let_go(at: QPoint) -> None:
        QTest.touchEvent(viewport, screen).release(0, at, viewport).commit()

    end = drag(side, 150, press, move)
    side.qtbot.waitUntil(lambda: side.parts.verticalScrollBar().value() > 50)
    let_go(end)
    assert side.chosen == []
    side.qtbot.waitUntil(lambda: QScroller.scroller(viewport).state() is QScroller.State.Inactive)
    side.show(desk(3))
    press(side.parts.place(PARTS[1]).center())
    let_go(side.parts.place(PARTS[1]).center())
    assert side.chosen == [PARTS[1]]


def flick(side: Side) -> None:
    """Let go while it moves: the list runs on."""
    side.show(desk(500))
    viewport, left = side.parts.viewport(), Qt.MouseButton.LeftButton
    end = drag(
        side, 150, lambda at: QTest.mousePress(viewport, left, pos=at), lambda at: QTest.mouseMove(viewport, pos=at)
    )
    side.qtbot.waitUntil(lambda: side.parts.verticalScrollBar().value() > 50)
    QTest.mouseRelease(viewport, left, pos=end)


def test_a_dragged_list_scrolls_and_opens_nothing(side: Side) -> None:
    flick(side)
    assert side.chosen == []
    assert side.parts.scrolled_by_hand


def test_a_list_that_goes_while_it_runs_leaves_the_next_one_to_be_flicked(dressed, qtbot) -> None:
    """As when the language is changed: the views are made anew."""
    for _ in range(2):
        side = Side(qtbot)
        flick(side)
        assert QScroller.scroller(side.parts.viewport()).state() is QScroller.State.Scrolling
        side.window.close()
        side.window.deleteLater()


def test_a_label_is_taken_back_by_its_own_button_alone(side: Side) -> None:
    side.show(desk(3, {"L1": 0, "L2": 1}))
    viewport, left = side.labels.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, pos=side.button("L2"))
    QTest.mouseRelease(viewport, left, pos=side.button("L1"))
    QTest.mouseClick(viewport, left, pos=side.button("L1") - QPoint(200, 0))
    assert side.taken_back == []
    QTest.mouseClick(viewport, left, pos=side.button("L1"))
    assert side.taken_back == ["L1"]


def test_a_label_that_slid_away_under_the_finger_is_not_taken_back(side: Side) -> None:
    side.show(desk(3, {"L1": 0}))
    at = side.button("L1")
    QTest.mousePress(side.labels.viewport(), Qt.MouseButton.LeftButton, pos=at)
    side.show(desk(3, {"L1": 0, "L2": 1}))
    side.qtbot.waitUntil(lambda: side.labels.steady)
    QTest.mouseRelease(side.labels.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert side.taken_back == []


def test_v15_a_second_tap_does_not_take_back_the_next_carton(side: Side) -> None:
    side.show(desk(3, {"L1": 0, "L2": 1}))
    at = side.button("L2")
    QTest.mouseClick(side.labels.viewport(), Qt.MouseButton.LeftButton, pos=at)
    side.show(desk(3, {"L1": 0}))
    QTest.mouseClick(side.labels.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert side.taken_back == ["L2"]
    assert side.button("L1") == at
    QTest.mouseClick(side.labels.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert side.taken_back == ["L2", "L1"]


def test_a_submitted_session_has_no_button(side: Side) -> None:
    side.show(replace(desk(3, {"L1": 0}), phase=Phase.SUBMITTED))
    assert side.labels.codes == ("L1",)
    assert side.labels.take_back_place("L1").isEmpty()
    right = side.labels.viewport().rect().right() - 20
    side.qtbot.waitUntil(lambda: side.labels.steady)
    QTest.mouseClick(side.labels.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(right, 20))
    assert side.taken_back == []


# -- keys -------------------------------------------------------------------------------------------------------------


def test_the_list_is_walked_by_keys_and_leaves_a_scanners_alone(side: Side) -> None:
    side.show(desk(500))
    side.parts.setFocus()
    heard: list[int] = []
    side.view.keyPressEvent = lambda event: heard.append(event.key())  # type: ignore[method-assign]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown):
        QTest.keyClick(side.parts, key)
    assert side.parts.currentIndex().row() > 2, "a page is more than a row"
    assert heard == []
    QTest.keyClicks(side.parts, "L1")
    QTest.keyClick(side.parts, Qt.Key.Key_Return)
    assert [Qt.Key(key) for key in heard] == [Qt.Key.Key_L, Qt.Key.Key_1, Qt.Key.Key_Return]
    assert side.chosen == []


def test_walking_opens_a_line_and_takes_back_one_of_its_labels(side: Side) -> None:
    side.show(desk(5, {"L1": 1, "L2": 1, "L3": 0}))
    side.view.choose_current()
    assert side.chosen == [], "nothing is in hand and nothing was walked to"
    side.view.walk(1)
    side.view.walk(1)
    side.view.choose_current()
    assert side.chosen == [PARTS[1]]
    side.view.choose_current()
    assert side.taken_back == [], "Enter alone takes back nothing"
    side.view.walk(1)
    side.view.walk(1)
    side.view.walk(1)
    side.view.choose_current()
    assert side.taken_back == ["L1"]
    side.view.back()
    assert side.chosen[-1] is None


def test_a_walk_starts_at_the_line_in_hand_and_stays_in_the_list(side: Side) -> None:
    side.show(desk(5))
    side.see(PARTS[3])
    side.view.walk(1)
    assert side.parts.walked(side.parts.model().index(3, 0))
    side.view.walk(9)
    assert side.parts.walked(side.parts.model().index(4, 0))
    side.view.walk(-9)
    assert side.parts.walked(side.parts.model().index(0, 0))
    side.show(DeskState())
    side.view.walk(1)


# -- what is listed ---------------------------------------------------------------------------------------------------


def test_open_only_leaves_out_what_is_fulfilled_but_not_the_line_in_hand(side: Side) -> None:
    done = {"A": 0, "B": 0, "C": 1, "D": 1}
    side.show(desk(20, done, flash=1, step=2))
    button = side.view._open_only
    assert button.isVisible()
    side.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert list(side.parts.rows) == PARTS[1:20]
    side.show(desk(20, done | {"E": 5}, flash=5, step=3))
    assert list(side.parts.rows) == PARTS[2:20]
    side.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert list(side.parts.rows) == PARTS[:20]


def test_a_short_note_has_no_filter_and_shows_everything(side: Side) -> None:
    side.show(desk(20, {"A": 0, "B": 0}))
    side.view._open_only.setChecked(True)
    side.show(desk(5, {"A": 0, "B": 0}))
    assert not side.view._open_only.isVisible()
    assert list(side.parts.rows) == PARTS[:5]


def test_what_is_not_there_yet_is_said(side: Side) -> None:
    side.show(DeskState())
    assert side.view._no_note._words.text() == "The parts of the delivery note appear here."
    assert not side.parts.isVisible()
    unseen = PackingSession("s", replace(note(1), lines=()), agreement=Agreement.LABEL_ALONE)
    side.show(DeskState(Phase.PACKING, unseen))
    assert side.view._no_note._words.text().startswith("Nobody could fetch this note.")
    side.show(desk(5))
    assert not side.view._no_note.isVisible()
    assert side.labels.accessibleDescription() == "No label scanned yet."
    side.tap(PARTS[2])
    assert side.labels.accessibleDescription() == "No label of D22R yet."


# -- sizes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text_percent", [100, 150])
@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_a_name_is_never_cut_and_touches_nothing(dressed, width: int, height: int, text_percent: int) -> None:
    """Rule V6's words and four-digit quantities included, in the narrowest list of each screen."""
    row = replace(packing_state(desk(1), Stage.LIVE).parts[0], short="B24RS", distinction="C03N DG00")
    row = replace(row, labelled=1350, asked=1350)
    fitting = sizes(width, height, DOTS_PER_MM, text_percent)
    for look, share in ((list_look(fitting), 0.35), (card_look(fitting), 0.37)):
        painter = PartPainter(DARK, look)
        room = painter.room(QRectF(0, 0, share * width, painter.height)).width()
        assert painter.upper_line(row, room).width(row) <= room


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_what_is_tapped_is_15_mm_high_and_the_part_in_hand_10_mm(side: Side, width: int, height: int) -> None:
    fitting = sizes(width, height, DOTS_PER_MM)
    side.view.set_sizes(fitting)
    side.show(desk(3, {"L1": 0}))
    least = round(15 * DOTS_PER_MM)
    assert side.parts.place(PARTS[0]).height() - side.parts._row_gap >= least
    assert side.labels.take_back_place("L1").height() >= least
    name = side.view.card._painter.upper_line(side.parts.rows[PARTS[0]], 0.36 * width).name
    assert name.cap_height >= 10 * DOTS_PER_MM - 1


@given(left=st.floats(0, 600), gap=st.floats(0, 30), pixels=st.integers(14, 80))
def test_a_name_is_not_cut_by_what_sums_are_rounded_to(
    dressed: QApplication, left: float, gap: float, pixels: int
) -> None:
    face = TypeFace(pixels, QFont.Weight.Bold)
    right = left + face.width("D26R") + gap
    assert face.fitted("D26R", right - gap - left) == "D26R"


# -- in the station's window ------------------------------------------------------------------------------------------


def test_a_lines_labels_are_opened_taken_back_and_left_by_the_next_scan(bench: Bench) -> None:
    bench.open_note()
    for code in ("L1", "L2"):
        bench.type_line(code)
    packing = bench.window.packing
    bench.qtbot.mouseClick(packing.parts.viewport(), Qt.MouseButton.LeftButton, pos=packing.parts.place(D26R).center())
    assert bench.window.packing._state.chosen
    assert bench.window.focusWidget() is bench.window.entry
    bench.take_back("L2")
    bench.qtbot.waitUntil(lambda: packing.labels.codes == ("L1",))
    assert not packing.parts.isVisible()
    bench.type_line("L3")
    assert packing.parts.isVisible()
    assert packing.labels.codes == ("L3", "L1")
    assert packing.card.row == packing.parts.rows[B24RS]
