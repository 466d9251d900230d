"""What the benches of the screen look at from inside: when a widget was painted, and the pulse of the event loop."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

BEAT_MS = 5


class PaintWatch(QObject):
    """Tells when a widget has been painted: when the event loop turns again after its paint event."""

    painted = Signal()

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt names its virtuals
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self._tell)
        return False

    @Slot()
    def _tell(self) -> None:
        self.painted.emit()


class Beat(QObject):
    """The pulse of the GUI thread, every :data:`BEAT_MS`: how often it has beaten since ``start``, and the longest time
    between two beats. ``during``: only beats while that holds are counted."""

    def __init__(self, during: Callable[[], bool] = lambda: True) -> None:
        super().__init__()
        self._during = during
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last_s = 0.0
        self.beats, self.longest_ms = 0, 0.0

    def start(self) -> None:
        self.beats, self.longest_ms, self._last_s = 0, 0.0, time.monotonic()
        self._timer.start()

    def stop(self) -> None:
        self._beat()
        self._timer.stop()

    @Slot()
    def _beat(self) -> None:
        now_s = time.monotonic()
        self.longest_ms, self._last_s = max(self.longest_ms, 1e3 * (now_s - self._last_s)), now_s
        self.beats += self._during()
