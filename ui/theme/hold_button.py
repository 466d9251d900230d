"""A button for what nobody should do in passing: it has to be held."""

from PySide6.QtCore import QElapsedTimer, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from ui.theme.widgets import ActionButton

_TICK_MS = 40
_BAR = 6


class HoldButton(ActionButton):
    """``held``: it was pressed for ``hold_ms`` without a pause. A bar along its lower edge shows how far that is."""

    held = Signal()

    def __init__(self, text: str, name: str, hold_ms: int, colour: str) -> None:
        super().__init__(text, name, "plain")
        self._hold_ms, self._colour = hold_ms, QColor(colour)
        self._since = QElapsedTimer()
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._go_on)
        self.pressed.connect(self.begin)
        self.released.connect(self.stop)

    @Slot()
    def begin(self) -> None:
        self._since.start()
        self._tick.start()

    @Slot()
    def stop(self) -> None:
        self._tick.stop()
        self.update()

    @property
    def running(self) -> bool:
        """It is being held."""
        return self._tick.isActive()

    @property
    def share(self) -> float:
        """Of the time, 0 to 1."""
        return min(1.0, self._since.elapsed() / self._hold_ms) if self._tick.isActive() else 0.0

    @Slot()
    def _go_on(self) -> None:
        self.update()
        if self.share >= 1.0:
            self.stop()
            self.held.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.share:
            painter = QPainter(self)
            painter.fillRect(QRectF(0, self.height() - _BAR, self.width() * self.share, _BAR), self._colour)
            painter.end()
