"""Something slow that a screen waits for without standing still: a file, a server, a database."""

import queue
import threading
from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from app.domain.errors import OperationalError

Job = Callable[[], object]
Outcome = tuple[object, BaseException | None]
LOOK_MS = 50


class Errand(QObject):
    """GUI thread only. One job at a time, each on a daemon thread of its own, which nothing waits for: a job that hangs
    is left to itself when the time is up or it is cancelled, and what it brings then is thrown away.

    ``done`` brings what the job returned, ``failed`` its OperationalError, ``too_late`` that the time is up, ``going``
    the seconds it takes already. Any other error of the job is a bug, and is raised here.
    """

    done = Signal(object)
    failed = Signal(object)
    too_late = Signal()
    going = Signal(float)

    def __init__(self, parent: QObject, name: str, look_ms: int = LOOK_MS) -> None:
        """``look_ms``: how often it is looked whether the job is done."""
        super().__init__(parent)
        self._name = name
        self._brought: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._limit_s = 0.0
        self._began = QElapsedTimer()
        self._look = QTimer(self, interval=look_ms)  # no signal of a foreign thread can meet a deleted object
        self._look.timeout.connect(self._look_for_it)

    @property
    def running(self) -> bool:
        return self._look.isActive()

    def begin(self, job: Job, limit_s: float) -> None:
        """Returns at once. A job under way is cancelled first."""
        self.cancel()
        self._limit_s = limit_s
        brought = self._brought = queue.SimpleQueue()
        self._began.start()
        self._look.start()
        threading.Thread(target=_run, args=(job, brought), name=self._name, daemon=True).start()

    def cancel(self) -> None:
        """Nothing is told of the job under way any more."""
        self._look.stop()

    @Slot()
    def _look_for_it(self) -> None:
        waited_s = self._began.elapsed() / 1000
        try:
            result, error = self._brought.get_nowait()
        except queue.Empty:
            if waited_s > self._limit_s:
                self._look.stop()
                self.too_late.emit()
            else:
                self.going.emit(waited_s)
            return
        self._look.stop()
        if isinstance(error, OperationalError):
            self.failed.emit(error)
        elif error is not None:
            raise error
        else:
            self.done.emit(result)


def _run(job: Job, brought: "queue.SimpleQueue[Outcome]") -> None:
    try:
        brought.put((job(), None))
    except BaseException as error:  # noqa: BLE001  # the edge of a thread: whoever waits raises it
        brought.put((None, error))
