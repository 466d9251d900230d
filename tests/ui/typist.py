"""Key events as the window system brings them: press and release, with the stamps of when they were pressed."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow

from app.domain.keystrokes import Key, KeyKind

PRESS, RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
_NO, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SPECIAL = {
    KeyKind.ENTER: (Qt.Key.Key_Return, "\r"),
    KeyKind.TAB: (Qt.Key.Key_Tab, "\t"),
    KeyKind.OTHER: (Qt.Key.Key_Left, ""),
    KeyKind.CONTROL: (Qt.Key.Key_B, "\x02"),
}


def key_event(kind: QEvent.Type, key: Key, at_ms: int) -> QKeyEvent:
    code, text = _SPECIAL.get(key.kind) or (Qt.Key(ord(key.text.upper())), key.text)
    modifiers = _CONTROL if key.kind is KeyKind.CONTROL else _SHIFT if key.shift else _NO
    event = QKeyEvent(kind, code, modifiers, text, key.auto_repeat)
    event.setTimestamp(at_ms)
    return event


def shift_event(kind: QEvent.Type, at_ms: int) -> QKeyEvent:
    event = QKeyEvent(kind, Qt.Key.Key_Shift, _NO, "")
    event.setTimestamp(at_ms)
    return event


def events_of(key: Key) -> list[QKeyEvent]:
    """A press, and the release 2 ms later; Shift around it where it needs it."""
    own = [key_event(PRESS, key, key.at_ms), key_event(RELEASE, key, key.at_ms + 2)]
    return [shift_event(PRESS, key.at_ms), *own, shift_event(RELEASE, key.at_ms + 3)] if key.shift else own


def post(window: QWindow, keys: Iterable[Key]) -> None:
    """Into the queue of the event loop; from any thread."""
    for key in keys:
        for event in events_of(key):
            QCoreApplication.postEvent(window, event)
