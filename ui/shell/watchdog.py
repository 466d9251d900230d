"""Logs where the GUI thread is when it has not answered for more than 100 ms; once per stall."""

import faulthandler
import logging
import tempfile
import threading
import time

from PySide6.QtCore import QObject, QTimer, Slot

log = logging.getLogger(__name__)
BEAT_MS = 40
BLOCKED_S = 0.100


class GuiWatchdog(QObject):
    """The beat runs in the GUI thread, the watch in thread "gui-watchdog"."""

    def __init__(self) -> None:
        super().__init__()
        self._gui_thread = threading.get_ident()
        self._beaten_s: float | None = None  # until the event loop runs there is nothing to watch
        self._over = threading.Event()
        self._timer = QTimer(self, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._thread = threading.Thread(target=self._watch, name="gui-watchdog", daemon=True)

    @property
    def beating(self) -> bool:
        """The event loop has run since ``start``, so a stall can be told."""
        return self._beaten_s is not None

    def start(self) -> None:
        self._timer.start()
        self._thread.start()

    def close(self) -> None:
        self._timer.stop()
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    @Slot()
    def _beat(self) -> None:
        self._beaten_s = time.monotonic()

    def _watch(self) -> None:
        reported = 0.0
        while not self._over.wait(BLOCKED_S / 4):
            beaten = self._beaten_s
            if beaten is None:
                continue
            if time.monotonic() - beaten > BLOCKED_S + BEAT_MS / 1000 and beaten != reported:
                reported = beaten
                log.warning("GUI thread blocked for more than 100 ms at\n%s", stack_of(self._gui_thread))


def stack_of(thread_id: int) -> str:
    """Where a thread is, innermost call first. By faulthandler, which only reads: making Python frame objects of a
    running thread (``sys._current_frames``) crashed the station on Python 3.11, measured."""
    with tempfile.TemporaryFile("w+") as file:
        faulthandler.dump_traceback(file, all_threads=True)
        file.seek(0)
        stacks = file.read().split("\n\n")
    mine = f"0x{thread_id:016x}"
    return next((stack for stack in stacks if mine in stack.partition("\n")[0]), "(gone)")
