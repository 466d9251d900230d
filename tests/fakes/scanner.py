"""A scanner without a device, held to the same suite as the real ones."""

import queue
import threading

from app.ports.frame import Frame
from app.ports.scanner import OnCode, ScannerState, ScannerStatus

_Pushed = tuple[str, threading.Event]


class ManualScanner:
    """Implements Scanner, and CodeReader that reads nothing by itself: ``push`` reads a code, on its own thread.

    ``turn`` sets any state (ABSENT with a detail, …) until the next code. ``frames`` holds what was offered.
    """

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[_Pushed | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()
        self._status = ScannerStatus(ScannerState.READY)
        self.frames: list[Frame] = []

    def start(self, on_code: OnCode) -> None:
        if self._thread is not None:
            raise RuntimeError("a scanner is started once")
        self._thread = threading.Thread(target=self._run, args=(on_code,), name="manual-scanner")
        self._thread.start()

    def push(self, text: str) -> None:
        """Read this code; returns when ``on_code`` has returned, at once after ``close``. Not from ``on_code``."""
        if self._closing.is_set():
            return
        delivered = threading.Event()
        self._queue.put((text, delivered))
        assert delivered.wait(5.0), "nobody took the code: the fake scanner is not running"

    def turn(self, state: ScannerState, detail: str = "") -> None:
        self._status = ScannerStatus(state, self._status.codes, detail)

    def offer(self, frame: Frame) -> None:
        self.frames.append(frame)

    def status(self) -> ScannerStatus:
        return self._status

    def close(self) -> None:
        self._closing.set()
        self._queue.put(None)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self, on_code: OnCode) -> None:
        while (item := self._queue.get()) is not None and not self._closing.is_set():
            text, delivered = item
            self._status = ScannerStatus(ScannerState.READY, self._status.codes + 1)
            on_code(text)
            delivered.set()
