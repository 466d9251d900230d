"""What keeps a station's window safe: its log on disk, reports of faults, the page that restarts it, the watch over a
GUI thread that hangs, and the door at which a second start knocks."""

import logging
import os
import time
from types import TracebackType
from typing import Self

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot

from app.commands.crash_reporting import CrashReporter
from app.domain.restarting import ExitCode, StartedAfter
from app.ports.clock import SystemClock
from app.settings import Settings
from services.crash.reports import CrashReports
from services.crash.traces import Traces
from services.instance.front_door import FrontDoor, door_address, knock
from services.logs.claim import FolderClaim
from services.logs.log_files import LOG_NAME, LogFiles, log_folder
from ui.bridge import StationBridge
from ui.shell.crash_page import CrashPage
from ui.shell.qt_messages import log_qt_messages
from ui.shell.restart_words import restart_notice
from ui.shell.window import StationWindow

log = logging.getLogger(__name__)
BEAT_MS = 1_000
_PATIENCE_S = 10.0
_KNOCK_AGAIN_S = 0.1
_CLOSING_S = 120.0
"""So long a station may take to close; a fetch under way is waited for."""


class SafeState(QObject):
    """A context manager around a run of the station, made before anything else of it, in the GUI thread."""

    _faulted = Signal()
    _knocked = Signal()

    def __init__(self, settings: Settings, after: StartedAfter) -> None:
        super().__init__()
        self._data, self._after = settings.data_path, after
        self.folder = log_folder(self._data)
        self._hung_s = settings.ui.hung_restart_s
        self._claim = FolderClaim(self.folder, LOG_NAME)
        self._reports = CrashReports(self.folder, settings.station.badge_prefix)
        self._logs = LogFiles(self.folder, settings.log, to_file=settings.log.to_file != "never")
        self._reporter = CrashReporter(
            self._data, settings.station.id, self._reports, self._logs, SystemClock(), self._faulted.emit
        )
        self._traces = Traces(self.folder)
        self._put_back = _nothing
        self._door: FrontDoor | None = None
        self._window: StationWindow | None = None
        self._page: CrashPage | None = None
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self._live)
        self._faulted.connect(self._show_page, Qt.ConnectionType.QueuedConnection)
        self._knocked.connect(self._come_to_front)
        self.exit_code = 0
        self.closing = False
        """Somebody wants the station to end, and not to be started again."""

    def __enter__(self) -> Self:
        self._claimed = self._claim.take()
        if self._claimed:
            self._logs.start()
            self._reporter.install()
            self._reporter.report_last_run()
            self._traces.start()
            self._put_back = log_qt_messages(self._traces.say)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._beat.stop()
        if self._door is not None:
            self._door.close()
        if self._claimed:
            self._put_back()
            self._traces.close()
            self._reporter.uninstall()
            self._logs.close()
            self._claim.release()

    def first_is_in_front(self) -> bool:
        """Another window of this folder and user runs, and was brought to the front. One that is still being made is
        waited for: an icon is often pressed twice."""
        until_s = time.monotonic() + (_PATIENCE_S if self._claim.is_anothers else 0.0)
        while not knock(door_address(self._data)):
            if time.monotonic() >= until_s:
                return False
            time.sleep(_KNOCK_AGAIN_S)
        return True

    # -- with the window --------------------------------------------------------------------------------------------

    def guard(self, window: StationWindow, bridge: StationBridge) -> None:
        """Once the record is this process's own, and before the window is shown."""
        self._window = window
        bridge.bug_arrived.connect(self._show_page)
        window.closing.connect(self._close)
        window.desk_shown.connect(self._say_why_started, Qt.ConnectionType.SingleShotConnection)
        self._door = FrontDoor(door_address(self._data), self._knocked.emit)
        if self._claimed and self._hung_s:
            self._beat.start()

    @Slot()
    def _say_why_started(self) -> None:
        """A short notice, once the desk has shown how things stand, when the run before this one ended with a fault."""
        words = restart_notice(self._after)
        if self._window is not None and words:
            self._window.say(words)

    @Slot()
    def _live(self) -> None:
        self._traces.beat(self._hung_s)

    @Slot()
    def _close(self) -> None:
        self.closing = self.exit_code != ExitCode.ASKED
        self._beat.stop()
        if self._claimed and self._hung_s:
            self._traces.beat(max(self._hung_s, _CLOSING_S), closing=self.closing)
        if self._page is not None:
            self._page.close()

    @Slot()
    def _come_to_front(self) -> None:
        front = self._page or self._window
        if front is None:
            return
        front.setWindowState(front.windowState() & ~Qt.WindowState.WindowMinimized)
        front.show()
        front.raise_()
        front.activateWindow()

    @Slot()
    def _show_page(self) -> None:
        """Once, and not over a station that ends anyway. A fault while it is made ends the program, which is then
        started again without being asked."""
        if self._page is not None or self._window is None or self.closing:
            return
        window = self._window
        try:
            self._page = CrashPage(window, window.look.colours, window.sizes, str(self.folder))
            self._page.restart_asked.connect(self._restart)
            self._page.present()
        except Exception:
            log.exception("a fault while the page of a fault was made")
            self.end_at_once()

    @Slot()
    def _restart(self) -> None:
        self.exit_code = ExitCode.ASKED
        if self._window is not None:
            self._window.close_for_good()
        QCoreApplication.quit()

    def end_at_once(self) -> None:
        """Without closing anything: the record is safe at any time, and whoever watches starts the station again."""
        self._reporter.finish()
        if self._claimed:
            self._traces.close()
            self._logs.close()
        os._exit(ExitCode.CRASHED)


def _nothing() -> None:
    pass
