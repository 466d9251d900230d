"""A wedge scanner and a hand at one keyboard: no scan is lost, doubled, typed into a field or pressed on a button."""

import itertools
import threading
import time
from collections.abc import Iterator
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.keyboard_watch import KeyboardSuspicion
from app.domain.keystrokes import Burst, Key, KeyKind, text_of
from app.domain.teach_in import Learnt
from app.domain.wedge import BurstRules
from tests.ui.typist import PRESS, RELEASE, events_of, key_event, post
from tests.unit.keys import ARROW, ENTER, TAB, scan, typed
from tests.unit.test_wedge import bursts, joined, typing
from ui.scanner.keys import Arrival, key_of
from ui.scanner.wedge_filter import SLACK_MS, WedgeFilter

CODE = "KSS007317A_-Z"
HOURS = itertools.count(1)
HOLD_MS = BurstRules().gap_ms + SLACK_MS


class Form(QWidget):
    """One of everything that can have the focus, and what happened to it."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.clicks: list[str] = []
        self.field, self.text, self.number, self.combo = QLineEdit(), QPlainTextEdit(), QSpinBox(), QComboBox()
        self.number.setMaximum(999_999_999)
        self.editable, self.list, self.slider, self.tabs = QComboBox(), QListWidget(), QSlider(), QTabWidget()
        self.editable.setEditable(True)
        for choice in (self.combo, self.editable, self.list):
            choice.addItems(["none", "K", "S", "0", "7", "A", "Z"])
            choice.setCurrentIndex(0) if isinstance(choice, QComboBox) else choice.setCurrentRow(0)
        for page in ("One", "Kss"):
            self.tabs.addTab(QWidget(), page)
        self.button, self.tool = QPushButton("Submit"), QToolButton()
        self.default, self.check, self.radio = QPushButton("&Default"), QCheckBox("K"), QRadioButton("S")
        self.default.setAutoDefault(True)
        self.default.setDefault(True)
        for button in (self.button, self.tool, self.default, self.check, self.radio):
            button.clicked.connect(lambda _=False, which=button: self.clicks.append(type(which).__name__))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.field.returnPressed.connect(lambda: self.clicks.append("returnPressed"))
        self.every = (
            self.field, self.text, self.number, self.combo, self.editable, self.list, self.slider, self.tabs,
            self.button, self.tool, self.default, self.check, self.radio,
        )  # fmt: skip
        for widget in self.every:
            column.addWidget(widget)

    @property
    def content(self) -> tuple[object, ...]:
        return (
            self.field.text(), self.text.toPlainText(), self.number.value(), self.combo.currentText(),
            self.editable.currentText(), self.list.currentRow(), self.slider.value(), self.tabs.currentIndex(),
            tuple(self.clicks),
        )  # fmt: skip


class Listening:
    """A filter, and what it told."""

    def __init__(self, filter: WedgeFilter) -> None:
        self.filter = filter
        self.scans: list[str] = []
        self.arrivals: list[float] = []
        self.suspicions: list[str] = []
        filter.scanned.connect(self._scanned)
        filter.suspect.connect(self.suspicions.append)

    def _scanned(self, text: str, at_s: float) -> None:
        self.scans.append(text)
        self.arrivals.append(at_s)


@pytest.fixture
def wedge(dressed: QApplication) -> Iterator[Listening]:
    made = Listening(WedgeFilter(BurstRules(), QKeyEvent.timestamp))
    dressed.installEventFilter(made.filter)
    yield made
    dressed.removeEventFilter(made.filter)
    assert not made.filter._held
    made.filter.deleteLater()


W = TypeVar("W", bound=QWidget)


def shown(qtbot, widget: W) -> W:
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


@pytest.fixture
def form(qtbot, dressed) -> Form:
    return shown(qtbot, Form())


def settle() -> None:
    """Everything that waits in the queue is delivered."""
    QApplication.processEvents()


def let_holds_end(qtbot, wedge: Listening) -> None:
    settle()
    qtbot.waitUntil(lambda: not wedge.filter._held)


# -- scans ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("every_ms", [5, 20, 50])
@pytest.mark.parametrize("place", [*range(13), None])
def test_with_the_focus_anywhere_a_scan_is_told_once_and_touches_nothing(
    wedge: Listening, form: Form, place: int | None, every_ms: int
) -> None:
    if place is None:
        focused = form.focusWidget()
        if focused is not None:
            focused.clearFocus()
    else:
        form.every[place].setFocus()
        assert QApplication.focusWidget() in {form.every[place], form.every[place].focusProxy(), form.tabs.tabBar()}
    before = form.content
    focus = QApplication.focusWidget()
    for number in range(3):
        post(form.windowHandle(), scan(CODE, 10_000 * number, every_ms))
    settle()
    assert wedge.scans == [CODE] * 3
    assert form.content == before
    assert QApplication.focusWidget() is focus


def test_without_the_filter_the_button_is_pressed_and_the_field_filled(form: Form) -> None:
    form.field.setFocus()
    post(form.windowHandle(), scan(CODE))
    settle()
    assert form.content[0] == CODE
    form.check.setFocus()
    post(form.windowHandle(), scan("ABCD EFG"))
    settle()
    assert form.clicks == ["returnPressed", "QCheckBox"]


class Question(QDialog):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.field = QLineEdit()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(buttons)


@pytest.mark.parametrize("every_ms", [5, 20, 50])
@pytest.mark.parametrize("focus", ["field", "ok"])
def test_with_a_dialog_open_a_scan_is_told_and_the_dialog_stays(
    qtbot, wedge: Listening, form: Form, every_ms: int, focus: str
) -> None:
    dialog = shown(qtbot, Question(form))
    getattr(dialog, focus).setFocus()
    post(dialog.windowHandle(), scan(CODE, 0, every_ms))
    settle()
    assert wedge.scans == [CODE]
    assert dialog.isVisible()
    assert dialog.field.text() == ""


@pytest.mark.parametrize("focus", ["field", "ok"])
def test_without_the_filter_the_dialog_is_closed(qtbot, form: Form, focus: str) -> None:
    dialog = shown(qtbot, Question(form))
    getattr(dialog, focus).setFocus()
    post(dialog.windowHandle(), scan(CODE))
    settle()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert not dialog.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_an_open_list_neither_moves_nor_closes(qtbot, wedge: Listening, form: Form) -> None:
    form.combo.showPopup()
    qtbot.waitUntil(form.combo.view().isVisible)
    post(form.windowHandle(), scan("KSS007317A"))
    settle()
    assert wedge.scans == ["KSS007317A"]
    assert form.combo.view().isVisible()
    assert form.combo.currentText() == "none"
    post(form.windowHandle(), typed("s", 9000))
    qtbot.waitUntil(lambda: form.combo.view().currentIndex().data() == "S")
    form.combo.hidePopup()


@pytest.mark.parametrize("every_ms", [5, 20, 50])
@pytest.mark.parametrize("busy_ms", [40, 300])
def test_a_scan_while_the_program_is_busy_is_told_once(
    qtbot, wedge: Listening, form: Form, every_ms: int, busy_ms: int
) -> None:
    """The scanner types in its own time; the program looks at the keys when it gets round to it, again and again."""
    form.field.setFocus()
    codes = ["KSS007317A", "LBL-26-017"]
    scanner = threading.Thread(target=_type_in_real_time, args=(form.windowHandle(), codes, every_ms))
    busy = QTimer(interval=0)
    busy.timeout.connect(lambda: _spin(busy_ms))
    busy.start()
    scanner.start()
    qtbot.waitUntil(lambda: len(wedge.scans) == len(codes), timeout=20_000)
    busy.stop()
    scanner.join()
    settle()
    assert wedge.scans == codes
    assert form.content[0] == ""
    assert form.clicks == []


def _type_in_real_time(window, codes: list[str], every_ms: int) -> None:
    pause = threading.Event()
    at_s = time.monotonic()
    for code in codes:
        for key in scan(code, every_ms=every_ms):
            pause.wait(max(0.0, at_s - time.monotonic()))
            post(window, [Key(key.kind, key.text, round(at_s * 1000), shift=key.shift)])
            at_s += every_ms / 1000
        at_s += 0.2


def _spin(busy_ms: int) -> None:
    until = time.monotonic() + busy_ms / 1000
    while time.monotonic() < until:
        pass


def test_a_hold_that_seems_over_waits_for_what_is_in_the_queue(wedge: Listening, form: Form) -> None:
    """The program is busy in the middle of a code: when it looks again, the time is up and the keys are there."""
    form.field.setFocus()
    first, rest = scan(CODE)[:4], scan(CODE)[4:]
    post(form.windowHandle(), first)
    settle()
    wedge.filter._gap_passed()
    post(form.windowHandle(), rest)
    settle()
    assert wedge.scans == [CODE]
    assert form.content[0] == ""


def test_scans_that_pile_up_are_all_told_in_order(wedge: Listening, form: Form) -> None:
    codes = [f"LBL-{number:04}" for number in range(40)]
    form.button.setFocus()
    for number, code in enumerate(codes):
        post(form.windowHandle(), scan(code, 1000 * number, 20))
    settle()
    assert wedge.scans == codes
    assert form.clicks == []


def test_a_second_end_does_not_press_what_the_first_did_not(wedge: Listening, form: Form) -> None:
    form.check.setFocus()
    post(form.windowHandle(), typed(CODE, 0, 5, ENTER, ENTER, TAB))
    settle()
    assert wedge.scans == [CODE]
    assert QApplication.focusWidget() is form.check


@pytest.mark.parametrize("text", ["A", "ABC", "X" * 140])
def test_what_is_no_burst_presses_no_button_either(qtbot, wedge: Listening, form: Form, text: str) -> None:
    dialog = shown(qtbot, Question(form))
    dialog.ok.setFocus()
    post(dialog.windowHandle(), scan(text))
    let_holds_end(qtbot, wedge)
    assert wedge.scans == []
    assert dialog.isVisible()


def test_a_code_of_three_characters_is_typed_with_its_enter(qtbot, wedge: Listening, form: Form) -> None:
    form.field.setFocus()
    post(form.windowHandle(), scan("L12"))
    let_holds_end(qtbot, wedge)
    assert (wedge.scans, form.field.text(), form.clicks) == ([], "L12", ["returnPressed"])


def test_the_slot_of_a_scan_may_open_a_dialog_that_hears_the_next(qtbot, wedge: Listening, form: Form) -> None:
    dialog = Question(form)
    qtbot.addWidget(dialog)

    def on_scan(text: str, _at_s: float) -> None:
        if text == "CODE-1":
            QTimer.singleShot(0, lambda: post(dialog.windowHandle(), scan("CODE-2", 5000)))
            QTimer.singleShot(20, dialog.reject)
            dialog.exec()

    wedge.filter.scanned.connect(on_scan)
    post(form.windowHandle(), scan("CODE-1"))
    qtbot.waitUntil(lambda: len(wedge.scans) == 2)
    assert wedge.scans == ["CODE-1", "CODE-2"]


# -- typing by hand ---------------------------------------------------------------------------------------------------


class Recorder(QWidget):
    """What arrives at the widget with the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.got: list[tuple[QEvent.Type, int, str, bool]] = []

    def event(self, event: QEvent) -> bool:
        if event.type() in (PRESS, RELEASE) and isinstance(event, QKeyEvent):
            if event.key() != Qt.Key.Key_Shift:
                self.got.append(as_plain(event))
            return True
        return super().event(event)


