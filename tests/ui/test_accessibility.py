"""Everything has a name, a finger's size and its own place, in every state and on every screen."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.domain.command import Command
from app.domain.part_number import PartNumber
from tests.ui.conftest import B24RS, D26R, Bench, cover
from tests.ui.fitting import misfits, painted_texts
from tests.ui.hands import KeyboardAlone
from tests.ui.test_flow import (
    Reach,
    do,
    reach_already_packed,
    reach_asking,
    reach_complete,
    reach_packing,
    reach_refused_label,
    reach_signed_out,
    reach_submitted,
    reach_submitting,
    reach_waiting,
    scan,
)
from tests.ui.test_menu_and_help import POPOVERS, opened, resized, swept
from ui.language import Language, speak
from ui.theme.style import stylesheet
from ui.theme.tokens import DARK, sizes
from ui.theme.widgets import ActionButton

SCREENS = [(1024, 600), (1366, 768), (1920, 1080)]
TOUCH_MM, GAP_MM = 15.0, 3.0
PAINTED = {
    "instruction", "liveView", "signInPanel", "committedPanel", "lineCard", "emptyNote", "partsList", "labelsList",
    "menuPanel", "helpPanel", "lampPanel", "tourOverlay",
}  # fmt: skip


def reach_line_chosen(bench: Bench) -> None:
    reach_complete(bench)
    bench.window._choose_part(D26R)


def reach_cover_in_view(bench: Bench) -> None:
    reach_packing(bench)
    bench.show(cover(), frames=4)


STATES: list[Reach] = [
    reach_signed_out, reach_waiting, reach_cover_in_view, reach_refused_label, reach_asking, reach_complete,
    reach_line_chosen, reach_submitting, reach_submitted, reach_already_packed,
]  # fmt: skip
by_name = pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__[6:])


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    yield
    speak(qapp, Language.EN)


class Resizes(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.count += event.type() is QEvent.Type.Resize
        return False


def controls(root: QWidget) -> list[QWidget]:
    """What a finger or a key is meant for, as far as it is in sight."""
    kinds = (QAbstractButton, QLineEdit)
    return [each for each in root.findChildren(QWidget) if isinstance(each, kinds) and each.isVisible()]


def place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def name_of(widget: QWidget) -> str:
    """As a screen reader says it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def unnamed(root: QWidget) -> list[str]:
    painted = [
        each for each in (root, *root.findChildren(QWidget)) if each.objectName() in PAINTED and each.isVisible()
    ]
    lists = [each for each in root.findChildren(QAbstractItemView) if each.isVisible()]
    return [
        each.objectName() or repr(each) for each in (*controls(root), *painted, *lists) if not name_of(each).strip()
    ]


def per_mm(bench: Bench) -> float:
    return bench.window.screen().logicalDotsPerInchY() / 25.4


def too_small(bench: Bench, root: QWidget) -> list[str]:
    wanted = round(TOUCH_MM * per_mm(bench))
    found = ((each.objectName(), each.width(), each.height()) for each in controls(root))
    return [f"{name} {width}×{height}" for name, width, height in found if height < wanted or width < wanted]


def too_close(bench: Bench, root: QWidget) -> list[str]:
    """Controls that overlap or that a thumb could press both; a field beside its own key is pressed as one."""
    wanted = round(GAP_MM * per_mm(bench))
    found = []
    for one, other in combinations(controls(root), 2):
        near = place(one).adjusted(-wanted, -wanted, wanted, wanted) & place(other)
        if near.width() > 0 and near.height() > 0 and min(near.width(), near.height()) > 1:
            found.append(f"{one.objectName()} {place(one)} and {other.objectName()} {place(other)}")
    return found


def outside(root: QWidget) -> list[str]:
    return [each.objectName() for each in controls(root) if not root.window().rect().contains(place(each))]


# -- in every state ---------------------------------------------------------------------------------------------------


@by_name
def test_everything_has_a_name(shift: Bench, reach: Reach) -> None:
    reach(shift)
    assert unnamed(shift.window) == []


