"""The three ways to work at a station, each by real events of its own kind alone: scanner, touch, keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.domain.command import Command, code_of
from app.domain.wedge import BurstRules
from tests.ui.conftest import Bench
from tests.ui.typist import post
from tests.unit.keys import scan
from ui.scanner.wedge_filter import WedgeFilter
from ui.shell.window import StationWindow

_CONFIRMING = ("acknowledgeButton", "confirmDiscrepancyButton", "submitButton", "reopenButton")
_UNDOING = ("undoSubmissionButton", "cancelDiscrepancyButton")
_NEXT = ("nextNoteButton", "newNoteButton")
_KEYS = {" ": "keypadSpace", "-": "key_minus", ".": "key_stop", "/": "key_slash", "_": "key_underline"}


class Hand(Protocol):
    """What an operator says. ``give``: a badge, a note or a label. ``confirm``: what the screen offers as its largest
    button. ``ask``: submit with open parts."""

    def give(self, text: str) -> None: ...
    def confirm(self) -> None: ...
    def undo(self) -> None: ...
    def next_note(self) -> None: ...
    def ask(self) -> None: ...
    def choose_reason(self) -> None: ...
    def sign_out(self) -> None: ...


class ScannerAlone:
    """Bursts of keys into whichever window is in front, through the filter on the application; its own clock gives a
    second between two scans."""

    def __init__(self, bench: Bench) -> None:
        self._bench, self.at_ms = bench, 0
        self.filter = WedgeFilter(BurstRules(), QKeyEvent.timestamp, lambda: self.at_ms / 1000)
        self.filter.scanned.connect(bench.window.take_code)
        self.filter.suspect.connect(bench.window.suspect)

    def give(self, text: str) -> None:
        front = QApplication.activeModalWidget() or self._bench.window
        self.at_ms += 1000
        post(front.windowHandle(), scan(text, self.at_ms, 5))
        QApplication.processEvents()

    def say(self, command: Command) -> None:
        self.give(code_of(command))

    def confirm(self) -> None:
        self.say(Command.CONFIRM)

    def undo(self) -> None:
        self.say(Command.UNDO)

    def next_note(self) -> None:
        self.say(Command.NEXT)

    def ask(self) -> None:
        self.say(Command.DISCREPANCY)

    def choose_reason(self) -> None:
        self.say(Command.REASON_2)

    def sign_out(self) -> None:
        self.say(Command.SIGN_OUT)


@contextmanager
def scanner_alone(bench: Bench) -> Iterator[ScannerAlone]:
    made = ScannerAlone(bench)
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(made.filter)
    yield made
    application.removeEventFilter(made.filter)
    made.filter.deleteLater()


class TouchAlone:
    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def press(self, *names: str) -> None:
        """The first of these buttons that a finger can reach: in sight, not under anything, and not greyed out."""
        window = self._bench.window
        reached = [button for name in names for button in window.findChildren(QPushButton, name) if reachable(button)]
        assert reached, f"none of {names} can be pressed"
        QTest.mouseClick(reached[0], Qt.MouseButton.LeftButton)

    def give(self, text: str) -> None:
        self.press("keypadButton")
        for character in text:
            self.press(_KEYS.get(character, f"key_{character}"))
        self.press("keypadEnter")

    def confirm(self) -> None:
        self.press(*_CONFIRMING)

    def undo(self) -> None:
        self.press(*_UNDOING)

    def next_note(self) -> None:
        self.press(*_NEXT)

    def ask(self) -> None:
        self.press("submitButton")

    def choose_reason(self) -> None:
        self.press("reason_damaged")

    def sign_out(self) -> None:
        self.press("menuButton")
        self.press("menu_sign_out")


def middle(widget: QWidget, window: QWidget) -> QPoint:
    return widget.mapTo(window, widget.rect().center())


def reachable(widget: QWidget) -> bool:
    window = widget.window()
    return widget.isVisible() and widget.isEnabled() and window.childAt(middle(widget, window)) is widget


class KeyboardAlone:
    """Every key goes to what has the window's focus."""

    def __init__(self, bench: Bench) -> None:
        self._window: StationWindow = bench.window

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._focus, key, modifiers)

    def type(self, text: str) -> None:
        for character in text:
            QTest.keyClicks(self._focus, character)

    @property
    def _focus(self) -> QWidget:
        return self._window.focusWidget() or self._window

    def give(self, text: str) -> None:
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def confirm(self) -> None:
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def undo(self) -> None:
        self.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def next_note(self) -> None:
        self.press(Qt.Key.Key_F2)

    def ask(self) -> None:
        self.press(Qt.Key.Key_F3)

    def choose_reason(self) -> None:
        self.press(Qt.Key.Key_F6)

    def sign_out(self) -> None:
        self.press(Qt.Key.Key_F12)