def as_plain(event: QKeyEvent) -> tuple[QEvent.Type, int, str, bool]:
    return event.type(), event.key(), event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


def sent(keys: list[Key]) -> list[tuple[QEvent.Type, int, str, bool]]:
    return [as_plain(event) for key in keys for event in events_of(key) if event.key() != Qt.Key.Key_Shift]


@pytest.mark.parametrize("every_ms", [51, 90, 200])
def test_hand_typing_arrives_unchanged(qtbot, wedge: Listening, form: Form, every_ms: int) -> None:
    form.field.setFocus()
    post(form.windowHandle(), typed("Pak Budi 12_", 0, every_ms, ENTER))
    let_holds_end(qtbot, wedge)
    assert form.field.text() == "Pak Budi 12_"
    assert form.clicks == ["returnPressed"]
    assert wedge.scans == []


@pytest.mark.parametrize("every_ms", [30, 100])
def test_it_arrives_in_widgets_that_qt_has_made(qtbot, wedge: Listening, form: Form, every_ms: int) -> None:
    form.number.setFocus()
    form.number.selectAll()
    post(form.windowHandle(), typed("12", 0, every_ms))
    let_holds_end(qtbot, wedge)
    form.editable.setFocus()
    post(form.windowHandle(), typed("xyz", 5000, every_ms))
    let_holds_end(qtbot, wedge)
    dialog = shown(qtbot, Question(form))
    dialog.ok.setFocus()
    post(dialog.windowHandle(), typed(" ", 9000))
    let_holds_end(qtbot, wedge)
    assert (form.number.value(), form.editable.currentText()) == (12, "nonexyz")
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_a_key_alone_arrives_within_a_blink(qtbot, wedge: Listening, form: Form) -> None:
    form.field.setFocus()
    post(form.windowHandle(), typed("a"))
    settle()
    assert form.field.text() == ""
    with qtbot.waitSignal(form.field.textChanged, timeout=10 * HOLD_MS):
        pass
    assert form.field.text() == "a"


