"""Whether somebody is at the screen: any key, press or touch, wherever in the program."""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

_AT_MOST_EVERY_MS = 1000
_TOUCHES = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Wheel}
)  # fmt: skip


class Touches(QObject):
    """``touched``: at most once a second. GUI thread; :meth:`close` before it goes."""

    touched = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._last = QElapsedTimer()

    def watch(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def close(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and isinstance(watched, QWindow) and self._due():
            self._last.start()
            self.touched.emit()
        return False

    def _due(self) -> bool:
        return not self._last.isValid() or self._last.elapsed() >= _AT_MOST_EVERY_MS
