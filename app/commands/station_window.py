"""The station with its window, for ``countersign station`` and ``countersign demo``."""

import signal
import sys
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.bootstrap import build_station
from app.commands.listeners import Listeners
from app.domain.errors import OperationalError
from app.messages import error_sentence
from app.ports.clock import SystemClock
from app.settings import Settings
from app.use_cases.station import Station, StationListener
from ui.application import create_application
from ui.bridge import StationBridge
from ui.shell.refusal import RefusalWindow
from ui.shell.window import StationWindow

_NOBODY_LOOKS = {"offscreen", "minimal"}
Attach = Callable[[StationWindow, StationBridge], None]


def run_window(settings: Settings, *listeners: StationListener, dn: str = "", attach: Attach | None = None) -> int:
    """Show the station until its window is closed. ``attach`` gets the window before the first event.

    A station that cannot be built says why in a window of its own, where there is a screen; its OperationalError is
    raised when that is closed.
    """
    application = create_application(sys.argv[:1], settings.ui.theme)
    bridge = StationBridge()
    try:
        station = build_station(settings, Listeners(*listeners, bridge))
    except OperationalError as error:
        if application.platformName() not in _NOBODY_LOOKS:
            refusal = RefusalWindow(error_sentence(error), settings.ui.theme)
            _close_on_signals(refusal)
            refusal.show()
            application.exec()
        raise
    try:
        window = StationWindow(station, bridge, settings.ui, settings.station.id, SystemClock())
        if attach is not None:
            attach(window, bridge)
        _close_on_signals(window)
        window.present()
        _start(station, dn)
        return application.exec()
    finally:
        station.close()  # after a bug the station's threads would keep the process, unseen


def _close_on_signals(window: QWidget) -> None:
    """Ctrl-C and a polite kill close the window as its own button does; the window's clock lets Python notice them."""

    def close(_number: int, _frame: FrameType | None) -> None:
        QTimer.singleShot(0, window.close)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, close)


def _start(station: Station, dn: str) -> None:
    station.start()
    if dn:
        station.open_note(dn)