def test_press_and_release_arrive_in_order_once(qtbot, wedge: Listening) -> None:
    recorder = shown(qtbot, Recorder())
    keys = [*typed("ab", 0, 30), *typed("C", 200), Key(ARROW, at_ms=220), *typed("d", 400, 10, ENTER), *typed("e", 600)]
    post(recorder.windowHandle(), keys)
    let_holds_end(qtbot, wedge)
    assert recorder.got == sent(keys)


def as_scan(piece: list[Key]) -> tuple[bool, list[Key]]:
    return True, piece


def by_hand(piece: list[Key]) -> tuple[bool, list[Key]]:
    return False, piece


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(st.one_of(bursts().map(as_scan), typing().map(by_hand)), max_size=5),
    pause_ms=st.integers(201, 3000),
)
def test_any_mixture_of_scans_and_typing(qtbot, wedge: Listening, pieces, pause_ms: int) -> None:
    recorder = shown(qtbot, Recorder())
    wedge.scans.clear()
    mixed = joined([piece for _, piece in pieces], pause_ms, next(HOURS) * 3_600_000)
    for piece in mixed:
        post(recorder.windowHandle(), piece)
    settle()
    wedge.filter._looked_again = True
    wedge.filter._gap_passed()
    kinds = [is_scan for is_scan, _ in pieces]
    written = [key for is_scan, piece in zip(kinds, mixed, strict=True) if not is_scan for key in piece]
    assert recorder.got == sent(written)
    assert wedge.scans == [text_of(piece) for is_scan, piece in zip(kinds, mixed, strict=True) if is_scan]
    recorder.close()


