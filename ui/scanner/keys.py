"""Qt's key events as the keys that the rules of a burst know, and the time at which they were pressed."""

import ctypes
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.domain.keystrokes import UNREADABLE, Key, KeyKind

Stamp = Callable[[QKeyEvent], int]
"""When the key was pressed, in ms of any clock that may start over at 2**32."""

_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_META, _SHIFT = Qt.KeyboardModifier.MetaModifier, Qt.KeyboardModifier.ShiftModifier
_ENDS = {Qt.Key.Key_Return: KeyKind.ENTER, Qt.Key.Key_Enter: KeyKind.ENTER, Qt.Key.Key_Tab: KeyKind.TAB}
_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_Mode_switch,
    }
)  # fmt: skip
_CLOCK_STARTED_OVER_S = 3600.0


def pressed_ms() -> Stamp:
    """The window system's own stamp, which does not change while the program is too busy to look. On Windows Qt stamps
    a key when it gets round to it, so there the message itself is asked."""
    if sys.platform == "win32":
        message_time = ctypes.windll.user32.GetMessageTime
        return lambda _: int(message_time()) % 2**32
    return QKeyEvent.timestamp


def key_of(event: QKeyEvent, at_ms: int) -> Key | None:
    """None for Shift and its like: they type nothing and end nothing; what they do is in the keys they change."""
    if event.key() in _MODIFIERS:
        return None
    kind, text = _kind_and_text(event)
    return Key(kind, text, at_ms, event.isAutoRepeat(), bool(event.modifiers() & _SHIFT))


def _kind_and_text(event: QKeyEvent) -> tuple[KeyKind, str]:
    """AltGr is Ctrl with Alt on Windows and none of them elsewhere; what it types is a character like any other."""
    modifiers, text = event.modifiers(), event.text()
    lone_control = bool(modifiers & _CONTROL) and not modifiers & _ALT
    lone_alt = bool(modifiers & _ALT) and not modifiers & _CONTROL
    if lone_alt or modifiers & _META:
        return KeyKind.OTHER, ""
    if not lone_control and event.key() in _ENDS:
        return _ENDS[Qt.Key(event.key())], ""
    if Qt.Key.Key_Dead_Grave <= event.key() <= Qt.Key.Key_Dead_Longsolidusoverlay:
        return KeyKind.CHARACTER, UNREADABLE
    if text and text.isprintable() and not lone_control:
        return KeyKind.CHARACTER, text
    return (KeyKind.CONTROL, text) if lone_control and text else (KeyKind.OTHER, "")


class Arrival:
    """The stamps' clock in monotonic seconds: the key that was seen soonest after its stamp says how far they are
    apart, so a key that waited in the queue keeps the time at which it was pressed."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s, self._ahead_s = now_s, 0.0
        self._known = False

    def of(self, stamp_ms: int) -> float:
        """To be asked for every key as it is seen."""
        ahead_s = self._now_s() - stamp_ms / 1000
        started_over = ahead_s - self._ahead_s > _CLOCK_STARTED_OVER_S
        if not self._known or started_over or ahead_s < self._ahead_s:
            self._known, self._ahead_s = True, ahead_s
        return stamp_ms / 1000 + self._ahead_s