@by_name
def test_the_names_are_of_the_screens_language(shift: Bench, reach: Reach) -> None:
    reach(shift)
    english = {each.objectName(): name_of(each) for each in controls(shift.window)}
    shift.window.change_look(replace(shift.window.look, language=Language.ID))
    swept(shift.window)
    same = {each.objectName() for each in controls(shift.window) if name_of(each) == english[each.objectName()]}
    assert same <= {"slipButton", "lamp_clock", "menuButton"}


@by_name
@pytest.mark.parametrize("percent", [100, 150])
def test_every_control_is_large_enough_and_stands_alone(shift: Bench, reach: Reach, percent: int) -> None:
    reach(shift)
    shift.window.change_look(replace(shift.window.look, text_percent=percent))
    swept(shift.window)
    for screen in SCREENS:
        resized(shift, screen)
        assert too_small(shift, shift.window) == [], screen
        assert too_close(shift, shift.window) == [], screen
        assert outside(shift.window) == [], screen


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", POPOVERS)
def test_so_is_everything_in_what_opens_over_it(shift: Bench, name: str, screen: tuple[int, int], percent: int) -> None:
    reach_packing(shift)
    shift.window.change_look(replace(shift.window.look, text_percent=percent))
    swept(shift.window)
    resized(shift, screen)
    popover = opened(shift, name)
    QApplication.processEvents()
    assert unnamed(popover) == []
    assert too_small(shift, popover) == []
    assert too_close(shift, popover) == []
    assert outside(popover) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_the_rows_of_the_lists_are_touch_targets_too(shift: Bench, screen: tuple[int, int]) -> None:
    reach_complete(shift)
    resized(shift, screen)
    parts, labels = shift.window.packing.parts, shift.window.packing.labels
    wanted, gap = round(TOUCH_MM * per_mm(shift)), round(GAP_MM * per_mm(shift))
    assert all(parts.place(part).height() >= wanted for part in (D26R, B24RS))
    assert not parts.place(D26R).intersects(parts.place(B24RS))
    shift.window._choose_part(D26R)
    QApplication.processEvents()
    newest, older = labels.take_back_place("L2"), labels.take_back_place("L1")
    assert min(newest.height(), newest.width(), older.height()) >= wanted
    assert older.top() - newest.bottom() > gap


# -- who has the keys -------------------------------------------------------------------------------------------------


@by_name
def test_nothing_but_what_is_typed_into_can_have_the_keys(shift: Bench, reach: Reach) -> None:
    reach(shift)
    takers = {
        each.objectName()
        for each in shift.window.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.ClickFocus
    }
    assert "scanEntry" in takers
    assert takers <= {"scanEntry", "discrepancyRemark"}
    assert shift.window.focusWidget() is shift.window.entry


def test_tab_stays_in_the_entry_and_leads_back_to_it(shift: Bench) -> None:
    keys = KeyboardAlone(shift)
    reach_asking(shift)
    tab, back = Qt.Key.Key_Tab, Qt.Key.Key_Backtab
    for key in (tab, back):
        keys.press(key)
        assert shift.window.focusWidget() is shift.window.entry
        keys.ask()
        assert shift.window.focusWidget() is shift.window.discrepancy.remark
        keys.press(key)
        assert shift.window.focusWidget() is shift.window.entry


# -- what is read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", Language)
@by_name
def test_larger_text_still_says_the_next_action_whole(shift: Bench, reach: Reach, language: Language) -> None:
    reach(shift)
    shift.window.change_look(replace(shift.window.look, text_percent=150, language=language))
    swept(shift.window)
    for screen in SCREENS:
        resized(shift, screen)
        with painted_texts() as painted:
            shift.window.banner.grab()
        (action,) = [each for each in painted if each.text == shift.window.banner.action]
        assert not action.fault, screen