def test_a_release_goes_the_way_of_its_press(qtbot, wedge: Listening) -> None:
    recorder = shown(qtbot, Recorder())
    key = Key(KeyKind.CHARACTER, "a", 0)
    QCoreApplication.postEvent(recorder.windowHandle(), key_event(PRESS, key, 0))
    let_holds_end(qtbot, wedge)
    QCoreApplication.postEvent(recorder.windowHandle(), key_event(RELEASE, key, 700))
    settle()
    assert recorder.got == sent([key])


def test_all_releases_of_a_scan_may_come_at_its_end(qtbot, wedge: Listening) -> None:
    recorder = shown(qtbot, Recorder())
    keys = scan("ABCD")
    for kind in (PRESS, RELEASE):
        for key in keys:
            QCoreApplication.postEvent(recorder.windowHandle(), key_event(kind, key, key.at_ms))
    settle()
    assert wedge.scans == ["ABCD"]
    assert recorder.got == []
    post(recorder.windowHandle(), [later := Key(KeyKind.CHARACTER, "A", 900, shift=True)])
    let_holds_end(qtbot, wedge)
    assert recorder.got == sent([later])


def test_it_goes_to_what_had_the_focus_when_it_was_typed(qtbot, wedge: Listening, form: Form) -> None:
    form.field.setFocus()
    post(form.windowHandle(), typed("ab", 0, 30))
    settle()
    form.text.setFocus()
    let_holds_end(qtbot, wedge)
    assert (form.field.text(), form.text.toPlainText()) == ("ab", "")


def test_what_was_typed_into_a_field_that_is_gone_goes_nowhere(qtbot, wedge: Listening, form: Form) -> None:
    form.field.setFocus()
    post(form.windowHandle(), typed("ab", 0, 30))
    settle()
    form.field.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    let_holds_end(qtbot, wedge)
    assert form.text.toPlainText() == ""


