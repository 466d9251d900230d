"""The one way into the GUI thread: foreign threads put values in, the screen gets them as signals of its own thread."""

import logging
import threading
from collections import deque

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.use_cases.desk_state import DeskState
from app.use_cases.inspect import Inspected
from ui.live.picture import Picture

log = logging.getLogger(__name__)


class StationBridge(QObject):
    """A StationListener. ``desk_changed``, ``inspected``, ``bug`` and ``show_picture`` may be called from any thread
    and return at once. In the GUI thread every desk state arrives, in order; of results and pictures only the newest.
    """

    desk_arrived = Signal(object)
    inspected_arrived = Signal(object)
    picture_arrived = Signal(object)
    bug_arrived = Signal()
    _woken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._desk: deque[DeskState] = deque()
        self._inspected: Inspected | None = None
        self._picture: Picture | None = None
        self._bugs = 0
        self._wake_pending = self._closed = False
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    # -- any thread -------------------------------------------------------------------------------------------------

    def desk_changed(self, state: DeskState) -> None:
        with self._lock:
            self._desk.append(state)
        self._wake()

    def inspected(self, inspected: Inspected) -> None:
        with self._lock:
            self._inspected = inspected
        self._wake()

    def show_picture(self, picture: Picture) -> None:
        with self._lock:
            self._picture = picture
        self._wake()

    def bug(self, error: BaseException) -> None:
        log.error("bug on a station thread: %r", error)
        with self._lock:
            self._bugs += 1
        self._wake()

    def close(self) -> None:
        """Nothing is delivered after this; what still arrives is thrown away."""
        with self._lock:
            self._closed = True

    def _wake(self) -> None:
        """One wake-up waits at a time, so a stalled screen cannot fill the event queue."""
        with self._lock:
            needed = not self._wake_pending and not self._closed
            self._wake_pending = self._wake_pending or needed
        if needed:
            self._woken.emit()

    # -- the GUI thread ---------------------------------------------------------------------------------------------

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            self._wake_pending = False
            if self._closed:
                return
            states, bugs = tuple(self._desk), self._bugs
            inspected, picture = self._inspected, self._picture
            self._desk.clear()
            self._inspected, self._picture, self._bugs = None, None, 0
        for state in states:
            self.desk_arrived.emit(state)
        if bugs:
            self.bug_arrived.emit()
        if inspected is not None:
            self.inspected_arrived.emit(inspected)
        if picture is not None:
            self.picture_arrived.emit(picture)