def test_what_a_screen_reader_says_of_a_line_and_of_the_instruction(shift: Bench) -> None:
    reach_packing(shift)
    scan(shift, "L1")
    model = shift.window.packing.parts.model()
    said = str(model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole))
    assert said.startswith(f"D26R, {D26R}: 45 of 90 pieces, Belum Terpenuhi")
    assert name_of(shift.window.banner) == shift.said


def test_the_checks_find_what_is_wrong(shift: Bench) -> None:
    """A button without a name, too small, on another one, and out of the window."""
    window = shift.window
    bad, far = _button(window, "bad"), _button(window, "far")
    bad.setGeometry(place(window.entry).adjusted(0, 0, 0, -40))
    far.setGeometry(window.width() - 10, 0, 80, 80)
    assert "bad" in unnamed(window)
    assert any(each.startswith("bad ") for each in too_small(shift, window))
    assert any("bad" in each and "scanEntry" in each for each in too_close(shift, window))
    assert outside(window) == ["far"]


def _button(parent: QWidget, name: str) -> QWidget:
    made = QPushButton(parent)
    made.setObjectName(name)
    made.show()
    return made


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("distinction", ["", "C10N DG00"])
@pytest.mark.parametrize("open_parts", [1, 4, 40])
def test_the_question_for_a_reason_keeps_its_buttons_apart_however_much_is_open(
    shift: Bench, open_parts: int, distinction: str, percent: int
) -> None:
    reach_asking(shift)
    shift.window.change_look(replace(shift.window.look, text_percent=percent))
    swept(shift.window)
    row, panel = shift.window.packing.parts.rows[D26R], shift.window.discrepancy
    rows = tuple(
        replace(row, part=PartNumber(f"Z-CV01-D26RXXX-C{place:02}N-NL-DG00"), distinction=distinction)
        for place in range(open_parts)
    )
    resizes = Resizes()
    panel.installEventFilter(resizes)
    for screen in SCREENS:
        resized(shift, screen)
        panel.ask(rows)
        QApplication.processEvents()
        resizes.count = 0
        for _ in range(10):
            QApplication.processEvents()
        assert resizes.count == 0, "what it shows and how wide it is do not chase each other"
        shift.window.resize(screen[0], screen[1] - 6)
        QApplication.processEvents()
        assert too_close(shift, shift.window) == [], screen
        assert too_small(shift, shift.window) == [], screen


@pytest.mark.parametrize("screen", SCREENS)
def test_so_it_does_when_it_is_asked_for_the_first_time(shift: Bench, screen: tuple[int, int]) -> None:
    reach_packing(shift)
    resized(shift, screen)
    scan(shift, "L1")
    do(shift, Command.DISCREPANCY)
    QApplication.processEvents()
    assert shift.window.discrepancy.isVisible()
    assert too_close(shift, shift.window) == []


def test_a_short_word_from_the_station_covers_no_control(shift: Bench) -> None:
    reach_submitted(shift)
    for screen in SCREENS:
        resized(shift, screen)
        shift.window.say("Saved as slips/today/PKG-KSS007317A-1788251400000.pdf.", tone="good")
        toast = shift.window._toast
        assert toast.isVisible()
        assert not [each.objectName() for each in controls(shift.window) if place(each).intersects(toast.geometry())]
        assert toast.y() > place(shift.window.banner).bottom()


@pytest.mark.parametrize("grows", [True, False])
def test_a_button_keeps_its_words_whole_when_the_type_changes_and_its_size_does_not(
    qtbot, dressed: QApplication, grows: bool
) -> None:
    window, small, large = QWidget(), sizes(1366, 768, 3.78), sizes(1366, 768, 3.78, 150)
    qtbot.addWidget(window)
    button = ActionButton("Label missing or unreadable", "reason", "choice")
    button.setParent(window)
    button.setFixedSize(270, 60)
    for each in (small, large) if grows else (large, small):
        window.setStyleSheet(stylesheet(DARK, each))
        window.show()
        QApplication.processEvents()
        assert misfits(window) == []
    assert (button.property("fit") in {None, "full"}) is not grows