def test_a_key_held_down_repeats(qtbot, wedge: Listening, form: Form) -> None:
    form.field.setFocus()
    keys = [Key(KeyKind.CHARACTER, "a", 30 * n, auto_repeat=n > 0) for n in range(9)]
    post(form.windowHandle(), [*keys, Key(ENTER, at_ms=270)])
    let_holds_end(qtbot, wedge)
    assert (form.field.text(), wedge.scans) == ("a" * 9, [])


# -- shortcuts, through the window system's own path ------------------------------------------------------------------


class Hand:
    """Types through Qt's window system interface, which looks for shortcuts first; its stamps are told."""

    def __init__(self) -> None:
        self.at_ms = 0

    def stamp(self, _event: QKeyEvent) -> int:
        return self.at_ms

    def press(self, widget: QWidget, *keys: Qt.Key, every_ms: int) -> None:
        for key in keys:
            self.at_ms += every_ms
            QTest.keyClick(widget.windowHandle(), key)


@pytest.fixture
def hand(dressed: QApplication) -> Iterator[tuple[Hand, Listening]]:
    hand = Hand()
    made = Listening(WedgeFilter(BurstRules(), hand.stamp))
    dressed.installEventFilter(made.filter)
    yield hand, made
    dressed.removeEventFilter(made.filter)
    made.filter.deleteLater()


SCAN = (*(Qt.Key(ord(letter)) for letter in "KSS7317A"), Qt.Key.Key_Return)


def shortcut(form: Form, key: str, fired: list[str]) -> None:
    made = QShortcut(QKeySequence(key), form)
    made.setAutoRepeat(False)
    made.activated.connect(lambda: fired.append(key))


def test_no_key_of_a_scan_is_a_shortcut(dressed: QApplication, form: Form, hand: tuple[Hand, Listening]) -> None:
    typist, wedge = hand
    fired: list[str] = []
    for key in ("K", "7", "Return"):
        shortcut(form, key, fired)
    form.button.setFocus()
    typist.press(form, *SCAN, every_ms=10)
    assert wedge.scans == ["kss7317a"]
    assert fired == []
    dressed.removeEventFilter(wedge.filter)
    typist.press(form, *SCAN, every_ms=10)
    assert fired == ["K", "7", "7", "Return"]


def test_shortcuts_of_a_hand_work(form: Form, hand: tuple[Hand, Listening]) -> None:
    typist, wedge = hand
    fired: list[str] = []
    for key in ("F1", "Return", "Esc"):
        shortcut(form, key, fired)
    form.button.setFocus()
    typist.press(form, Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Escape, every_ms=300)
    assert fired == ["F1", "Return", "Esc"]
    typist.press(form, Qt.Key.Key_A, Qt.Key.Key_Return, every_ms=300)
    assert fired == ["F1", "Return", "Esc", "Return"]
    assert wedge.scans == []


# -- what it tells ----------------------------------------------------------------------------------------------------


def test_the_arrival_is_when_it_was_typed_not_when_it_was_seen(dressed, form: Form) -> None:
    now = [1000.0]
    wedge = Listening(WedgeFilter(BurstRules(), QKeyEvent.timestamp, lambda: now[0]))
    dressed.installEventFilter(wedge.filter)
    post(form.windowHandle(), scan("CODE-1", 500_000))
    settle()
    now[0] = 1003.0
    post(form.windowHandle(), scan("CODE-2", 501_000))
    settle()
    dressed.removeEventFilter(wedge.filter)
    assert wedge.arrivals[1] - wedge.arrivals[0] == pytest.approx(1.0)
    assert wedge.arrivals[0] == pytest.approx(1000.0, abs=0.1)


def test_the_clock_of_stamps_may_start_over() -> None:
    now = [1000.0]
    arrival = Arrival(lambda: now[0])
    assert arrival.of(2**32 - 1000) == pytest.approx(1000.0)
    now[0] = 1002.0
    assert arrival.of(1000) == pytest.approx(1002.0)
    now[0] = 1005.0
    assert arrival.of(2000) == pytest.approx(1003.0)


def test_it_warns_of_caps_lock_and_of_a_foreign_layout(wedge: Listening, form: Form) -> None:
    turned = [Key(k.kind, k.text.swapcase(), k.at_ms, shift=k.shift) for k in scan("KSS007317A")]
    post(form.windowHandle(), turned)
    settle()
    assert (wedge.scans, wedge.suspicions) == (["kss007317a"], [KeyboardSuspicion.CAPS_LOCK])
    wedge.filter.learn(Learnt(wrong={"Y": "Z"}))
    post(form.windowHandle(), scan("KSZ1", 9000))
    settle()
    assert wedge.suspicions == [KeyboardSuspicion.CAPS_LOCK, KeyboardSuspicion.FOREIGN_LAYOUT]


def test_what_was_taught_is_what_counts(wedge: Listening, form: Form) -> None:
    wedge.filter.learn(Learnt(prefix="]C1", suffix="#", terminator=TAB, burst_gap_ms=120))
    form.field.setFocus()
    post(form.windowHandle(), typed("]C1LBL-1#", 0, 110, TAB))
    settle()
    assert (wedge.scans, form.field.text()) == (["LBL-1"], "")
    wedge.filter.set_rules(BurstRules())
    post(form.windowHandle(), scan("LBL-2", 5000))
    settle()
    assert wedge.scans == ["LBL-1", "LBL-2"]


CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
META, NONE = Qt.KeyboardModifier.MetaModifier, Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "kind"),
    [
        (Qt.Key.Key_A, NONE, "a", KeyKind.CHARACTER),
        (Qt.Key.Key_Space, NONE, " ", KeyKind.CHARACTER),
        (Qt.Key.Key_Q, CONTROL | ALT, "@", KeyKind.CHARACTER),
        (Qt.Key.Key_Dead_Acute, NONE, "", KeyKind.CHARACTER),
        (Qt.Key.Key_A, ALT, "a", KeyKind.OTHER),
        (Qt.Key.Key_A, META, "a", KeyKind.OTHER),
        (Qt.Key.Key_BracketRight, CONTROL, "\x1d", KeyKind.CONTROL),
        (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, "\r", KeyKind.ENTER),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier, "\r", KeyKind.ENTER),
        (Qt.Key.Key_Return, CONTROL, "\r", KeyKind.CONTROL),
        (Qt.Key.Key_Return, ALT, "\r", KeyKind.OTHER),
        (Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier, "", KeyKind.OTHER),
        (Qt.Key.Key_Backspace, NONE, "\b", KeyKind.OTHER),
        (Qt.Key.Key_Escape, NONE, "\x1b", KeyKind.OTHER),
        (Qt.Key.Key_F1, NONE, "", KeyKind.OTHER),
        (Qt.Key.Key_Shift, NONE, "", None),
        (Qt.Key.Key_CapsLock, NONE, "", None),
    ],
)
def test_what_kind_of_key_it_is(key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str, kind: KeyKind | None) -> None:
    made = key_of(QKeyEvent(PRESS, key, modifiers, text), 7)
    assert (made.kind if made else None) == kind
    assert made is None or made.at_ms == 7


def test_alt_gr_types_a_character_and_alt_does_not(wedge: Listening, form: Form) -> None:
    control_alt = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    for place, (text, modifiers) in enumerate([("A", None), ("@", control_alt), ("B", None), ("C", None), ("D", None)]):
        event = QKeyEvent(PRESS, Qt.Key.Key_A, modifiers or Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(place)
        QCoreApplication.postEvent(form.windowHandle(), event)
    post(form.windowHandle(), [Key(ENTER, at_ms=6)])
    settle()
    assert wedge.scans == ["A@BCD"]


def test_runs_are_told_while_somebody_learns_and_typing_goes_on(qtbot, wedge: Listening, form: Form) -> None:
    runs: list[Burst] = []
    wedge.filter.run_heard.connect(runs.append)
    wedge.filter.listen_for_runs(True)
    form.field.setFocus()
    post(form.windowHandle(), typed("~LBL-1", 0, 150, TAB))
    post(form.windowHandle(), typed("ab", 5000, 200))
    qtbot.waitUntil(lambda: form.field.text() == "ab")
    assert [[key.text or key.kind for key in run.keys] for run in runs] == [[*"~LBL-1", TAB]]
    wedge.filter.listen_for_runs(False)
    post(form.windowHandle(), scan("LBL-2", 9000))
    settle()
    assert (wedge.scans, len(runs)) == (["LBL-2"], 1)
